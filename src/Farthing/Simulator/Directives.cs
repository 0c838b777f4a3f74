using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Farthing.Simulator;

/// <summary>
/// <c>[[call NAME {json}]]</c> in what a user says last: the model is to call that tool with those arguments. Several make parallel calls.
/// What an agent puts around its user's words in <c>&lt;system-reminder&gt;</c> does not count.
/// </summary>
internal static partial class Directives
{
    /// <summary>The text that counts as the user's own.</summary>
    public static string Spoken(string text) => Reminder().Replace(text, "");

    public static IReadOnlyList<(string Name, string Arguments)> In(string text)
    {
        List<(string, string)> found = [];
        foreach (Match match in Opening().Matches(text))
            if (Arguments(text[(match.Index + match.Length)..]) is { } arguments) found.Add((match.Groups[1].Value, arguments));
        return found;
    }

    /// <summary>A JSON object, or any text for tools that take text; null where the brackets are not closed.</summary>
    private static string? Arguments(string rest)
    {
        rest = rest.TrimStart();
        if (rest.StartsWith('{') && Whole(rest) is { } length && rest[length..].TrimStart().StartsWith("]]", StringComparison.Ordinal)) return rest[..length];
        var end = rest.IndexOf("]]", StringComparison.Ordinal);
        return end < 0 ? null : rest[..end].TrimEnd();
    }

    /// <summary>How many characters the JSON value at the beginning has; null where it is none.</summary>
    private static int? Whole(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var json = new Utf8JsonReader(bytes, isFinalBlock: false, default);
        try
        {
            return json.Read() && json.TrySkip() ? Encoding.UTF8.GetCharCount(bytes.AsSpan(0, (int)json.BytesConsumed)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\[\[call\s+([A-Za-z0-9_.\-]+)")]
    private static partial Regex Opening();

    [GeneratedRegex(@"<system-reminder>.*?</system-reminder>", RegexOptions.Singleline)]
    private static partial Regex Reminder();
}
