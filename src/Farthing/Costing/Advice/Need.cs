using Farthing.Catalogue;

namespace Farthing.Costing.Advice;

/// <summary>Something that a model must be able to do.</summary>
/// <param name="Has">Null where it is not established.</param>
internal sealed record Need(string Name, Func<ModelEntry, bool?> Has)
{
    /// <summary>What the article calls the larger context.</summary>
    private const long LongContext = 200_000;

    public static IReadOnlyList<Need> All { get; } =
    [
        new("vision", m => m.Capabilities.Vision),
        new("tools", m => m.Capabilities.Tools),
        new("structured-output", m => m.Capabilities.StructuredOutput),
        new("finetune", m => m.Capabilities.FineTunable),
        new("long-context", m => m.ContextTokens is { } tokens ? tokens >= LongContext : null),
        new("caching", m => m.Capabilities.PromptCaching),
        new("batch", m => m.Capabilities.Batch),
        new("reasoning", m => m.Capabilities.Reasoning),
        new("sampling", m => m.Capabilities.Sampling),
        new("prefill", m => m.Capabilities.Prefill),
        new("completion", m => m.Capabilities.FillInMiddle),
        new("local", m => m.Provider == "ollama"),
    ];

    /// <exception cref="FormatException">A name is not known.</exception>
    public static IReadOnlyList<Need> Named(string? list) =>
        [.. (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct().Select(name =>
            All.FirstOrDefault(n => n.Name == name) ?? throw new FormatException($"--needs: '{name}' is not known; choose of: {string.Join(", ", All.Select(n => n.Name))}."))];
}
