using Farthing.Comparison.Runs;
using Farthing.Comparison.Statistics;
using Farthing.Grading;

namespace Farthing.Comparison.Reports;

/// <summary>One arm's side of the report.</summary>
/// <param name="Total">Samples graded.</param>
/// <param name="CostUsd">What the arm's samples cost; null for recorded samples and where a price is unknown.</param>
/// <param name="Latency">Of the live calls, in milliseconds; null for recorded samples.</param>
/// <param name="OutputTokensPerSecond">The median over the calls of output tokens by whole call time; null where not reported.</param>
internal sealed record ArmReport(
    string Name, bool Simulated, int Total, IReadOnlyDictionary<Outcome, int> Outcomes, decimal? CostUsd, (double P50, double P95)? Latency, double? OutputTokensPerSecond)
{
    public int Passed => Outcomes.GetValueOrDefault(Outcome.Passed);

    public double PassRate => Total == 0 ? 0 : (double)Passed / Total;

    public Interval PassRate95 => Wilson.Interval(Passed, Math.Max(1, Total), 0.95);

    public static ArmReport Of(Arm arm, IEnumerable<OutcomeRecord> outcomes, IEnumerable<SampleRecord> samples)
    {
        var graded = outcomes.Where(o => o.Arm == arm.Name).ToArray();
        var live = samples.Where(s => s.Arm == arm.Name).ToArray();
        var times = live.Select(s => s.LatencyMs).Order().ToArray();
        var speeds = live.Where(s => s.Output > 0 && s.LatencyMs > 0).Select(s => s.Output!.Value / (s.LatencyMs / 1000)).Order().ToArray();
        return new ArmReport(
            arm.Name,
            live.Any(s => s.Simulated),
            graded.Length,
            graded.GroupBy(o => o.Outcome).OrderBy(g => g.Key).ToDictionary(g => g.Key, g => g.Count()),
            live.Length > 0 && live.All(s => s.CostUsd is not null) ? live.Sum(s => s.CostUsd) : null,
            times.Length > 0 ? (At(times, 0.5), At(times, 0.95)) : null,
            speeds.Length > 0 ? At(speeds, 0.5) : null);
    }

    /// <summary>The nearest-rank quantile of an ordered list.</summary>
    private static double At(double[] ordered, double share) => ordered[Math.Max(0, (int)Math.Ceiling(share * ordered.Length) - 1)];
}
