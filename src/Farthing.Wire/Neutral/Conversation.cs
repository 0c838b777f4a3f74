namespace Farthing.Wire;

/// <summary>A request without a dialect.</summary>
public sealed record Conversation
{
    public required string Model { get; init; }
}
