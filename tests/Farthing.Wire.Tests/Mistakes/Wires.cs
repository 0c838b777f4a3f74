using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Farthing.Wire.Tests.Mistakes;

/// <summary>Short ways to put a provider's answer in front of a caller, and to look at what arrives.</summary>
internal static class Wires
{
    public static Dialect Claude => Dialects.Anthropic;

    public static Dialect Gpt => Dialects.OpenAIChat;

    public static Dialect Codex => Dialects.OpenAIResponses;

    public static Dialect Legacy => Dialects.OpenAICompletions;

    public static Dialect Local => Dialects.Ollama;

    public static Dialect LocalPrompt => Dialects.OllamaGenerate;

    /// <summary>A chat stream of these deltas; a string that begins with <c>{"choices"</c> or <c>{"usage"</c> is a whole chunk.</summary>
    public static string Chat(params string[] deltas) => string.Concat(deltas.Select(d => d switch
    {
        "[DONE]" => "data: [DONE]\n\n",
        _ when d.StartsWith("{\"choices\"", StringComparison.Ordinal) || d.StartsWith("{\"usage\"", StringComparison.Ordinal) => $"data: {{\"id\":\"c1\",\"model\":\"m\",{d[1..]}\n\n",
        _ => $"data: {{\"id\":\"c1\",\"model\":\"m\",\"choices\":[{{\"index\":0,\"delta\":{d}}}]}}\n\n",
    }));

    public static string Finish(string reason) => $$"""{"choices":[{"index":0,"delta":{},"finish_reason":"{{reason}}"}]}""";

    /// <summary>What the caller of <paramref name="to"/> gets of a whole stream; an error at its end is written as the gateway writes it.</summary>
    public static string Through(Dialect from, Dialect to, string stream, ReplyFrame? frame = null)
    {
        var (events, error) = Translate.Events(from, Encoding.UTF8.GetBytes(stream));
        if (error is not null && !events.Exists(e => e is ReplyFailed)) events.Add(new ReplyFailed(error));
        return Translate.Stream(to, events, frame);
    }

    /// <summary>The data of each event, as it stands.</summary>
    public static string[] Data(string sse) =>
        [.. sse.Split('\n').Where(l => l.StartsWith("data: ", StringComparison.Ordinal)).Select(l => l[6..])];

    /// <summary>The answer that a client puts together from the stream; it must be whole.</summary>
    public static Reply Heard(Dialect caller, string stream)
    {
        var (events, error) = Translate.Events(caller, Encoding.UTF8.GetBytes(stream));
        Assert.Null(error);
        return ReplyFold.Of(events);
    }

    /// <summary>The request as the provider gets it, and what was dropped.</summary>
    public static (JsonNode Body, IReadOnlyList<string> Dropped) Ask(Dialect from, Dialect to, string request, TargetModel? target = null)
    {
        var losses = new Losses();
        var body = JsonNode.Parse(Translate.Request(from, to, Translate.Json(request), target ?? new TargetModel("target-model"), losses))!;
        return (body, losses.Dropped);
    }

    /// <summary>The field that a refused request names.</summary>
    public static string? Refused(Dialect from, Dialect to, string request, TargetModel? target = null)
    {
        var error = Assert.Throws<WireException>(() => Translate.Request(from, to, Translate.Json(request), target ?? new TargetModel("target-model"))).Error;
        Assert.Equal((400, WireErrorKind.InvalidRequest), (error.Status, error.Kind));
        return error.Field;
    }

    /// <summary>Equal as JSON, whatever the spacing.</summary>
    public static void Same(string expected, JsonNode? actual) =>
        Assert.Equal(JsonNode.Parse(expected)?.ToJsonString() ?? "null", actual?.ToJsonString() ?? "null");

    public static JsonNode ReplyTo(Dialect caller, Dialect provider, string reply) =>
        JsonNode.Parse(Translate.Reply(caller, provider.ReadReply(Translate.Json(reply))))!;

    /// <summary>Whether the stream keeps to the grammar of Messages: one open block, indexes from 0 without a gap, each thing once.</summary>
    public static void KeepsGrammar(string sse)
    {
        var (next, open, type, ended) = (0, false, "", false);
        foreach (var e in Data(sse).Select(d => JsonDocument.Parse(d).RootElement))
        {
            Assert.False(ended);
            var name = e.GetProperty("type").GetString();
            if (name is "content_block_start" or "content_block_delta" or "content_block_stop") Assert.Equal(next, e.GetProperty("index").GetInt32());
            if (name is "message_delta" or "message_stop" or "content_block_start") Assert.False(open);
            if (name == "content_block_start") (open, type) = (true, e.GetProperty("content_block").GetProperty("type").GetString()!);
            if (name == "content_block_delta") Delta(e.GetProperty("delta").GetProperty("type").GetString()!, open, type);
            if (name == "content_block_stop")
            {
                Assert.True(open);
                (open, next) = (false, next + 1);
            }
            ended = name is "message_stop" or "error";
        }
        Assert.True(ended);
    }

    private static void Delta(string delta, bool open, string block)
    {
        Assert.True(open);
        Assert.Contains((block, delta), new[] { ("text", "text_delta"), ("thinking", "thinking_delta"), ("thinking", "signature_delta"), ("tool_use", "input_json_delta") });
    }
}
