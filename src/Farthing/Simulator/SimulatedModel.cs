namespace Farthing.Simulator;

internal enum Vendor { Anthropic, OpenAI, Ollama }

/// <summary>
/// A model that the simulator plays. Limits are the vendors' (their tables of 2026-11); the pass rate and the speeds are chosen, not measured.
/// </summary>
/// <param name="Id">The name that callers use.</param>
/// <param name="Snapshot">The dated id that replies carry, accepted in requests too.</param>
/// <param name="ContextTokens">Prompt and output together.</param>
/// <param name="MinCacheable">The shortest prefix that is cached, in tokens.</param>
/// <param name="TokensPerSecond">Output speed.</param>
/// <param name="Created">Its release, for the model list.</param>
internal sealed record SimulatedModel(
    Vendor Vendor, string Id, string Snapshot, string DisplayName, int ContextTokens, int MaxOutputTokens, int MinCacheable,
    double TokensPerSecond, DateTimeOffset Created)
{
    /// <summary>More names under which it is asked for.</summary>
    public IReadOnlyList<string> OtherNames { get; init; } = [];

    /// <summary>The share of known tasks that it solves: the same for all, so that no simulated verdict reads like an opinion on the models.</summary>
    public double PassRate { get; init; } = 0.92;

    /// <summary>Takes neither sampling settings, nor thinking budgets, nor an assistant prefill (Haiku 5.5's migration guide).</summary>
    public bool FixedSampling { get; init; }

    /// <summary>Takes <c>system</c> turns between the others.</summary>
    public bool SystemTurns { get; init; }

    /// <summary>Reasons unless told not to: wants <c>max_completion_tokens</c>.</summary>
    public bool Reasons { get; init; }

    /// <summary>Takes tools in Chat Completions only with <c>reasoning_effort</c> "none".</summary>
    public bool CallsOrReasons { get; init; }

    /// <summary>Takes a bare prompt only.</summary>
    public bool IsPrompt { get; init; }

    /// <summary>How many numbers an embedding has; null for a model that writes text.</summary>
    public int? Dimensions { get; init; }

    /// <summary>The day the vendor ends it, as OpenAI's model list gives it; null where none is announced.</summary>
    public string? ShutdownDate { get; init; }

    /// <summary>Tokens that one image counts as; sizes are not looked at.</summary>
    public int ImageTokens { get; init; } = 1568;

    /// <summary>Seconds from the request to the first output token, before jitter.</summary>
    public double FirstTokenSeconds { get; init; } = 0.4;

    public static IReadOnlyList<SimulatedModel> All { get; } =
    [
        new(Vendor.Anthropic, "claude-haiku-4-5", "claude-haiku-4-5-20251001", "Claude Haiku 4.5", 200_000, 64_000, 4096, 150, Day(2025, 10, 15)),
        new(Vendor.Anthropic, "claude-haiku-5-5", "claude-haiku-5-5", "Claude Haiku 5.5", 1_000_000, 128_000, 512, 160, Day(2026, 10, 7))
            { FixedSampling = true, SystemTurns = true },
        new(Vendor.Anthropic, "claude-sonnet-4-6", "claude-sonnet-4-6", "Claude Sonnet 4.6", 1_000_000, 128_000, 1024, 70, Day(2026, 2, 17))
            { FirstTokenSeconds = 0.8 },
        new(Vendor.OpenAI, "gpt-4o-mini", "gpt-4o-mini-2024-07-18", "GPT-4o mini", 128_000, 16_384, 1024, 140, Day(2024, 7, 18))
            { ImageTokens = 25_501, ShutdownDate = "2027-01-14" },
        new(Vendor.OpenAI, "gpt-4o", "gpt-4o-2024-08-06", "GPT-4o", 128_000, 16_384, 1024, 90, Day(2024, 8, 6))
            { ImageTokens = 765, FirstTokenSeconds = 0.6, ShutdownDate = "2027-01-14" },
        new(Vendor.OpenAI, "gpt-6-luna", "gpt-6-luna", "GPT-6 Luna", 1_050_000, 128_000, 1024, 170, Day(2026, 9, 22))
            { Reasons = true, CallsOrReasons = true, ImageTokens = 1229 },
        new(Vendor.OpenAI, "gpt-3.5-turbo-instruct", "gpt-3.5-turbo-instruct:20230824-v2", "GPT-3.5 Turbo Instruct", 4096, 4096, int.MaxValue, 110, Day(2023, 8, 24))
            { IsPrompt = true },
        new(Vendor.OpenAI, "text-embedding-3-small", "text-embedding-3-small", "Text Embedding 3 small", 8192, 0, int.MaxValue, 1, Day(2024, 1, 22))
            { Dimensions = 1536 },
        new(Vendor.OpenAI, "text-embedding-3-large", "text-embedding-3-large", "Text Embedding 3 large", 8192, 0, int.MaxValue, 1, Day(2024, 1, 22))
            { Dimensions = 3072 },
        new(Vendor.Ollama, "qwen2.5-coder:7b", "qwen2.5-coder:7b", "Qwen 2.5 Coder 7B", 32_768, 32_768, int.MaxValue, 40, Day(2024, 11, 12)),
        new(Vendor.Ollama, "codellama:7b", "codellama:7b", "Code Llama 7B", 16_384, 16_384, int.MaxValue, 45, Day(2023, 8, 24)),
        new(Vendor.Ollama, "nomic-embed-text:v1.5", "nomic-embed-text:v1.5", "Nomic Embed Text", 2048, 0, int.MaxValue, 1, Day(2024, 2, 10))
            { Dimensions = 768 },
    ];

    private static DateTimeOffset Day(int year, int month, int day) => new(year, month, day, 0, 0, 0, TimeSpan.Zero);
}
