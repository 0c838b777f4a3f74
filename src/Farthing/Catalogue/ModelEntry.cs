namespace Farthing.Catalogue;

/// <summary>One provider's model as the catalogue knows it. Null means not established.</summary>
internal sealed record ModelEntry
{
    public required string Id { get; init; }

    /// <summary><c>anthropic</c>, <c>openai</c>, <c>ollama</c>…</summary>
    public required string Provider { get; init; }

    /// <summary>Other ids under which the provider serves this very model.</summary>
    public IReadOnlyList<string> Aliases { get => field ?? []; init; }

    public ModelStatus? Status { get; init; }

    /// <summary>The announced first day without the model.</summary>
    public DateOnly? ShutdownDate { get; init; }

    /// <summary>The vendor's promise not to retire it before this day.</summary>
    public DateOnly? RetireNotBefore { get; init; }

    /// <summary>The id of the model that the vendor names as replacement; where it names none, the active one of the same line.</summary>
    public string? Successor { get; init; }

    public long? ContextTokens { get; init; }

    public long? MaxOutputTokens { get; init; }

    /// <summary><c>claude-old</c>, <c>claude-new</c>, <c>o200k_base</c>…</summary>
    public string? Tokenizer { get; init; }

    /// <summary>Prompts shorter than this are silently not cached.</summary>
    public long? MinCacheableTokens { get; init; }

    public required Capabilities Capabilities { get; init; }

    /// <summary>What an image counts; null where it is not established, or the model takes none.</summary>
    public VisionRule? Vision { get; init; }

    public ToolPreamble? ToolPreamble { get; init; }

    public required DateOnly AsOf { get; init; }

    public required IReadOnlyList<string> Sources { get; init; }

    public string? Notes { get; init; }

    /// <summary>Price periods by price book, ordered by date.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<Price>> Prices { get; init; }

    /// <summary>The same for models that were fine-tuned from this one.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Price>> FineTunedPrices { get => field ?? NoPrices; init; }

    private static Dictionary<string, IReadOnlyList<Price>> NoPrices { get; } = [];

    /// <summary>A model that was fine-tuned from this one, under its own id: <c>ft:gpt-4o-mini-2024-07-18:org:name:id</c>.</summary>
    public ModelEntry FineTuned(string id) => this with { Id = id, Aliases = [], Prices = FineTunedPrices, FineTunedPrices = NoPrices };

    public bool IsRetired(DateOnly on) => ShutdownDate <= on;

    /// <summary>Whether the announced end lies within <paramref name="days"/> days after <paramref name="on"/>.</summary>
    public bool EndsWithin(int days, DateOnly on) => ShutdownDate > on && ShutdownDate <= on.AddDays(days);
}

/// <summary>What the vendor says of a model; whether it is gone follows from <see cref="ModelEntry.ShutdownDate"/>.</summary>
internal enum ModelStatus
{
    Active,

    /// <summary>Served, with a newer model recommended.</summary>
    Legacy,

    /// <summary>Its end is announced or past.</summary>
    Deprecated,
}

/// <summary>What a model can do. Null means not established.</summary>
internal sealed record Capabilities
{
    public bool? Vision { get; init; }

    public bool? Tools { get; init; }

    public bool? ParallelTools { get; init; }

    public bool? Streaming { get; init; }

    public bool? StructuredOutput { get; init; }

    /// <summary>Thinking or reasoning before the answer, billed as output.</summary>
    public bool? Reasoning { get; init; }

    /// <summary>Takes temperature and the other sampling parameters.</summary>
    public bool? Sampling { get; init; }

    /// <summary>Continues an assistant turn that the caller began.</summary>
    public bool? Prefill { get; init; }

    public bool? Batch { get; init; }

    public bool? PromptCaching { get; init; }

    public bool? FineTunable { get; init; }

    /// <summary>Fills in the middle between a prefix and a suffix.</summary>
    public bool? FillInMiddle { get; init; }
}
