using Farthing.Comparison.Runs;
using Farthing.Grading;

namespace Farthing.Comparison;

/// <summary>A sample that waits for its grade.</summary>
/// <param name="Refused">The provider said that the model declined: nothing is run.</param>
internal sealed record Ungraded(string Arm, SuiteTask Task, int Index, Sample Sample, bool Refused = false);

/// <summary>Grades samples as they come, as many at once as the grader allows, and keeps each outcome at once.</summary>
internal sealed class GradingRun(Grader grader, RunFolder folder)
{
    private readonly HashSet<(string, string, int)> _have = [.. folder.Outcomes.Earlier.Select(o => (o.Arm, o.Task, o.Sample))];
    private readonly List<OutcomeRecord> _outcomes = [.. folder.Outcomes.Earlier];

    public IReadOnlyList<OutcomeRecord> Outcomes => _outcomes;

    public bool Has(string arm, string task, int index) => _have.Contains((arm, task, index));

    public Task RunAsync(IAsyncEnumerable<Ungraded> samples, Action graded, CancellationToken cancel) =>
        Parallel.ForEachAsync(samples, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancel }, async (sample, inner) =>
        {
            if (!Has(sample.Arm, sample.Task.Id, sample.Index))
            {
                var grade = sample.Refused ? new Graded(Outcome.Refused, "the provider ended the answer as a refusal", TimeSpan.Zero)
                    : await grader.GradeAsync(sample.Task, sample.Sample, inner);
                var record = new OutcomeRecord(sample.Arm, sample.Task.Id, sample.Index, grade.Outcome, grade.Detail, grade.Elapsed.TotalMilliseconds);
                folder.Outcomes.Append(record);
                lock (_outcomes) _outcomes.Add(record);
            }

            graded();
        });
}
