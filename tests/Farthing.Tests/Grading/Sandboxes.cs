using Farthing.Grading;
using Farthing.Grading.Sandboxing;
using Xunit;

namespace Farthing.Tests.Grading;

/// <summary>Opens graders for tests; skips with the reason where no sandbox works or a runtime is missing.</summary>
internal static class Sandboxes
{
    public static async Task<Grader> OpenAsync(IEnumerable<SuiteTask> tasks, GraderOptions? options = null)
    {
        var list = tasks.ToList();
        try
        {
            var grader = await Grader.OpenAsync(list, options ?? new GraderOptions(), TextWriter.Null, TimeProvider.System, TestContext.Current.CancellationToken);
            if (list.Select(grader.Runtimes.WhyNot).OfType<string>().FirstOrDefault() is not { } reason)
                return grader;
            await grader.DisposeAsync();
            Assert.Skip(reason);
        }
        catch (SandboxUnavailableException none)
        {
            Assert.Skip(none.Message);
        }
        throw new InvalidOperationException("Assert.Skip returned.");
    }

    /// <summary>Skips the test unless Python runs in a sandbox here.</summary>
    public static async Task RequireAsync() => await (await OpenAsync([Task("python", "")])).DisposeAsync();

    public static SuiteTask Task(string language, string test, string? entryPoint = null) =>
        new($"{language}/made-up", language, "Write it.", test, entryPoint, TaskForm.Own);

    public static async Task<Graded> GradeAsync(string language, string solution, string test, GraderOptions? options = null)
    {
        var task = Task(language, test);
        await using var grader = await OpenAsync([task], options);
        return await grader.GradeAsync(task, new Sample(SampleKind.Solution, solution), TestContext.Current.CancellationToken);
    }
}
