using Farthing.Grading;
using Xunit;

namespace Farthing.Tests.Grading;

/// <summary>Each way a sample can end is told apart, in each language.</summary>
[Collection(SandboxRuns.Name)]
public class OutcomeTests
{
    private const string PythonTest = "assert add(1, 2) == 3\nassert add('a', 'b') == 'ab'";
    private const string JavaScriptTest = "assert.equal(add(1, 2), 3);";
    private const string CSharpTest = "static class Tests { static void Main() { Check.Equal(3, Calc.Add(1, 2)); Check.Sequence([3], new[] { 1 }.Select(x => Calc.Add(x, 2))); } }";

    [Theory]
    [InlineData("python", "def add(a, b): return a + b", PythonTest, nameof(Outcome.Passed), null)]
    [InlineData("python", "def add(a, b): return a - b", PythonTest, nameof(Outcome.Failed), "tests.py:1: assert add(1, 2) == 3")]
    [InlineData("python", "def add(a, b): return int(a) + b", PythonTest, nameof(Outcome.RuntimeError), "ValueError")]
    [InlineData("python", "def add(a, b) return a", PythonTest, nameof(Outcome.CompileError), "SyntaxError")]
    [InlineData("python", "def plus(a, b): return a", PythonTest, nameof(Outcome.Failed), "NameError")]
    [InlineData("python", "def add(a, b): return add(a, b)", PythonTest, nameof(Outcome.RuntimeError), "RecursionError")]
    [InlineData("python", "import dataclasses\n@dataclasses.dataclass\nclass P:\n    x: int\ndef add(a, b): return a + b\nif __name__ == '__main__': raise SystemExit(3)", PythonTest, nameof(Outcome.Passed), null)]
    [InlineData("javascript", "function add(a, b) { return a + b }", JavaScriptTest, nameof(Outcome.Passed), null)]
    [InlineData("javascript", "const assert = require('assert');\nfunction add(a, b) { return a + b }", JavaScriptTest, nameof(Outcome.Passed), null)]
    [InlineData("javascript", "function add(a, b) { return a - b }", JavaScriptTest, nameof(Outcome.Failed), "tests.js:1: assert.equal(add(1, 2), 3);")]
    [InlineData("javascript", "function add(a, b) { throw new Error('no') }", JavaScriptTest, nameof(Outcome.RuntimeError), "Error: no\nsolution.js:1:")]
    [InlineData("javascript", "function add(a, b) { throw 'no' }", JavaScriptTest, nameof(Outcome.RuntimeError), "no")]
    [InlineData("javascript", "function add(a, b) { return a + }", JavaScriptTest, nameof(Outcome.CompileError), "SyntaxError")]
    [InlineData("javascript", "async function add(a, b) { return a + b }", "assert.equal(await add(1, 2), 3);", nameof(Outcome.Passed), null)]
    [InlineData("javascript", "async function add(a, b) { return a - b }", "assert.equal(await add(1, 2), 3);", nameof(Outcome.Failed), "tests.js:1:")]
    [InlineData("javascript", "function add(a, b) { return new Promise(() => {}) }", "assert.equal(await add(1, 2), 3);", nameof(Outcome.Failed), "ended before the tests were done")]
    [InlineData("csharp", "static class Calc { public static int Add(int a, int b) => a + b; }", CSharpTest, nameof(Outcome.Passed), null)]
    [InlineData("csharp", "static class Calc { public static int Add(int a, int b) => a - b; }", CSharpTest, nameof(Outcome.Failed), "expected 3, got -1")]
    [InlineData("csharp", "static class Calc { public static int Add(int a, int b) => int.Parse(\"x\"); }", CSharpTest, nameof(Outcome.RuntimeError), "FormatException")]
    [InlineData("csharp", "static class Calc { public static int Add(int a, int b) => a + ; }", CSharpTest, nameof(Outcome.CompileError), "solution.cs:1: CS1525")]
    [InlineData("csharp", "static class Calc { public static int Add(int a, int b) => a + b; }\nclass Program { static void Main() { throw new Exception(); } }", CSharpTest, nameof(Outcome.Passed), null)]
    [InlineData("csharp", "static class Calc { public static async Task<int> Add(int a, int b) { await Task.Yield(); return a + b; } }", "static class Tests { static async Task Main() { Check.Equal(4, await Calc.Add(1, 2)); } }", nameof(Outcome.Failed), "expected 4, got 3")]
    [InlineData("csharp", "static class Calc { public static int Add(int a, int b) => throw new InvalidOperationException(); }", "static class Tests { static void Main() { Check.Throws<InvalidOperationException>(() => Calc.Add(1, 2)); } }", nameof(Outcome.Passed), null)]
    public async Task Is_classed(string language, string solution, string test, string outcome, string? detail)
    {
        var graded = await Sandboxes.GradeAsync(language, solution, test);

        Assert.True(outcome == $"{graded.Outcome}", $"{graded.Outcome}: {graded.Detail}");
        if (detail is null)
            Assert.Null(graded.Detail);
        else
            Assert.Contains(detail, graded.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_breaks_the_compiler_is_classed_and_the_next_one_compiles()
    {
        var task = Sandboxes.Task("csharp", "static class Tests { static void Main() { } }");
        await using var grader = await Sandboxes.OpenAsync([task]);
        var nested = $"class C {{ int F() => {new string('(', 200_000)}1{new string(')', 200_000)}; }}";

        var broken = await grader.GradeAsync(task, new Sample(SampleKind.Solution, nested), TestContext.Current.CancellationToken);
        var good = await grader.GradeAsync(task, new Sample(SampleKind.Solution, "class C { }"), TestContext.Current.CancellationToken);

        Assert.Equal(Outcome.CompileError, broken.Outcome);
        Assert.Equal(Outcome.Passed, good.Outcome);
    }

    [Fact]
    public async Task A_whole_answer_without_the_prompts_import_fails_alone_and_the_detail_says_it_passes_behind_it()
    {
        var task = new SuiteTask(
            "HumanEval/x", "python", "from typing import List\n\n\ndef total(xs: List[int]) -> int:\n    \"\"\"Adds up.\"\"\"\n",
            "def check(candidate):\n    assert candidate([1, 2]) == 3\n", "total", TaskForm.HumanEval);
        await using var grader = await Sandboxes.OpenAsync([task]);

        var alone = await grader.GradeAsync(task, new Sample(SampleKind.Response, "```python\ndef total(xs: List[int]) -> int:\n    return sum(xs)\n```"), TestContext.Current.CancellationToken);
        var body = await grader.GradeAsync(task, new Sample(SampleKind.Response, "```python\nreturn sum(xs)\n```"), TestContext.Current.CancellationToken);

        Assert.Equal(Outcome.RuntimeError, alone.Outcome);
        Assert.Contains("passes behind the prompt: the answer leaves out \"from typing import List\"", alone.Detail, StringComparison.Ordinal);
        Assert.Equal(Outcome.Passed, body.Outcome);
    }

    [Fact]
    public async Task Answers_without_code_and_refusals_are_not_run()
    {
        var task = Sandboxes.Task("python", "assert False");
        await using var grader = await Sandboxes.OpenAsync([task]);

        var none = await grader.GradeAsync(task, new Sample(SampleKind.Response, "Use the sum function."), TestContext.Current.CancellationToken);
        var refused = await grader.GradeAsync(task, new Sample(SampleKind.Response, "I'm sorry, but I can't help with that."), TestContext.Current.CancellationToken);

        Assert.Equal((Outcome.NoCode, Outcome.Refused), (none.Outcome, refused.Outcome));
    }
}
