using System.Text.RegularExpressions;

namespace Farthing.Grading.Programs;

/// <summary>mxeval JavaScript: the prompt ends inside the function, the tests are a script that calls it.</summary>
internal static class JavaScriptProgram
{
    public static ProgramText Create(SuiteTask task, SampleKind kind, string code) => new(
        kind switch
        {
            SampleKind.Completion => task.Prompt + code,
            SampleKind.Solution => code,
            _ when Defines(task.EntryPoint!, code) => code,
            _ => task.Prompt + Braces.Closed(code),
        },
        task.Test);

    private static bool Defines(string name, string code) =>
        Regex.IsMatch(code, $@"\bfunction\s*\*?\s*{Regex.Escape(name)}\s*\(|\b(const|let|var)\s+{Regex.Escape(name)}\s*=");
}
