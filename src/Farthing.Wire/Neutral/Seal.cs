namespace Farthing.Wire;

/// <summary>
/// Carries a provider's signature or encrypted thinking through a caller of another dialect, in the slot that this caller replays
/// (wire.md §1, Thinking history): byte for byte, behind the name of its origin, so that no other provider is ever shown it.
/// Thinking that nobody signed is marked too: its slot would else look like a signature that went missing.
/// </summary>
internal static class Seal
{
    public const string Mark = "farthing:";

    /// <summary>Marks thinking without a signature.</summary>
    public const string Unsigned = Mark + ":";

    /// <summary>The text for a slot of <paramref name="dialect"/>.</summary>
    public static string Write(string? signature, string? signedBy, string dialect) =>
        signature is null || signedBy is null ? Unsigned : signedBy == dialect ? signature : $"{Mark}{signedBy}:{signature}";

    /// <summary>Reads a slot of <paramref name="dialect"/>: what is not marked is the dialect's own.</summary>
    public static (string? Signature, string? SignedBy) Read(string? slot, string dialect)
    {
        if (string.IsNullOrEmpty(slot)) return (null, null);
        if (!slot.StartsWith(Mark, StringComparison.Ordinal)) return (slot, dialect);
        var end = slot.IndexOf(':', Mark.Length);
        return end <= Mark.Length ? (null, null) : (slot[(end + 1)..], slot[Mark.Length..end]);
    }
}
