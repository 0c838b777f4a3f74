namespace Farthing.Wire;

/// <summary>An answer without a dialect.</summary>
public sealed record Reply
{
    public Usage Usage { get; init; } = Usage.Unreported;
}
