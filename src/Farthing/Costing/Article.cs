namespace Farthing.Costing;

/// <summary>
/// What the article behind the project says: its figures are claims to be compared with, and the only figures of this folder that
/// are not worked out from the catalogue. Its prices are the price book <c>article</c>.
/// </summary>
internal static class Article
{
    public const string Haiku = "claude-haiku-4-5", Mini = "gpt-4o-mini";

    /// <summary>The two models that it compares.</summary>
    public static IReadOnlyList<string> Models { get; } = [Haiku, Mini];

    /// <summary>The models that it wants for security-sensitive, financial or concurrent code.</summary>
    public static IReadOnlyList<string> CarefulModels { get; } = ["claude-sonnet-4-6", "gpt-4o"];

    /// <summary>The local model that it wants where completion must be instant.</summary>
    public const string LocalModel = "deepseek-coder";

    public const int WorkingDays = 22;

    public const decimal HaikuInput = 0.25m, HaikuOutput = 1.25m, MiniInput = 0.15m, MiniOutput = 0.60m;

    /// <summary>Percent.</summary>
    public const decimal MoreContext = 56, CachedOff = 90;

    public const decimal LeastSaved = 5_000, MostSaved = 10_000;

    /// <summary>Developers; from 5 to 20 is a team.</summary>
    public const int TeamFrom = 5, TeamTo = 20, EnterpriseFrom = 100;

    /// <summary>Its table: output tokens, then US dollars for Haiku and for mini.</summary>
    public static IReadOnlyList<Profile> Profiles { get; } =
    [
        new("function", "one function", 500, 0.000625m, 0.000300m),
        new("test-suite", "a test suite", 50_000, 0.0625m, 0.030m),
        new("daily", "a day's work", 200_000, 0.25m, 0.12m),
        new("daily", "22 working days", 200_000 * WorkingDays, 5.50m, 2.64m),
        new("codebase", "a codebase of 5M", 5_000_000, 6.25m, 3.00m),
        new("codebase", "a codebase of 10M", 10_000_000, 12.50m, 6.00m),
    ];

    /// <summary>What one of its developers writes a day.</summary>
    public static long DailyOutput => Profiles.First(p => p.Name == "daily").OutputTokens;
}

/// <param name="Name">As given to <c>--profile</c>.</param>
/// <param name="Haiku">What the article says that it costs with Haiku 4.5.</param>
/// <param name="Mini">What the article says that it costs with GPT-4o mini.</param>
internal sealed record Profile(string Name, string Label, long OutputTokens, decimal Haiku, decimal Mini);
