using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Farthing.Wire.Tests;

/// <summary>A body may have 32 MB, most of it small pieces: time must grow with its size. Where it grew with the square, such a body took minutes.</summary>
[Trait("size", "large")]
public sealed class LargeTests
{
    private const int Many = 40_000;

    public static TheoryData<string> Shapes => [.. Bodies.Keys];

    private static readonly Dictionary<string, (Dialect From, Func<string> Body)> Bodies = new()
    {
        ["unknown fields"] = (Dialects.Anthropic, () => $$"""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"u"}],{{Join(i => $"\"x{i}\":0")}}}"""),
        ["unknown fields of a block"] = (Dialects.Anthropic, () => $$"""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"text","text":"t",{{Join(i => $"\"x{i}\":0")}}}]}]}"""),
        ["blocks of text"] = (Dialects.Anthropic, () => $$"""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{{Join(_ => """{"type":"text","text":"t"}""")}}]}]}"""),
        ["messages"] = (Dialects.OpenAIChat, () => $$"""{"model":"m","messages":[{{Join(i => i % 2 == 1 ? """{"role":"user","content":"u"}""" : """{"role":"assistant","content":"a"}""")}}]}"""),
        ["tools"] = (Dialects.OpenAIChat, () => $$$"""{"model":"m","messages":[{"role":"user","content":"u"}],"tools":[{{{Join(i => $$$$"""{"type":"function","function":{"name":"t{{{{i}}}}","parameters":{"type":"object"}}}""")}}}]}"""),
        ["calls answered in reverse"] = (Dialects.OpenAIChat, () => $$$"""
            {"model":"m","messages":[{"role":"assistant","content":null,"tool_calls":[{{{Join(i => $$$"""{"id":"c{{{i}}}","type":"function","function":{"name":"t","arguments":"{}"}}""")}}}]},
            {{{Join(i => $$$"""{"role":"tool","tool_call_id":"c{{{Many - 1 - i}}}","content":"r"}""")}}}]}
            """),
        ["calls answered in messages of their own"] = (Dialects.Anthropic, () => $$$"""
            {"model":"m","max_tokens":1,"messages":[{"role":"assistant","content":[{{{Join(i => $$$"""{"type":"tool_use","id":"c{{{i}}}","name":"t","input":{}}""")}}}]},
            {{{Join(i => $$$"""{"role":"user","content":[{"type":"tool_result","tool_use_id":"c{{{Many - 1 - i}}}","content":"r"}]}""")}}}]}
            """),
        ["calls without ids answered by name"] = (Dialects.Ollama, () => $$$"""
            {"model":"m","messages":[{"role":"assistant","content":"","tool_calls":[{{{Join(i => $$$$"""{"function":{"name":"t{{{{i}}}}","arguments":{}}}""")}}}]},
            {{{Join(i => $$$"""{"role":"tool","tool_name":"t{{{Many - 1 - i}}}","content":"r"}""")}}}]}
            """),
        ["calls in messages of their own"] = (Dialects.OpenAIResponses, () => $$$"""
            {"model":"m","input":[{{{Join(i => $$$"""{"type":"function_call","call_id":"c{{{i}}}","name":"t","arguments":"{}"}""")}}},
            {{{Join(i => $$$"""{"type":"function_call_output","call_id":"c{{{Many - 1 - i}}}","output":"r"}""")}}}]}
            """),
    };

    [Theory, MemberData(nameof(Shapes))]
    public void A_body_of_many_small_pieces_is_translated_in_time_that_grows_with_its_size(string shape)
    {
        var (from, text) = Bodies[shape];
        using var body = JsonDocument.Parse(text());
        foreach (var target in Dialects.All.Where(d => d != from))
        {
            try
            {
                Assert.NotEmpty(Translate.Request(from, target, body.RootElement));
            }
            catch (WireException e)
            {
                Assert.True(target.IsPrompt, e.Message); // a bare prompt holds no tools
            }
        }
    }

    [Fact]
    public void A_stream_of_many_calls_and_deltas_is_translated_in_time_that_grows_with_its_size()
    {
        var stream = new StringBuilder();
        for (var i = 0; i < Many; i++)
            stream.Append(CultureInfo.InvariantCulture, $$$"""data: {"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"id":"c{{{i}}}","function":{"name":"t","arguments":"{}"}}]}}]}""").Append("\n\n");
        var (events, error) = Translate.Events(Dialects.OpenAIChat, Encoding.UTF8.GetBytes(stream.ToString()));
        Assert.NotNull(error);
        events.Add(new ReplyFailed(error));
        foreach (var caller in Dialects.All) Assert.NotEmpty(Translate.Stream(caller, events));
    }

    [Fact]
    public void A_signature_in_many_pieces_is_put_together_in_time_that_grows_with_its_size()
    {
        var piece = new SignatureDelta(1, new string('s', 200), "anthropic");
        List<ReplyEvent> events =
        [
            new ReplyStarted("r", "m", Usage.Unreported), new BlockStarted(0, new TextBlock("")), new BlockStarted(1, new ThinkingBlock("")),
            .. Enumerable.Repeat(piece, 100_000), new BlockStopped(0), new BlockStopped(1), new ReplyStopped(StopReason.EndTurn),
        ];
        foreach (var caller in Dialects.All) Assert.NotEmpty(Translate.Stream(caller, events));
        Assert.Equal(20_000_000, Assert.IsType<ThinkingBlock>(ReplyFold.Of(events).Blocks[1]).Signature!.Length);
    }

    /// <summary>What a reader keeps until it is whole is bounded like the rest of an answer; such a stream never ended and filled the memory.</summary>
    [Theory]
    [InlineData("openai-chat", "a call that is never named", """{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"LONG"}}]}}]}""")]
    [InlineData("openai-chat", "ever more calls that are never named", """{"choices":[{"delta":{"tool_calls":[{"id":"NEXT"},{"id":"x"}]}}]}""")]
    [InlineData("openai-responses", "free text for a tool", """{"type":"response.custom_tool_call_input.delta","output_index":0,"delta":"LONG"}""")]
    [InlineData("openai-responses", "ever more items that say nothing", """{"type":"response.reasoning_summary_part.added","output_index":NEXT}""")]
    public void A_stream_that_only_makes_its_reader_wait_ends_at_64_MB(string provider, string what, string wait)
    {
        var reader = Dialects.Find(provider)!.ReadStream();
        if (provider == "openai-responses")
            reader.Read(default, """{"type":"response.output_item.added","output_index":0,"item":{"type":"custom_tool_call","call_id":"c","name":"t"}}"""u8.ToArray(), _ => { });
        var piece = wait.Replace("LONG", new string('a', 1024 * 1024), StringComparison.Ordinal);
        for (var i = 1; i < 300_000; i++)
        {
            var data = Encoding.UTF8.GetBytes(piece.Replace("NEXT", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
            try
            {
                reader.Read(default, data, e => Assert.True(e is ReplyStarted, what));
            }
            catch (WireException e)
            {
                Assert.Equal((502, "the provider's answer is larger than 64 MB"), (e.Error.Status, e.Error.Message));
                return;
            }
            if (wait.Contains("LONG", StringComparison.Ordinal)) Assert.True(i <= 64, what);
        }
        Assert.Fail(what);
    }

    private static string Join(Func<int, string> item) => string.Join(',', Enumerable.Range(0, Many).Select(item));
}
