namespace Farthing.Wire;

/// <summary>An answer without a dialect. The same answer streamed comes to the same blocks, stop and usage.</summary>
public sealed record Reply
{
    /// <summary>The provider's id, where it sent one.</summary>
    public string? Id { get; init; }

    /// <summary>The model that the provider says it used.</summary>
    public string? Model { get; init; }

    public IReadOnlyList<Block> Blocks { get; init; } = [];

    public StopReason Stop { get; init; } = StopReason.EndTurn;

    /// <summary>The stop sequence that was met, with <see cref="StopReason.StopSequence"/>.</summary>
    public string? StopSequence { get; init; }

    public Usage Usage { get; init; } = Usage.Unreported;
}

/// <summary>Why the model stopped (wire.md §2). A value that nobody knows counts as <see cref="EndTurn"/>.</summary>
public enum StopReason
{
    EndTurn, StopSequence, MaxTokens, ToolUse, Refusal,

    /// <summary>Anthropic paused a long turn that the caller is to continue.</summary>
    PauseTurn,

    /// <summary>The context window was full before the output cap was reached.</summary>
    ContextWindow,

    /// <summary>Anthropic stopped after compacting the context.</summary>
    Compaction,
}
