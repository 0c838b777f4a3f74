using System.Globalization;
using Farthing.Comparison.Runs;
using Farthing.Grading;

namespace Farthing.Comparison.Reports;

/// <summary>What a reader should look at before believing a verdict: mass failures are mostly faults of format, not of ability.</summary>
internal static class CompareWarnings
{
    /// <summary>One class of failure taking more than this share of an arm is worth a look at the texts.</summary>
    private const double Mass = 0.2;

    public static IEnumerable<string> Of(IReadOnlyList<ArmReport> reports, IReadOnlyCollection<OutcomeRecord> outcomes, IReadOnlyList<Arm> arms, int paired)
    {
        foreach (var report in reports)
        {
            foreach (var (outcome, count) in report.Outcomes)
            {
                if (outcome is Outcome.Passed or Outcome.Failed or Outcome.SandboxError || count <= Mass * report.Total) continue;
                var example = outcomes.First(o => o.Arm == report.Name && o.Outcome == outcome);
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"{report.Name}: {count} of {report.Total} samples ended as {OutcomeNames.Of(outcome)}. That many are often a fault of format or extraction, not of ability; see {example.Task}: {example.Detail}");
            }

            if (report.Outcomes.GetValueOrDefault(Outcome.SandboxError) is > 0 and var broken)
                yield return $"{report.Name}: the sandbox failed on {broken} samples; they count as not passed and say nothing about the model.";
        }

        if (arms.Count != 2) yield break;
        var tasks = outcomes.Select(o => o.Task).Distinct().Count();
        if (paired < tasks) yield return $"{tasks - paired} tasks have samples of one arm only and are not part of the comparison.";
    }
}
