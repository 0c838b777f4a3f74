using System.Text.RegularExpressions;

namespace Farthing.Grading.Programs;

/// <summary>Code without a fence: what is left when prose before the first and after the last line of code is taken off.</summary>
internal static partial class BareCode
{
    /// <summary>Null where no line reads like code of this language.</summary>
    public static string? Find(string text, string language)
    {
        var lines = text.Split('\n');
        var code = language switch { "python" => Python(), "javascript" => JavaScript(), _ => CSharp() };
        var first = Array.FindIndex(lines, l => code.IsMatch(l));
        if (first < 0)
            return null;
        while (first > 0 && lines[first - 1].Trim().Length > 0 && !Prose().IsMatch(lines[first - 1]))
            first--; // a comment or a line the patterns do not know belongs to the code it touches
        var end = lines.Length;
        while (end > first + 1 && (lines[end - 1].Trim().Length == 0 || (Prose().IsMatch(lines[end - 1]) && !code.IsMatch(lines[end - 1]))))
            end--;
        return string.Join('\n', lines[first..end]) + "\n";
    }

    /// <summary>A sentence at the left margin: a capital, several words, an end mark, and none of the signs that code lives on.</summary>
    [GeneratedRegex(@"^[A-Z][\w'’,`()-]*( [\w'’,`()/+*-]+){2,}[.:!?]$")]
    private static partial Regex Prose();

    [GeneratedRegex(@"^\s*(async def |def |class )\w+.*:|^\s*(import \w+(\.\w+)*( as \w+)?\s*(,.*)?$|from [\w.]+ import |@\w)|^\s+(return|raise|yield|pass)\b|^return .*[\w)\]}""']$|^\s*(if|for|while|with|try|elif|else)\b.*:\s*(#.*)?$|^\s*[\w.\[\]]+(, *\w+)* *[-+*/|&]?= *\S")]
    private static partial Regex Python();

    [GeneratedRegex(@"^\s*(async )?function\b.*[({]|^\s*(const|let|var) [\w{\[]|^\s*(export |import .* from |module\.exports|class \w+.*\{|'use strict'|""use strict"")|^\s*(return\b.*;|(if|for|while|switch)\s*\(.*)\s*|^\s*\}[;,)]*\s*$")]
    private static partial Regex JavaScript();

    [GeneratedRegex(@"^\s*(using [\w.]+( = [\w.<>]+)?;|namespace [\w.]+)|^\s*((public|private|protected|internal|static|sealed|abstract|partial|readonly) )*(class|struct|record|interface|enum) \w+|^\s*(public|private|protected|internal|static) [\w<>\[\],. ?]+|^\s*(var|int|string|bool|double|long|List<.*>) \w+ =|^\s*(return\b.*;|(if|for|foreach|while|switch)\s*\(.*)\s*|^\s*\}[;)]*\s*$")]
    private static partial Regex CSharp();
}
