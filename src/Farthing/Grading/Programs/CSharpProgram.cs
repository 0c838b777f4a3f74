using System.Text.RegularExpressions;

namespace Farthing.Grading.Programs;

/// <summary>
/// mxeval C#: the prompt opens namespace, class and method; the tests are a Main that closes class and namespace.
/// An answer may hold the body, the method, or the whole class.
/// </summary>
internal static partial class CSharpProgram
{
    public static ProgramText Create(SuiteTask task, SampleKind kind, string code)
    {
        if (kind == SampleKind.Completion)
            return new ProgramText(task.Prompt + code, task.Test);
        var usings = string.Concat(Using().Matches(task.Prompt).Select(m => m.Value + "\n"));
        code = OwnMain().Replace(code, "AnswerMain("); // a demonstration; the tests bring the real one
        if (Method(task.EntryPoint!, code) is not { } at)
            return new ProgramText(task.Prompt + Braces.Closed(code), task.Test);
        var end = Braces.EndOfBlockAround(code, at);
        if (end >= 0)
            return new ProgramText($"{usings}{code[..end]}{WithoutClosers(task.Test)}\n{code[end..]}\n", "");
        var own = string.Concat(Using().Matches(code).Select(m => m.Value + "\n"));
        var head = ClassOpening().Match(task.Prompt);
        return new ProgramText($"{own}{task.Prompt[..(head.Index + head.Length)]}\n{Using().Replace(code, "")}\n", task.Test);
    }

    /// <summary>Where the method is declared: a type before its name, not a call.</summary>
    private static int? Method(string name, string code) =>
        Regex.Matches(code, $@"(?<before>[\w>\]?)]+)\s+{Regex.Escape(name)}\s*(<[^>]*>)?\s*\(")
            .Where(m => m.Groups["before"].Value is not ("return" or "await" or "new" or "throw" or "in" or "else"))
            .Select(m => (int?)m.Index)
            .FirstOrDefault();

    private static string WithoutClosers(string test)
    {
        var text = test.TrimEnd();
        for (var closers = 0; closers < 2 && text.EndsWith('}'); closers++)
            text = text[..^1].TrimEnd();
        return text;
    }

    [GeneratedRegex(@"^[ \t]*using\s+(static\s+)?[\w.]+(\s*=\s*[^;]+)?\s*;", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"\bclass\s+\w+[^{]*\{")]
    private static partial Regex ClassOpening();

    [GeneratedRegex(@"\bMain\s*\(")]
    private static partial Regex OwnMain();
}
