namespace Farthing.Providers;

/// <summary>Makes text that others wrote fit for a header. Pure.</summary>
internal static class HeaderText
{
    /// <summary>Clients give up on long headers: Node at 16 KB for all of them together.</summary>
    private const int Most = 4_096;

    /// <summary>The text with a question mark for whatever is not printable ASCII (RFC 9110 §5.5), cut off where it grows too long.</summary>
    public static string Of(string text)
    {
        var cut = text.Length > Most ? string.Concat(text.AsSpan(0, Most - 3), "...") : text;
        return cut.AsSpan().ContainsAnyExceptInRange(' ', '~') ? string.Concat(cut.Select(c => c is (>= ' ' and <= '~') or '\t' ? c : '?')) : cut;
    }
}
