using System.Text.RegularExpressions;

namespace Farthing.Grading.Programs;

/// <summary>HumanEval and mxeval Python: the tests define <c>check</c>, which is called with the function.</summary>
internal static class PythonProgram
{
    public static ProgramText Create(SuiteTask task, SampleKind kind, string code)
    {
        var tests = $"{task.Test}\ncheck({task.EntryPoint})\n";
        return kind switch
        {
            SampleKind.Completion => new ProgramText(task.Prompt + code, tests),
            SampleKind.Solution => new ProgramText(code, tests),
            _ when Definition(task.EntryPoint!).IsMatch(code) => Alone(task, code, tests),
            _ => new ProgramText(task.Prompt + Indented(code), tests),
        };
    }

    /// <summary>
    /// A whole function stands alone. What the prompt had before it (imports, a first function) and the answer left out is noted:
    /// leaving it out is a matter of form, not of ability.
    /// </summary>
    private static ProgramText Alone(SuiteTask task, string code, string tests)
    {
        var definition = Definition(task.EntryPoint!).Match(task.Prompt);
        var head = definition.Success ? task.Prompt[..definition.Index] : task.Prompt;
        var given = code.Split('\n').Select(l => l.Trim()).ToHashSet();
        var leftOut = head.Split('\n').Select(l => l.Trim()).FirstOrDefault(l => l.Length > 0 && !given.Contains(l));
        return new ProgramText(code, tests, leftOut is null ? null : new ProgramText($"{head}\n{code}", tests), leftOut);
    }

    /// <summary>A body the model wrote at the left margin is moved under its function.</summary>
    private static string Indented(string body)
    {
        var lines = body.Split('\n');
        return lines.FirstOrDefault(l => l.Trim().Length > 0) is { } first && !char.IsWhiteSpace(first[0])
            ? string.Join('\n', lines.Select(l => l.Length > 0 ? "    " + l : l))
            : body;
    }

    private static Regex Definition(string name) => new($@"^(async\s+)?def\s+{Regex.Escape(name)}\s*\(", RegexOptions.Multiline);
}
