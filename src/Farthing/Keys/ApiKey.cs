namespace Farthing.Keys;

/// <summary>A credential that we issued. The secret is not part of it.</summary>
/// <param name="Id">What the ledger keeps.</param>
internal sealed record ApiKey(string Id, string Name)
{
    /// <summary>The team that pays; null for none.</summary>
    public string? Team { get; init; }

    /// <summary>Projects that its calls may name; a call that names none is billed to the first.</summary>
    public IReadOnlyList<string> Projects { get; init; } = [];

    /// <summary>Patterns of model names that it may ask for, <c>*</c> for any run of characters; empty means all.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>At least 1 each; null means no limit.</summary>
    public KeyLimits Limits { get; init; } = KeyLimits.None;

    public bool MayAsk(string model) => Models.Count == 0 || Models.Any(pattern => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, model));
}

/// <summary>How much a key may ask for at a time. Counted by each running gateway for itself.</summary>
internal sealed record KeyLimits(long? RequestsPerMinute, long? TokensPerMinute, int? Concurrency)
{
    public static KeyLimits None { get; } = new(null, null, null);
}
