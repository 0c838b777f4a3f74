using Farthing.Grading;
using Xunit;

namespace Farthing.Tests.Grading;

/// <summary>Answers that hold a whole function, a class or only the body pass as the recorded completion does.</summary>
[Collection(SandboxRuns.Name)]
public class WholeAnswerTests
{
    [Theory]
    [InlineData("mbxp/mbcsp_release_v1.2.jsonl.gz", "body")]
    [InlineData("mbxp/mbcsp_release_v1.2.jsonl.gz", "method")]
    [InlineData("mbxp/mbcsp_release_v1.2.jsonl.gz", "program")]
    [InlineData("mbxp/mbcsp_release_v1.2.jsonl.gz", "class")]
    [InlineData("mbxp/mbjsp_release_v1.2.jsonl.gz", "body")]
    [InlineData("mbxp/mbjsp_release_v1.2.jsonl.gz", "program")]
    [InlineData("humaneval/HumanEval.jsonl.gz", "body")]
    [InlineData("humaneval/HumanEval.jsonl.gz", "program")]
    public async Task Passes_as_the_completion_does(string file, string shape)
    {
        var suite = await EvaluationFiles.SuiteAsync(file);
        var tasks = suite.Tasks.Where(t => t.Reference is not null).Take(12).ToList();
        await using var grader = await Sandboxes.OpenAsync(tasks);

        foreach (var task in tasks)
        {
            var completion = await grader.GradeAsync(task, task.Reference!, TestContext.Current.CancellationToken);
            var answer = await grader.GradeAsync(task, new Sample(SampleKind.Response, $"Here it is:\n\n```\n{Shape(task, shape)}\n```\n"), TestContext.Current.CancellationToken);
            Assert.True(completion.Outcome == answer.Outcome, $"{task.Id}: {answer.Outcome} {answer.Detail}");
        }
    }

    private static string Shape(SuiteTask task, string shape)
    {
        var whole = task.Prompt + task.Reference!.Text;
        return (task.Language, shape) switch
        {
            (_, "body") => task.Reference.Text,
            ("csharp", "method") => whole[whole.IndexOf("public static", StringComparison.Ordinal)..],
            ("csharp", "class") => whole[whole.IndexOf("public class", StringComparison.Ordinal)..] + "\n    static void Main(string[] args) { Console.WriteLine(1); }\n}",
            ("csharp", _) => whole + "\n    }\n}",
            _ => whole,
        };
    }
}
