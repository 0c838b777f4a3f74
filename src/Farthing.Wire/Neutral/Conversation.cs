using System.Text.Json;

namespace Farthing.Wire;

/// <summary>
/// A request without a dialect: ordered turns of ordered blocks, and the settings that more than one dialect knows.
/// It refers into the parsed body that it was read from, and is valid as long as that document is.
/// </summary>
public sealed record Conversation
{
    /// <summary>The model as the caller named it; a writer takes the name from <see cref="TargetModel"/>.</summary>
    public required string Model { get; init; }

    public IReadOnlyList<Turn> Turns { get; init; } = [];

    public IReadOnlyList<Tool> Tools { get; init; } = [];

    public ToolChoice? ToolChoice { get; init; }

    /// <summary>Whether the model may call several tools in one turn; null leaves it to the provider.</summary>
    public bool? ParallelTools { get; init; }

    /// <summary>The output cap in tokens. Zero is Anthropic's "only warm the cache".</summary>
    public long? MaxTokens { get; init; }

    public double? Temperature { get; init; }

    public double? TopP { get; init; }

    public long? TopK { get; init; }

    public IReadOnlyList<string> Stop { get; init; } = [];

    public bool Stream { get; init; }

    /// <summary>Whether the caller asked for usage in the stream. Anthropic always sends it.</summary>
    public bool IncludeUsage { get; init; }

    public ReplyFormat? Format { get; init; }

    public ThinkingControl? Thinking { get; init; }

    /// <summary>How hard to think: none, minimal, low, medium, high, xhigh, max.</summary>
    public string? Effort { get; init; }

    /// <summary>The caller's name for its end user.</summary>
    public string? UserId { get; init; }

    public long? Seed { get; init; }

    /// <summary>How many answers are asked for.</summary>
    public long? N { get; init; }

    public double? FrequencyPenalty { get; init; }

    public double? PresencePenalty { get; init; }

    public bool? LogProbs { get; init; }

    public long? TopLogProbs { get; init; }

    /// <summary>What follows the gap to fill in, where the last user turn is the text before it (fill in the middle).</summary>
    public string? Suffix { get; init; }

    /// <summary>How wordy the answer should be: low, medium, high.</summary>
    public string? Verbosity { get; init; }

    /// <summary>The service tier in Anthropic's or OpenAI's word, as it was written.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>Top-level fields that only the origin dialect understands.</summary>
    public Extras? Extras { get; init; }
}

/// <summary>Whose turn it is. Tool results stand in a <see cref="User"/> turn.</summary>
public enum Role
{
    System, User, Assistant,
}

/// <summary>One message. System turns may stand anywhere.</summary>
public sealed record Turn(Role Role, IReadOnlyList<Block> Blocks)
{
    public Extras? Extras { get; init; }
}

/// <param name="Schema">The JSON schema of the arguments as it was sent; null where there was none.</param>
public sealed record Tool(string Name, string? Description, JsonElement? Schema, bool? Strict = null)
{
    public Extras? Extras { get; init; }

    /// <summary>The whole object where it is not a function tool but one that the provider hosts; its type stands in <see cref="HostedType"/>.</summary>
    public Extras? Hosted { get; init; }

    /// <summary>The caller's tool where the neutral name or arguments differ from it: a custom tool, one in a namespace.</summary>
    public CallerTool? Origin { get; init; }

    /// <summary>The <c>type</c> of a hosted tool, such as <c>web_search_20250305</c>.</summary>
    public string? HostedType { get; init; }
}

public enum ToolChoiceKind
{
    Auto, Any, Tool, None,
}

/// <param name="Name">The tool to call, with <see cref="ToolChoiceKind.Tool"/>.</param>
public sealed record ToolChoice(ToolChoiceKind Kind, string? Name = null);

/// <summary>The shape asked of the answer: a JSON schema, or any JSON object where <paramref name="Schema"/> is null.</summary>
public sealed record ReplyFormat(JsonElement? Schema = null, string? Name = null, bool? Strict = null, string? Description = null);

public enum ThinkingMode
{
    Enabled, Adaptive, Disabled,
}

/// <param name="BudgetTokens">The thinking budget, with <see cref="ThinkingMode.Enabled"/>.</param>
public sealed record ThinkingControl(ThinkingMode Mode, long? BudgetTokens = null)
{
    public Extras? Extras { get; init; }
}
