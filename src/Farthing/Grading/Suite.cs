namespace Farthing.Grading;

/// <summary>An evaluation set.</summary>
internal sealed record Suite(string Name, IReadOnlyList<SuiteTask> Tasks);

/// <summary>One problem of a suite ("task" in files and pages; named so here because of <see cref="System.Threading.Tasks.Task"/>).</summary>
/// <param name="Id">Unique in its suite.</param>
/// <param name="Language"><c>python</c>, <c>javascript</c> or <c>csharp</c>.</param>
/// <param name="Prompt">What the model is asked; for HumanEval and mxeval also the head of the program.</param>
/// <param name="Test">The test code that follows the sample.</param>
/// <param name="EntryPoint">The function under test, where the suite names it.</param>
/// <param name="Form">How sample and test become one program.</param>
/// <param name="Reference">A solution that passes, where the suite has one.</param>
/// <param name="Wrong">A plausible solution that fails (own format only).</param>
/// <param name="Title">A short name for people (own format only).</param>
/// <param name="Category">What kind of work it is, such as <c>parsing</c> (own format only).</param>
/// <param name="WhyWrong">What <paramref name="Wrong"/> gets wrong (own format only).</param>
internal sealed record SuiteTask(
    string Id, string Language, string Prompt, string Test, string? EntryPoint, TaskForm Form, Sample? Reference = null, Sample? Wrong = null,
    string? Title = null, string? Category = null, string? WhyWrong = null);

/// <summary>The suite formats that differ in how their program is put together.</summary>
internal enum TaskForm { HumanEval, Mxeval, Own }

/// <summary>One model answer to a task.</summary>
internal sealed record Sample(SampleKind Kind, string Text);

internal enum SampleKind
{
    /// <summary>Goes behind the prompt.</summary>
    Completion,

    /// <summary>A program that stands alone.</summary>
    Solution,

    /// <summary>The model's raw text: the code is extracted, the text kept.</summary>
    Response,
}

/// <summary>The outcome of one sample with what a reader needs to understand it.</summary>
/// <param name="Outcome">The class.</param>
/// <param name="Detail">The first lines of the error, without paths of this machine; null when passed.</param>
/// <param name="Elapsed">Wall time in the sandbox.</param>
internal sealed record Graded(Outcome Outcome, string? Detail, TimeSpan Elapsed);
