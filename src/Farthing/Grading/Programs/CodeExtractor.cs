using System.Text.RegularExpressions;

namespace Farthing.Grading.Programs;

/// <summary>The code of an answer, or why there is none: exactly one of the two is there.</summary>
internal sealed record Extraction(string? Code, Outcome? Problem);

/// <summary>
/// Finds the code in a model's raw text. Pure. Imports stay, blank lines cut nothing: a public study got half of its difference between
/// two models from cutting there.
/// </summary>
internal static partial class CodeExtractor
{
    /// <param name="entryPoint">Where known, a block that mentions it is preferred over one that does not.</param>
    public static Extraction Extract(string raw, string language, string? entryPoint = null)
    {
        var text = Thinking().Replace(raw.ReplaceLineEndings("\n"), "");
        var blocks = Fences.Read(text);
        if (Choose(blocks, language, entryPoint) is { } code)
            return new Extraction(code, null);
        if (blocks.Count == 0 && BareCode.Find(text, language) is { } bare)
            return new Extraction(bare, null);
        return new Extraction(null, Refusal().IsMatch(text) ? Outcome.Refused : Outcome.NoCode);
    }

    /// <summary>Own language before untagged; then what mentions the entry point; then complete ones; then the largest, the later of equals.</summary>
    private static string? Choose(IReadOnlyList<Fence> blocks, string language, string? entryPoint) =>
        blocks
            .Where(b => b.Code.Trim().Length > 0)
            .Select((b, index) => (Block: b, Rank: Rank(b.Tag, language), Index: index))
            .Where(b => b.Rank > 0)
            .OrderByDescending(b => entryPoint is not null && b.Block.Code.Contains(entryPoint, StringComparison.Ordinal))
            .ThenByDescending(b => b.Rank)
            .ThenByDescending(b => b.Block.Closed)
            .ThenByDescending(b => b.Block.Code.Length)
            .ThenByDescending(b => b.Index)
            .Select(b => b.Block.Code)
            .FirstOrDefault();

    private static int Rank(string tag, string language) => (tag, language) switch
    {
        ("python" or "py" or "python3", "python") => 2,
        ("javascript" or "js" or "node" or "nodejs" or "cjs" or "mjs" or "jsx", "javascript") => 2,
        ("csharp" or "cs" or "c#", "csharp") => 2,
        ("" or "code", _) => 1,
        _ => 0,
    };

    [GeneratedRegex(@"\A\s*<think(ing)?>.*?</think(ing)?>", RegexOptions.Singleline)]
    private static partial Regex Thinking();

    [GeneratedRegex(@"\bI(\s+can(no|['’])t|\s+can not|['’]m sorry|\s+am sorry|['’]m unable|\s+am unable|\s+won['’]t|['’]m not able|\s+am not able|\s+must decline)\b|\b(cannot|can['’]t|unable to) (help|assist|comply|fulfil)", RegexOptions.IgnoreCase)]
    private static partial Regex Refusal();
}
