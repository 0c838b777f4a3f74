using System.Text.Json;
using CsCheck;
using Farthing.Simulator;
using Xunit;

namespace Farthing.Tests.Simulator;

public class StreamGrammarTests
{
    private static readonly string[] Words = ["Hello", "use a tool", "naïve ünïcode 🙂", "please find it with look_up"];

    private static Gen<string> One(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    /// <summary>Requests of many shapes: what to say, limit, stop sequence, tool choice, thinking.</summary>
    private static readonly Gen<string> AnthropicBodies =
        from text in One(Words)
        from limit in Gen.OneOf(Gen.Int[1, 40], Gen.Const(3000))
        from stop in One("", ""","stop_sequences":["simulated"]""")
        from choice in One("", ""","tool_choice":{"type":"any"}""", ""","tool_choice":{"type":"none"}""", ""","thinking":{"type":"adaptive"}""")
        select $$$"""{"model":"claude-haiku-4-5","max_tokens":{{{limit}}},"tools":[{"name":"look_up","input_schema":{"type":"object","properties":{"q":{"type":"string"}},"required":["q"]}}],"messages":[{"role":"user","content":"{{{text}}}"}]{{{stop}}}{{{choice}}}""";

    private static readonly Gen<string> OpenAIBodies =
        from text in One(Words)
        from limit in Gen.OneOf(Gen.Int[1, 40], Gen.Const(3000))
        from stop in One("", ""","stop":"simulated" """)
        from choice in One("", ""","tool_choice":"required" """, ""","tool_choice":"none" """, ""","n":2""")
        select $$$"""{"model":"gpt-4o-mini","max_tokens":{{{limit}}},"tools":[{"type":"function","function":{"name":"look_up","parameters":{"type":"object","properties":{"q":{"type":"string"}},"required":["q"]} } }],"messages":[{"role":"user","content":"{{{text}}}"}]{{{stop}}}{{{choice}}}""";

    [Fact]
    public async Task A_streamed_message_adds_up_to_the_whole_one()
    {
        await using var sim = await Sim.StartAsync();
        await AnthropicBodies.SampleAsync(
            async body =>
            {
                var whole = await Sim.JsonOf(sim.MessagesAsync(body + "}"));
                var stream = Gathered(Sim.Events(await Sim.TextOf(sim.MessagesAsync(body + ""","stream":true}"""))));
                Assert.Equal(Sim.Masked(whole.GetProperty("content").GetRawText()), Sim.Masked(stream.Content));
                Assert.Equal(whole.GetProperty("stop_reason").GetString(), stream.Stop);
                Assert.Equal(whole.GetProperty("usage").GetProperty("output_tokens").GetInt32(), stream.Output);
                Assert.InRange(stream.Output, 0, JsonDocument.Parse(body + "}").RootElement.GetProperty("max_tokens").GetInt32());
            },
            iter: 100, threads: 1);
    }

    [Fact]
    public async Task A_streamed_completion_adds_up_to_the_whole_one()
    {
        await using var sim = await Sim.StartAsync();
        await OpenAIBodies.SampleAsync(
            async body =>
            {
                var whole = await Sim.JsonOf(sim.ChatAsync(body + "}"));
                var events = Sim.Events(await Sim.TextOf(sim.ChatAsync(body + ""","stream":true,"stream_options":{"include_usage":true}}""")));
                Assert.Equal("[DONE]", events[^1].Data);
                var chunks = events.SkipLast(1).Select(e => JsonDocument.Parse(e.Data).RootElement).ToArray();
                Assert.Equal(whole.GetProperty("usage").GetRawText(), chunks[^1].GetProperty("usage").GetRawText());
                foreach (var choice in whole.GetProperty("choices").EnumerateArray())
                {
                    var mine = chunks.SelectMany(c => c.GetProperty("choices").EnumerateArray())
                        .Where(c => c.GetProperty("index").GetInt32() == choice.GetProperty("index").GetInt32()).ToArray();
                    var message = choice.GetProperty("message");
                    Assert.Equal(message.String("content") ?? "", string.Concat(mine.Select(c => c.GetProperty("delta").String("content"))));
                    Assert.Equal(
                        string.Concat(message.Field("tool_calls").Items().Select(c => c.Field("function").String("arguments"))),
                        string.Concat(mine.SelectMany(c => c.GetProperty("delta").Field("tool_calls").Items()).Select(c => c.Field("function").String("arguments"))));
                    Assert.Equal([choice.String("finish_reason")], mine.Select(c => c.String("finish_reason")).OfType<string>());
                }
            },
            iter: 100, threads: 1);
    }

    /// <summary>Reads events as a strict client does: one open block, indexes from 0, each event named as its type, ends once.</summary>
    private static (string Content, string? Stop, int Output) Gathered(IReadOnlyList<(string Name, string Data)> events)
    {
        List<string> blocks = [];
        JsonElement? open = null;
        var (text, signature, stop, output) = ("", "", (string?)null, 0);
        foreach (var (name, data) in events)
        {
            var e = JsonDocument.Parse(data).RootElement;
            Assert.Equal(name, e.String("type"));
            switch (name)
            {
                case "content_block_start":
                    Assert.Null(open);
                    Assert.Equal(blocks.Count, e.GetProperty("index").GetInt32());
                    (open, text, signature) = (e.GetProperty("content_block"), "", "");
                    break;
                case "content_block_delta":
                    Assert.NotNull(open);
                    Assert.Equal(blocks.Count, e.GetProperty("index").GetInt32());
                    var delta = e.GetProperty("delta");
                    text += delta.String("text") ?? delta.String("partial_json") ?? delta.String("thinking") ?? "";
                    signature += delta.String("signature");
                    break;
                case "content_block_stop":
                    blocks.Add(Whole(open!.Value, text, signature));
                    open = null;
                    break;
                case "message_delta":
                    Assert.Null(open);
                    stop = e.GetProperty("delta").String("stop_reason");
                    output = e.GetProperty("usage").GetProperty("output_tokens").GetInt32();
                    break;
            }
        }

        Assert.Equal("message_start", events[0].Name);
        Assert.Equal(["message_delta", "message_stop"], events.TakeLast(2).Select(e => e.Name));
        return ($"[{string.Join(",", blocks)}]", stop, output);
    }

    private static string Whole(JsonElement start, string text, string signature) => start.String("type") switch
    {
        "text" => $$"""{"type":"text","text":{{JsonSerializer.Serialize(text, Plain)}}}""",
        "thinking" => $$"""{"type":"thinking","thinking":{{JsonSerializer.Serialize(text, Plain)}},"signature":"{{signature}}"}""",
        _ => start.GetRawText().Replace("\"input\":{}", $"\"input\":{text}", StringComparison.Ordinal),
    };

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
