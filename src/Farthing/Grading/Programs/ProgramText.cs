namespace Farthing.Grading.Programs;

/// <summary>A sample and its tests, put together as its language runs them.</summary>
/// <param name="BehindPrompt">Where an answer left out what stands before the function in the prompt: the program that has it.</param>
/// <param name="LeftOut">The first such line.</param>
internal sealed record ProgramText(string Solution, string Tests, ProgramText? BehindPrompt = null, string? LeftOut = null)
{
    /// <summary>Puts a task and the code of a sample together.</summary>
    /// <param name="kind">What <paramref name="code"/> is; for <see cref="SampleKind.Response"/> the code extracted from it.</param>
    public static ProgramText Create(SuiteTask task, SampleKind kind, string code) =>
        task.Form == TaskForm.Own ? new ProgramText(code, task.Test)
        : task.Language switch
        {
            "python" => PythonProgram.Create(task, kind, code),
            "javascript" => JavaScriptProgram.Create(task, kind, code),
            _ => CSharpProgram.Create(task, kind, code),
        };
}
