using System.Text.Json;
using Farthing.EndToEnd.Vectors.Raw;
using Farthing.Wire;
using Xunit;

namespace Farthing.EndToEnd.Vectors;

/// <summary>
/// Way 3, as far as a whole gateway can tell: a recorded request to a model of every other family is answered, or refused with words of
/// the loss table. What the translation keeps is the matter of Farthing.Wire's own tests.
/// </summary>
[Collection(Replays.Name)]
public sealed class RequestTests(ReplayGateway gateway)
{
    private static readonly ILookup<string, LossRow> s_refusals =
        LossTable.Targets.SelectMany(LossTable.To).Where(r => r.Why is not null).ToLookup(r => r.Concept);

    [Fact]
    public async Task Every_recorded_request_is_answered_by_every_other_family_or_refused_by_a_row_of_the_loss_table()
    {
        var tally = new Tally("3 request across");
        var pairs = Recordings.All.Where(r => r.Request is not null && Family.Speaking.Contains(r.Family))
            .SelectMany(r => Family.Speaking.Where(r.Family.Translates).Select(f => new Pair(r, f)));
        await ReplayGateway.ForAllAsync(pairs, tally, Direction, (pair, cancel) => CheckAsync(pair, tally, cancel));
        tally.End();
    }

    /// <summary>The one refusal that says more than its row: which result it is that no call asked for.</summary>
    private const string Orphan = "answers no call of the assistant message before it";

    private static string Direction(Pair pair) => $"{pair.Request.Family} to {pair.Provider}";

    private async Task<string?> CheckAsync(Pair pair, Tally tally, CancellationToken cancel)
    {
        var asked = Json.Parse(pair.Request.Request!);
        var stream = asked.In("stream")?.ValueKind == JsonValueKind.True || pair.Request.Family.Lines && asked.In("stream") is null;
        if (Answer(pair.Provider, stream) is not { } answer) return null; // none was recorded
        var play = gateway.Provider.Ready(answer);
        using var request = Sent.Request(pair.Request.Family.Path, pair.Request, Sent.Body(pair.Request, $"{pair.Provider.Provider}/{play.Model}"));
        using var response = await gateway.Callers.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        var received = await Received.ReadAsync(response, cancel);
        gateway.Provider.Forget(play);
        var (status, family) = ((int)response.StatusCode, pair.Request.Family);
        if (status == 200)
            return play.Path != pair.Provider.Path ? $"the provider was asked at {play.Path}"
                : RawAnswer.Read(family, received.Text, stream) is (null, var failed) ? $"answered with the error {failed}: {received.Text}" : null;
        var row = s_refusals.FirstOrDefault(r => r.Any(row => received.Text.Contains(JsonEncodedText.Encode(row.Why!).ToString(), StringComparison.Ordinal)
            || received.Text.Contains(row.Why!, StringComparison.Ordinal)));
        if (status != 400 || play.Path is not null) return $"{status} {received.Text}";
        var orphan = received.Text.Contains(Orphan, StringComparison.Ordinal) ? "tool_result_orphan" : null;
        if (row is null && orphan is null && pair.Request.Status < 400) return $"refused, and not by the loss table: {received.Text}";
        tally.Refused(Direction(pair), row?.Key ?? orphan ?? "the recorded provider too");
        return null;
    }

    private static Recording? Answer(Family family, bool stream) =>
        Recordings.All.FirstOrDefault(r => r.Family == family && r.IsStream == stream && r.Status == 200 && RawAnswer.Read(family, r.Reply, stream).Said is not null);

    private sealed record Pair(Recording Request, Family Provider)
    {
        public override string ToString() => Request.Name;
    }
}
