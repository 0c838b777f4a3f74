using System.Collections.Concurrent;
using Farthing.EndToEnd.Processes;
using Farthing.EndToEnd.Vectors.Raw;
using Xunit;

namespace Farthing.EndToEnd.Vectors;

/// <summary>Way 1: a recorded request sent to the endpoint of its own family, whose provider gives the recorded answer.</summary>
[Collection(Replays.Name)]
public sealed class SameFamilyTests(ReplayGateway gateway)
{
    private static readonly string[] s_headers = ["request-id", "x-request-id", "retry-after", "openai-version"];

    private readonly ConcurrentBag<(Recording Recording, string CallId)> _calls = [];

    [Fact]
    public async Task Every_recorded_exchange_passes_unchanged_and_is_counted_as_it_was_reported()
    {
        var tally = new Tally("1 passing within a family");
        var all = Recordings.All.Where(r => r.Request is not null).ToLookup(r => r.Status < 400);
        // Failures last: a provider that cannot count tokens is not asked again for a while.
        await ReplayGateway.ForAllAsync(all[true], tally, Direction, (recording, cancel) => CheckAsync(recording, tally, cancel));
        await ReplayGateway.ForAllAsync(all[false], tally, Direction, (recording, cancel) => CheckAsync(recording, tally, cancel));
        var rows = await ClosedAsync();
        foreach (var (recording, callId) in _calls) tally.Note($"{recording.Family}, in the ledger", recording.Name, InLedger(recording, rows[callId]));
        tally.End();
    }

    private static string Direction(Recording recording) => $"{recording.Family}{(recording.IsStream ? ", streamed" : "")}";

    private async Task<string?> CheckAsync(Recording recording, Tally tally, CancellationToken cancel)
    {
        var play = gateway.Provider.Ready(recording);
        using var request = Sent.Request(recording.Family.Path, recording, Sent.Body(recording, $"{recording.Family.Provider}/{play.Model}"));
        using var response = await gateway.Callers.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        var received = await Received.ReadAsync(response, cancel);
        gateway.Provider.Forget(play);
        if (play.Path is null && (recording.Status, (int)response.StatusCode) == (400, 400))
        {
            tally.Refused(Direction(recording), "the gateway's own reading, as by the recorded provider");
            return null;
        }
        if (Family.Speaking.Contains(recording.Family) || recording.Family.Api == "embeddings")
            _calls.Add((recording, response.Headers.GetValues("x-farthing-request-id").Single()));
        if (play.Path != recording.Family.Path) return $"the provider was asked at {play.Path}: {(int)response.StatusCode} {received.Text}";
        if (Sent.Difference(recording, play) is { } edited) return edited;
        if (recording.Status >= 400 && response.Headers.TryGetValues("x-farthing-token-count", out var how))
            return how.Single() == "estimate" && (int)response.StatusCode == 200 ? null : $"no estimate stood in for a failed count: {received.Text}";
        if (IsHiddenError(recording) && received.Text == recording.Reply && (int)response.StatusCode >= 400) return null; // only its status is put right
        if ((int)response.StatusCode != recording.Status) return $"status {(int)response.StatusCode} in place of {recording.Status}: {received.Text}";
        if (Lost(recording, response) is { } header) return $"the header {header} was lost";
        return Reply(recording, received);
    }

    private static string? Lost(Recording recording, HttpResponseMessage response) => response.Headers.Contains("x-farthing-token-count") ? null : recording.ReplyHeaders
        .Where(h => s_headers.Contains(h.Key) || h.Key.StartsWith("anthropic-", StringComparison.Ordinal) || h.Key.StartsWith("x-ratelimit-", StringComparison.Ordinal))
        .Select(h => h.Key).FirstOrDefault(h => !response.Headers.TryGetValues(h, out var got) || string.Join(", ", got) != recording.ReplyHeaders[h]);

    /// <summary>Byte for byte, but for the usage chunk that the caller of an OpenAI stream did not ask for.</summary>
    private static string? Reply(Recording recording, Received received)
    {
        var (said, error) = recording.IsStream ? RawAnswer.Read(recording.Family, recording.Reply, stream: true) : (null, null);
        if (recording.IsStream && (received.Broken is null) != (said is not null)) return said is null ? $"the provider failed ({error}), and the stream ended well" : $"broken off: {received.Broken}";
        if (recording.IsStream && Sent.AsksUsage(recording) is false)
        {
            var (expected, got) = (Json.Events(recording.Reply, lines: false).Where(e => !IsUsageAlone(e)), Json.Events(received.Text, lines: false));
            return expected.SequenceEqual(got) ? null : $"the events differ:\n{received.Text}\nin place of\n{recording.Reply}";
        }
        // What is said of a broken stream comes after all that the provider sent.
        if (recording.IsStream && said is null && received.Text.StartsWith(recording.Reply, StringComparison.Ordinal)) return null;
        return received.Text == recording.Reply ? null : $"the answer differs:\n{received.Text}\nin place of\n{recording.Reply}";
    }

    private static bool IsUsageAlone(string data) =>
        data != "[DONE]" && Json.Parse(data) is var e && e.In("usage") is not null && e.In("choices") is { } choices && choices.GetArrayLength() == 0;

    /// <summary>The last entry of every call, when all of them are closed: settling follows the answer's last byte.</summary>
    private async Task<Dictionary<string, LedgerRow>> ClosedAsync()
    {
        for (var tries = 0; ; tries++)
        {
            var rows = gateway.Ledger.Rows().ToLookup(r => r.CallId);
            if (_calls.All(c => rows.Contains(c.CallId))) return rows.ToDictionary(r => r.Key, r => r.Single());
            if (tries == 100) throw new InvalidOperationException($"not closed: {string.Join(", ", _calls.Where(c => !rows.Contains(c.CallId)).Select(c => c.Recording))}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>A refusal under a status of success.</summary>
    private static bool IsHiddenError(Recording recording) =>
        !recording.IsStream && recording.Status == 200 && Json.Parse(recording.Reply) is var reply && reply.In("error") is not null && reply.In("model") is null;

    private static string? InLedger(Recording recording, LedgerRow row)
    {
        if (recording.Status >= 400) return (row.Kind, row.Status, row.CostNanos) == ("release", recording.Status, 0) ? null : $"{row}";
        if (recording.Family.Api == "embeddings")
        {
            var reply = Json.Parse(recording.Reply);
            var input = reply.In("usage")?.Count("prompt_tokens") ?? reply.Count("prompt_eval_count");
            return row.Kind == "settle" && (input is null ? row.Estimated : (row.Input, row.Output, row.Estimated) == (input, 0, false)) ? null : $"{input} tokens: {row}";
        }
        if (IsHiddenError(recording)) return (row.Kind, row.CostNanos) == ("release", 0) ? null : $"{row}";
        if (RawAnswer.Read(recording.Family, recording.Reply, recording.IsStream).Said is not { Tokens: var told }) return row.Kind == "settle" ? null : $"{row}";
        var known = told is { Prompt: not null, Output: not null };
        var written = (row.CacheWrite5m ?? 0) + (row.CacheWrite1h ?? 0);
        var counted = ((row.Input ?? 0) + (row.CacheRead ?? 0) + written, row.CacheRead ?? 0, written, row.Output);
        return (row.Kind, row.Ending, row.Estimated) == ("settle", "completed", !known)
            && (!known || counted == (told.Prompt!.Value, told.Cached ?? 0, told.Written ?? 0, told.Output)) ? null : $"reported {told}, entered {row}";
    }
}
