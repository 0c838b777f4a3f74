using System.Text.RegularExpressions;

namespace Farthing.Ledger.Audit;

internal static partial class ModelNames
{
    /// <summary>A name without the date, or the word, that makes a version of it: <c>claude-haiku-4-5-20251001</c>, <c>gpt-4o-2024-08-06</c>, <c>…-latest</c>.</summary>
    public static string Undated(string model) => Version().Replace(model, "");

    [GeneratedRegex(@"(-\d{4}-\d{2}-\d{2}|[-@]\d{8}|-latest)$")]
    private static partial Regex Version();
}
