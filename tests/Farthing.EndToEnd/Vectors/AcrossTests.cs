using Farthing.EndToEnd.Vectors.Raw;
using Xunit;

namespace Farthing.EndToEnd.Vectors;

/// <summary>Way 2: an answer of one family, read by the clients of every other one.</summary>
[Collection(Replays.Name)]
public sealed class AcrossTests(ReplayGateway gateway)
{
    [Fact]
    public async Task Every_recorded_answer_says_the_same_to_the_clients_of_every_other_family()
    {
        var tally = new Tally("2 answer across");
        var pairs = Recordings.All.Where(r => Family.Speaking.Contains(r.Family))
            .SelectMany(r => Family.Speaking.Where(f => f.Translates(r.Family)).Select(f => new Pair(r, f)));
        await ReplayGateway.ForAllAsync(pairs, tally, p => $"{p.Recording.Family} to {p.Caller}{(p.Recording.IsStream ? ", streamed" : "")}", CheckAsync);
        tally.End();
    }

    private async Task<string?> CheckAsync(Pair pair, CancellationToken cancel)
    {
        var (recording, caller) = pair;
        var (said, error) = RawAnswer.Read(recording.Family, recording.Reply, recording.IsStream);
        var play = gateway.Provider.Ready(recording);
        var heard = await gateway.Callers.Of(caller).AskAsync($"{recording.Family.Provider}/{play.Model}", recording.IsStream, cancel);
        gateway.Provider.Forget(play);
        if (play.Path != recording.Family.Path) return $"the provider was asked at {play.Path}";
        if (said is null || recording.Status >= 400)
            return heard.Error is null ? $"the provider failed ({error}), and the answer was taken for whole"
                : recording.Status >= 400 && heard.Status != recording.Status ? $"status {heard.Status} in place of {recording.Status}"
                : !heard.Error.Contains(error!, StringComparison.Ordinal) ? $"the provider said '{error}', the client heard '{heard.Error}'" : null;
        return heard.Said is null ? $"the client heard the error {heard.Status} '{heard.Error}'" : Said.Difference(said.As(caller), heard.Said);
    }

    private sealed record Pair(Recording Recording, Family Caller)
    {
        public override string ToString() => Recording.Name;
    }
}
