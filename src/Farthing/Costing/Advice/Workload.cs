namespace Farthing.Costing.Advice;

/// <summary>What one developer asks for on a working day, in o200k_base tokens: each model makes its own number of the same text.</summary>
/// <param name="InputTokens">Of one request.</param>
/// <param name="SharedShare">The part of the input that is the same in every request, which a cache can keep.</param>
/// <param name="HitShare">The part of the requests that find it in the cache; the others write it.</param>
/// <param name="Origin">Where the figures come from, in a sentence.</param>
internal sealed record Workload(decimal RequestsPerDay, long InputTokens, long OutputTokens, decimal SharedShare, decimal HitShare, int WorkingDays, string Origin)
{
    /// <summary>As long as one function is in the article; with so many requests a day it is the article's day.</summary>
    public const long UsualOutput = 500;

    /// <summary>A few files and the rules; no page tells a usual figure.</summary>
    public const long UsualInput = 8_000;

    /// <summary>Of all input tokens 69 % are system prompt (Datadog, State of AI 2026).</summary>
    public const decimal UsualShared = 0.69m;

    /// <summary>One write and nine reads: within a working day the five minutes are rarely exceeded.</summary>
    public const decimal UsualHits = 0.9m;

    public static decimal UsualRequests => (decimal)Article.DailyOutput / UsualOutput;

    public static Workload Usual { get; } = new(UsualRequests, UsualInput, UsualOutput, UsualShared, UsualHits, Article.WorkingDays, "Assumed; the options change it.");

    public decimal RequestsPerMonth => RequestsPerDay * WorkingDays;

    /// <summary>One request as a model counts it.</summary>
    /// <param name="factor">Its tokens for each of o200k_base.</param>
    public CallShape Shape(double factor)
    {
        var (input, shared) = (Times(InputTokens), Times(InputTokens * SharedShare));
        return new CallShape(Math.Min(input, shared), input - Math.Min(input, shared), Times(OutputTokens));

        long Times(decimal tokens) => (long)decimal.Round(tokens * (decimal)factor);
    }
}
