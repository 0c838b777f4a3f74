namespace Farthing.Wire;

/// <summary>
/// Carries a provider's signature or encrypted thinking through a caller of another dialect, in the slot that this caller replays
/// (wire.md §1, Thinking history): byte for byte, behind the name of its origin, so that no other provider is ever shown it.
/// </summary>
internal static class Seal
{
    private const string Mark = "farthing:";

    /// <summary>The text for a slot of <paramref name="dialect"/>; empty where there is nothing to carry.</summary>
    public static string Write(string? signature, string? signedBy, string dialect) =>
        signature is null || signedBy is null ? "" : signedBy == dialect ? signature : $"{Mark}{signedBy}:{signature}";

    /// <summary>Reads a slot of <paramref name="dialect"/>: what is not marked is the dialect's own.</summary>
    public static (string? Signature, string? SignedBy) Read(string? slot, string dialect)
    {
        if (string.IsNullOrEmpty(slot)) return (null, null);
        if (!slot.StartsWith(Mark, StringComparison.Ordinal)) return (slot, dialect);
        var end = slot.IndexOf(':', Mark.Length);
        return end < 0 ? (null, null) : (slot[(end + 1)..], slot[Mark.Length..end]);
    }

    /// <summary>Whether the slot holds another dialect's seal.</summary>
    public static bool IsForeign(string? slot) => slot?.StartsWith(Mark, StringComparison.Ordinal) is true;
}
