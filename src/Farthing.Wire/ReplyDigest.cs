namespace Farthing.Wire;

/// <summary>What the ledger needs of a reply whose bytes pass unchanged. Null means that the body did not say.</summary>
public sealed record ReplyDigest(string? Id, string? Model, StopReason? Stop, Usage Usage)
{
    /// <summary>Whether the body is known to be one whole JSON object; false also where nobody has looked.</summary>
    public bool IsWhole { get; init; }

    public static ReplyDigest Empty { get; } = new(null, null, null, Usage.Unreported);
}
