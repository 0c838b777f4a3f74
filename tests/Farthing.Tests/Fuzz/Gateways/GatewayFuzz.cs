using System.Collections.Concurrent;
using System.Text;
using CsCheck;
using Farthing.Tests.Fuzz.Grammars;
using Farthing.Tests.Fuzz.Inputs;
using Farthing.Wire;
using Xunit;

namespace Farthing.Tests.Fuzz.Gateways;

/// <summary>The whole level: bytes from a bare socket through a running gateway to a provider that answers anything at all, and back.</summary>
internal sealed class GatewayFuzz(FuzzGateway gateway)
{
    /// <summary>No call may take longer; the gateway's own patience ends in a fraction of it, also on a busy machine.</summary>
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(90);

    private static readonly string[] s_queries = ["", "", "?beta=true", "?limit=1000", "?limit=-1", "?after_id=%ff", "?before_id=x&limit=1", "?lifecycle[]=retired", "?client_version=1", "?%", "?a=" + new string('q', 5_000)];

    private static readonly string[] s_others =
    [
        "GET /v1/models", "HEAD /v1/models", "GET /v1/models/gpt-4o-mini", "GET /v1/models/%2e%2e%2f", "GET /v1/models/a%2Fb", "GET /v1/models/%00", "GET /api/tags", "GET /api/ps", "GET /api/version", "HEAD /", "GET /", "GET /health/ready",
        "DELETE /v1/messages", "GET /v1/messages", "OPTIONS *", "GET //", "GET /v1/../x", "GET /\u00e9", "PATCH /api/show", "GET /" + new string('p', 9_000), "POST /v1/messages/", "BREW /v1/chat/completions", "TRACE /",
    ];

    private static readonly string[] s_small = ["""{"model":"gpt-4o-mini"}""", """{"name":"claude-haiku-4-5"}""", """{"model":"text-embedding-3-small","input":["a",[1,2]]}"""];

    /// <summary>Fewer to where a bare prompt is all that is taken, and most requests are refused.</summary>
    private static readonly Gen<Dialect> s_targets = Gen.Frequency([.. Dialects.All.Select(d => (d.IsPrompt ? 1 : 4, Gen.Const(d)))]);

    /// <summary>What happened, by kind: calls, streams, statuses.</summary>
    public ConcurrentDictionary<string, long> Tally { get; } = new();

    /// <param name="Path">With method; the body goes with it.</param>
    /// <param name="Caller">Null where the path asks for no generation.</param>
    public sealed record Call(string Path, Dialect? Caller, Dialect To, string Body, Mutation[] Mutations, bool? Stream, Manner Manner, ProviderAnswer Answer)
    {
        public override string ToString() => $"{Path} ({Caller?.Name} to {To.Name}) {Manner}, body {WireFuzz.Shown(Bytes("m"))}\nprovider: {Answer}";

        public byte[] Bytes(string model) => Mutation.Apply(Named(model), Mutations);

        private string Named(string model)
        {
            var tree = JsonTree.Parse(Body);
            Set(tree, "model", $"\"{model}\"");
            if (Stream is { } stream) Set(tree, "stream", stream ? "true" : "false");
            return tree.ToString();
        }

        private static void Set(JsonTree tree, string name, string value)
        {
            tree.Fields!.RemoveAll(f => f.Name == $"\"{name}\"");
            tree.Fields.Add(($"\"{name}\"", JsonTree.Raw(value)));
        }
    }

    public static Gen<Call> Calls { get; } = Gen.Frequency((9, Generations()), (2, Counts()), (1, Others()));

    public Task RunAsync(Call call) => gateway.WithLaneAsync(lane => RunAsync(call, lane));

    private async Task RunAsync(Call call, FuzzGateway.Lane lane)
    {
        lane.Provider.Answer = call.Answer;
        var model = $"{lane.ProviderOf(call.To)}/{(call.To == Dialects.Anthropic ? "claude-haiku-4-5" : "gpt-4o-mini")}";
        using var bound = new CancellationTokenSource(s_bound);
        RawMessage? answer;
        var line = call.Path.Split(' ', 2);
        var path = line[1];
        try
        {
            answer = await HostileCaller.SendAsync(gateway.Address, FuzzGateway.Key, line[0], path, line[0] == "POST" ? call.Bytes(model) : [], call.Manner, bound.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("the call hangs");
        }

        Count("calls");
        if (gateway.Logged.Count > 0) throw new InvalidOperationException("the gateway logged: " + gateway.Logged.First());
        if (answer is null) Count("left, or closed without a word");
        else Check(call, line[0], answer);
    }

    private void Check(Call call, string method, RawMessage answer)
    {
        Assert.StartsWith("HTTP/1.1 ", answer.Head, StringComparison.Ordinal);
        var status = answer.Status;
        Count($"status {status}");
        // A provider's own 500 may pass; ours says so.
        var text = Encoding.UTF8.GetString(answer.Body);
        Assert.DoesNotContain("the gateway failed", text, StringComparison.Ordinal);
        if (status == 500) Assert.Contains(" 500 ", Encoding.Latin1.GetString([.. call.Answer.Pieces.SelectMany(p => p)]), StringComparison.Ordinal);
        if (call.Caller is not { } caller || method == "HEAD") return;
        if (answer.Header("x-farthing-request-id") is null) return; // HTTP itself was wrong: the server answers before the gateway is asked
        var streams = answer.Header("content-type") is { } type && (type.StartsWith("text/event-stream", StringComparison.Ordinal) || type.StartsWith("application/x-ndjson", StringComparison.Ordinal));
        if (streams) Streamed(call, caller, answer);
        else if (caller != call.To && answer.IsWhole) Assert.True(Mutation.IsJson(answer.Body), "the answer is no JSON: " + text);
    }

    private void Streamed(Call call, Dialect caller, RawMessage answer)
    {
        Count(answer.IsWhole ? "streams ended" : "streams reset");
        if (caller == call.To) return; // the provider's bytes
        var end = Grammar.Check(caller.Name, answer.Body, cut: !answer.IsWhole);
        if (answer.IsWhole) Assert.Equal(StreamEnd.Complete, end);
        else Assert.NotEqual(StreamEnd.Complete, end);
    }

    private void Count(string what) => Tally.AddOrUpdate(what, 1, (_, n) => n + 1);

    private static Gen<Call> Generations() =>
        Gen.Select(Gen.OneOf([.. Dialects.All.SelectMany(d => Corpus.Requests[d.Name].Select(body => (d, body)))]), s_targets, Gen.Bool, Gen.Frequency((2, Gen.Const(Array.Empty<Mutation>())), (1, Mutation.Some)))
            .SelectMany((from, to, stream, mutations) => Gen.Select(Manner.Any, ProviderAnswer.Of(to, stream), Gen.OneOf(s_queries), (manner, answer, query) =>
                new Call("POST " + PathOf(from.d) + query, from.d, to, from.body, mutations, stream, manner, answer)));

    private static Gen<Call> Counts() =>
        Gen.Select(Gen.OneOf("/v1/messages/count_tokens", "/v1/responses/input_tokens", "/api/show", "/v1/embeddings", "/api/embed"), Gen.OneOf([.. Corpus.Requests.Values.SelectMany(b => b), .. s_small]), Gen.OneOf([.. Dialects.All]), Mutation.Some)
            .SelectMany((path, body, to, mutations) => Gen.Select(Manner.Any, ProviderAnswer.Of(to, false), (manner, answer) => new Call("POST " + path, null, to, body, mutations, null, manner, answer)));

    private static Gen<Call> Others() =>
        Gen.Select(Gen.OneOf(s_others), Gen.OneOf(s_queries), Manner.Any, (line, query, manner) => new Call(line + query, null, Dialects.OpenAIChat, "{}", [], null, manner, new ProviderAnswer([], Farewell.Close)));

    private static string PathOf(Dialect dialect) => dialect.Name switch
    {
        "anthropic" => "/v1/messages",
        "openai-chat" => "/v1/chat/completions",
        "openai-responses" => "/v1/responses",
        "openai-completions" => "/v1/completions",
        "ollama" => "/api/chat",
        _ => "/api/generate",
    };
}
