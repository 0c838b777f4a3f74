using System.Text;
using System.Text.Json;

namespace Farthing.Simulator;

/// <summary>Writes an answer as a message, whole or as events.</summary>
/// <param name="Id">With its prefix <c>msg_</c>.</param>
internal sealed record AnthropicReply(string Id, SimulatedModel Model, Answer Answer, CacheTally Tally)
{
    private const int TokensPerEvent = 4;

    public byte[] Whole() => JsonText.Of(json => Message(json, whole: true));

    /// <summary>Sends the events in the vendor's order, at the model's pace.</summary>
    public async Task StreamAsync(EventStream to, Pace pace, CancellationToken cancellation)
    {
        await to.SendAsync("message_start", json => Event(json, "message_start", () =>
        {
            json.WritePropertyName("message");
            Message(json, whole: false);
        }));
        var (index, sent) = (0, 0);
        foreach (var block in Blocks())
        {
            var at = index++;
            await to.SendAsync("content_block_start", json => Event(json, "content_block_start", at, () => Start(json, block)));
            if (at == 0) await to.SendAsync("ping", json => Event(json, "ping", () => { }));
            foreach (var piece in block.Pieces)
            {
                sent += Tokens.Of(piece);
                await pace.UntilAsync(sent, cancellation);
                await DeltaAsync(to, at, block.Delta, block.Field, piece);
            }

            if (block.Type == "thinking") await DeltaAsync(to, at, "signature_delta", "signature", Signature(block));
            await to.SendAsync("content_block_stop", json => Event(json, "content_block_stop", at, () => { }));
        }

        await to.SendAsync("message_delta", json => Event(json, "message_delta", () =>
        {
            json.WriteStartObject("delta");
            Stop(json, known: true);
            json.WriteEndObject();
            AnthropicUsage.Write(json, Tally, Answer, final: true);
        }), last: true);
        await to.SendAsync("message_stop", json => Event(json, "message_stop", () => { }), last: true);
    }

    /// <summary>One content block: what it starts with, and the deltas that fill it.</summary>
    private sealed record Block(string Type, string Field, string Delta, string Content, ToolCall? Call = null)
    {
        /// <summary>A tool's input begins with an empty delta, as the vendor's does.</summary>
        public IEnumerable<string> Pieces => (Call is null ? Enumerable.Empty<string>() : [""]).Concat(Tokens.Pieces(Content, TokensPerEvent));
    }

    private IEnumerable<Block> Blocks()
    {
        if (Answer.Thinking is { } thinking) yield return new Block("thinking", "thinking", "thinking_delta", thinking);
        if (Answer.Text is { Length: > 0 } text) yield return new Block("text", "text", "text_delta", text);
        foreach (var call in Answer.Calls) yield return new Block("tool_use", "partial_json", "input_json_delta", call.Arguments, call);
    }

    private void Message(Utf8JsonWriter json, bool whole)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("type", "message");
        json.WriteString("role", "assistant");
        json.WriteString("model", Model.Snapshot);
        json.WriteStartArray("content");
        foreach (var block in whole ? Blocks() : []) WholeBlock(json, block);
        json.WriteEndArray();
        Stop(json, known: whole);
        AnthropicUsage.Write(json, Tally, Answer, final: whole, full: true);
        json.WriteEndObject();
    }

    private void Stop(Utf8JsonWriter json, bool known)
    {
        json.WriteString("stop_reason", !known ? null : Answer.Stop switch
        {
            StopCause.MaxTokens => "max_tokens",
            StopCause.StopSequence => "stop_sequence",
            StopCause.ToolCall => "tool_use",
            _ => "end_turn",
        });
        json.WriteString("stop_sequence", known ? Answer.StopSequence : null);
        json.WriteNull("stop_details");
    }

    private static void WholeBlock(Utf8JsonWriter json, Block block)
    {
        json.WriteStartObject();
        json.WriteString("type", block.Type);
        if (block.Call is { } call)
        {
            json.WriteString("id", $"toolu_{call.Id}");
            json.WriteString("name", call.Name);
            json.WritePropertyName("input");
            json.WriteRawValue(call.Arguments);
            json.WriteStartObject("caller"); // the official .NET client refuses a call without it
            json.WriteString("type", "direct");
            json.WriteEndObject();
        }
        else json.WriteString(block.Field, block.Content);
        if (block.Type == "thinking") json.WriteString("signature", Signature(block));
        json.WriteEndObject();
    }

    private static void Start(Utf8JsonWriter json, Block block)
    {
        json.WritePropertyName("content_block");
        WholeBlock(json, block.Call is { } call ? block with { Call = call with { Arguments = "{}" } } : block with { Content = "" });
    }

    private static Task DeltaAsync(EventStream to, int index, string type, string field, string value) =>
        to.SendAsync("content_block_delta", json => Event(json, "content_block_delta", index, () =>
        {
            json.WriteStartObject("delta");
            json.WriteString("type", type);
            json.WriteString(field, value);
            json.WriteEndObject();
        }));

    /// <summary>Stands in for the vendor's signature: opaque to callers, empty while the block is empty.</summary>
    private static string Signature(Block block) =>
        block.Content.Length == 0 ? "" : Convert.ToBase64String(Encoding.UTF8.GetBytes($"simulated {Chance.Fingerprint(block.Content)}"));

    private static void Event(Utf8JsonWriter json, string type, int index, Action rest) => Event(json, type, () =>
    {
        json.WriteNumber("index", index);
        rest();
    });

    private static void Event(Utf8JsonWriter json, string type, Action rest)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        rest();
        json.WriteEndObject();
    }
}
