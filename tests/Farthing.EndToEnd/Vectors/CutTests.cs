using Farthing.EndToEnd.Vectors.Raw;
using Xunit;

namespace Farthing.EndToEnd.Vectors;

/// <summary>Way 5: a provider that ends its stream too early, politely or not, is never taken for one that had done.</summary>
[Collection(Replays.Name)]
public sealed class CutTests(ReplayGateway gateway)
{
    /// <summary>Every cut of a stream's beginning and of its end is tried, and some between.</summary>
    private const int Ends = 10, Between = 3;

    [Fact, Trait("size", "large")]
    public async Task No_client_takes_a_stream_that_was_cut_at_an_event_for_a_whole_one()
    {
        var tally = new Tally("5 stream cut");
        await ReplayGateway.ForAllAsync(Recordings.All.Where(r => r.IsStream && Family.Speaking.Contains(r.Family) && r.Status == 200).SelectMany(CutsOf), tally,
            c => $"{c.Recording.Family} to {c.Caller}, {(c.How == Break.Reset ? "reset" : "closed")}", CheckAsync, together: 64);
        tally.End();
    }

    private async Task<string?> CheckAsync(Cut cut, CancellationToken cancel)
    {
        var play = gateway.Provider.Ready(cut.Recording, cut.Length, cut.How);
        var heard = await gateway.Callers.Of(cut.Caller).AskAsync($"{cut.Recording.Family.Provider}/{play.Model}", stream: true, cancel, passing: cut.Caller == cut.Recording.Family);
        gateway.Provider.Forget(play);
        return heard.Said is null ? null : $"cut after {cut.Length} characters, heard as whole: {heard.Said}";
    }

    /// <summary>Each cut goes to the family's own client, closed and reset, and to one of the others in turn, closed or reset.</summary>
    private static IEnumerable<Cut> CutsOf(Recording recording)
    {
        var others = Family.Speaking.Where(f => f.Translates(recording.Family)).ToList();
        // What follows the event that ends the answer takes nothing from it.
        var cuts = recording.Cuts.Where(c => RawAnswer.Read(recording.Family, recording.Reply[..c], stream: true) is (null, { Length: 0 })).ToList();
        for (var i = 0; i < cuts.Count; i++)
        {
            if (i >= Ends && i < cuts.Count - Ends && i % Math.Max(1, cuts.Count / Between) != 0) continue;
            yield return new Cut(recording, cuts[i], Break.Closed, recording.Family);
            yield return new Cut(recording, cuts[i], Break.Reset, recording.Family);
            yield return new Cut(recording, cuts[i], i / others.Count % 2 == 0 ? Break.Closed : Break.Reset, others[i % others.Count]);
        }
    }

    private sealed record Cut(Recording Recording, int Length, Break How, Family Caller)
    {
        public override string ToString() => $"{Recording.Name} at {Length}";
    }
}
