using System.Threading.Channels;
using Farthing.Comparison.Runs;

namespace Farthing.Comparison.Live;

/// <summary>Makes the calls of a live run, several at once, and hands each sample on the moment it is on the disk.</summary>
internal sealed class LiveSampling(
    ModelClient client, RunFolder folder, SpendingLimit limit, Func<LiveCall, decimal?> worstCase, int concurrency, TimeProvider clock)
{
    private const int Tries = 4;

    /// <summary>How the calls ended.</summary>
    /// <param name="Stopped">The spending limit left some calls unmade.</param>
    internal sealed record Ended(bool Stopped);

    /// <exception cref="CallFailedException">A call failed for good. The samples so far are kept; the same command goes on from them.</exception>
    public async Task<Ended> RunAsync(IReadOnlyList<LiveCall> calls, ChannelWriter<(LiveCall, SampleRecord)> samples, CancellationToken cancel)
    {
        var stopped = false;
        try
        {
            await Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancel }, async (call, inner) =>
            {
                if (Volatile.Read(ref stopped)) return;
                var worst = worstCase(call) ?? 0;
                if (!limit.TryHold(worst))
                {
                    Volatile.Write(ref stopped, true);
                    return;
                }

                decimal? cost = null;
                try
                {
                    var sample = await AskAsync(call, inner);
                    cost = sample.CostUsd; // not told: the hold stays
                    await samples.WriteAsync((call, sample), inner);
                }
                finally
                {
                    limit.Settle(worst, cost);
                }
            });
        }
        finally
        {
            samples.Complete();
        }

        return new Ended(stopped);
    }

    private async Task<SampleRecord> AskAsync(LiveCall call, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            folder.Calls.Append(new CallRecord(call.Arm.Name, call.Task.Id, call.Sample, clock.GetUtcNow()));
            try
            {
                // Not cancelled by Ctrl-C: an answer that is paid for is waited for and kept (a second Ctrl-C ends the program).
                var sample = await client.AskAsync(call.Arm, call.Task, call.Sample, CancellationToken.None);
                folder.Samples.Append(sample);
                return sample;
            }
            catch (CallFailedException e)
            {
                folder.Calls.Append(new CallRecord(call.Arm.Name, call.Task.Id, call.Sample, clock.GetUtcNow(), e.Message));
                if (!e.IsTransient || tries == Tries) throw;
                await Task.Delay(TimeSpan.FromSeconds(Math.Pow(2, tries)), clock, cancel);
            }
        }
    }
}
