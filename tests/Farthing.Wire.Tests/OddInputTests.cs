using System.Text;

namespace Farthing.Wire.Tests;

/// <summary>What generated inputs brought to light, each in its smallest form.</summary>
public sealed class OddInputTests
{
    private const string Block = "{\"type\":\"server_tool_use\",\r\n\"id\":\"x\"}";

    private static readonly ReplyEvent[] s_call =
        [new BlockStarted(0, new ToolCallBlock("c", "look", "")), new BlockDelta(0, "{\n  \"at\": 1\r\n}"), new BlockStopped(0), new ReplyStopped(StopReason.ToolUse)];

    [Fact]
    public void Arguments_over_several_lines_stay_one_line_for_an_Ollama_caller()
    {
        var lines = Translate.Stream(Dialects.Ollama, s_call).Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Contains("\"arguments\":{   \"at\": 1  }", lines[0], StringComparison.Ordinal);
    }

    public static TheoryData<string, string> TextImages => new MatrixTheoryData<string, string>(
        Dialects.All.Where(d => d.Name != "anthropic").Select(d => d.Name),
        ["""{"type":"text","media_type":"text/plain","data":"x"}""", """{"type":"content","content":"x"}""", """{"type":"content","content":[{"type":"text","text":"x"}]}""", """{"type":"file_of_next_year"}"""]);

    /// <summary>Text is a source of documents only.</summary>
    [Theory, MemberData(nameof(TextImages))]
    public void An_image_whose_source_is_no_image_is_refused_by_its_path(string target, string source)
    {
        var request = Translate.Json($$"""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":[{"type":"text","text":"look"},{"type":"image","source":{{source}} }]}]}""");
        var refused = Assert.Throws<WireException>(() => Translate.Request(Dialects.Anthropic, Dialects.Find(target)!, request));
        Assert.Equal(400, refused.Error.Status);
        if (!Dialects.Find(target)!.IsPrompt) Assert.StartsWith("messages[0]", refused.Error.Field, StringComparison.Ordinal); // Ollama's messages have no parts to name
        var inResult = Translate.Json($$"""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"look"},{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"n","input":{} }]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"image","source":{{source}} }]}]}]}""");
        Assert.Equal(400, Assert.Throws<WireException>(() => Translate.Request(Dialects.Anthropic, Dialects.Find(target)!, inResult)).Error.Status);
    }

    /// <summary>As deep as a request may be. Reading a block twice at each level would never come to an end.</summary>
    [Theory]
    [InlineData("{\"type\":\"tool_result\",\"tool_use_id\":\"t\",\"content\":[", "]}", 28)]
    [InlineData("{\"type\":\"document\",\"source\":{\"type\":\"content\",\"content\":[", "]}}", 18)]
    public void Blocks_within_blocks_are_each_read_once(string open, string close, int levels)
    {
        var block = string.Concat(Enumerable.Repeat(open, levels)) + """{"type":"image","source":{"type":"url","url":"https://a.b/c.png"} }""" + string.Concat(Enumerable.Repeat(close, levels));
        var conversation = Dialects.Anthropic.ReadRequest(Translate.Json($$"""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":[{{block}}]}]}"""));
        var inner = conversation.Turns[0].Blocks;
        while (inner[0] is ToolResultBlock result) inner = result.Content;
        Assert.IsType<ImageBlock>(Assert.Single(inner));
        foreach (var target in Dialects.All)
        {
            try
            {
                Assert.NotEmpty(Translate.Text(w => target.WriteRequest(conversation, Translate.Thinker, w, new Losses())));
            }
            catch (WireException e)
            {
                Assert.Equal(400, e.Error.Status);
            }
        }
    }

    /// <summary>A lone surrogate where a provider names what it counted: the answer itself is whole.</summary>
    [Theory]
    [InlineData("anthropic", """{"id":"m","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"a"}],"stop_reason":"end_turn","usage":""")]
    [InlineData("openai-chat", """{"id":"m","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":"stop"}],"usage":""")]
    public void Usage_that_is_not_Unicode_is_unreported_and_no_fault_of_the_answer(string dialect, string reply)
    {
        foreach (var usage in new[] { """{"service_tier":"\udc00","speed":1}""", """{"\udc00_input_tokens_of_the_other_service_tier":1}""", """{"iterations":[{"model":"\ud800"}]}""" })
        {
            var read = Dialects.Find(dialect)!.ReadReply(Translate.Json(reply + usage + "}"));
            Assert.Equal(Usage.Unreported, read.Usage);
            Assert.Equal("a", Assert.IsType<TextBlock>(Assert.Single(read.Blocks)).Text);
        }
    }

    [Fact]
    public void A_block_over_several_lines_stays_one_event()
    {
        var stream = Translate.Stream(Dialects.Anthropic, [new BlockStarted(0, new UnknownBlock("anthropic", "server_tool_use", Translate.Json(Block)))]);
        Assert.EndsWith("\"content_block\":{\"type\":\"server_tool_use\",  \"id\":\"x\"}}\n\n", stream, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_block_that_waits_is_written_also_when_an_index_is_used_twice()
    {
        var stream = Translate.Stream(Dialects.Anthropic,
        [
            new BlockStarted(0, new TextBlock("")), new BlockDelta(0, "a"), new BlockStarted(1, new TextBlock("")), new BlockDelta(1, "b"),
            new BlockStarted(1, new TextBlock("")), new BlockDelta(1, "c"), new BlockStarted(2, new TextBlock("")), new BlockDelta(2, "d"), new ReplyStopped(StopReason.EndTurn),
        ]);
        Assert.Equal(["a", "b", "c", "d"], stream.Split("\"text_delta\",\"text\":\"").Skip(1).Select(t => t[..1]));
    }

    [Fact]
    public void A_call_that_its_provider_never_ended_has_arguments_all_the_same()
    {
        var stream = Translate.Stream(Dialects.OpenAIChat, [new BlockStarted(0, new ToolCallBlock("c", "look", "")), new ReplyStopped(StopReason.ToolUse)]);
        Assert.Contains("\"arguments\":\"{}\"", stream, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_delta_opens_no_part_of_an_item_twice()
    {
        var stream = Translate.Stream(Dialects.OpenAIResponses,
            [new BlockStarted(0, new TextBlock("")), new BlockDelta(0, ""), new BlockDelta(0, ""), new BlockDelta(0, "a"), new ReplyStopped(StopReason.EndTurn)]);
        Assert.Single(stream.Split('\n'), l => l == "event: response.content_part.added");
    }

    /// <summary>The second text was taken for more of the first, and then once more from the item's end.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)] // a server that leaves content_part.added out
    public void Two_texts_of_one_message_are_each_said_once(bool announced)
    {
        const string Item = """{"type":"message","id":"m","role":"assistant","content":[{"type":"output_text","text":"One."},{"type":"output_text","text":"Two."}]}""";
        string[] parts = [.. Enumerable.Range(0, 2).SelectMany(i => new[]
        {
            $$$"""{"type":"response.content_part.added","output_index":0,"content_index":{{{i}}},"part":{"type":"output_text","text":""}}""",
            $$$"""{"type":"response.output_text.delta","output_index":0,"content_index":{{{i}}},"delta":"{{{(i == 0 ? "One." : "Two.")}}}"}""",
        })];
        string[] stream =
        [
            """{"type":"response.output_item.added","output_index":0,"item":{"type":"message","id":"m","role":"assistant","content":[]}}""",
            .. parts.Where((_, i) => announced || i % 2 == 1),
            $$$"""{"type":"response.output_item.done","output_index":0,"item":{{{Item}}}}""",
            $$$"""{"type":"response.completed","response":{"id":"r","status":"completed","output":[{{{Item}}}]}}""",
        ];
        var (events, error) = Translate.Events(Dialects.OpenAIResponses, Encoding.UTF8.GetBytes(string.Concat(stream.Select(s => $"data: {s}\n\n"))));
        Assert.Null(error);
        Assert.Equal("One.Two.", string.Concat(events.OfType<BlockDelta>().Select(d => d.Text)));
        Assert.Equal([0, 1], events.OfType<BlockStarted>().Select(b => b.Index));
        Assert.Equal([0, 1], events.OfType<BlockStopped>().Select(b => b.Index));
    }

    /// <summary>The edit of the field and the removal of its message overlapped.</summary>
    [Fact]
    public void A_message_that_is_sealed_in_two_places_is_taken_out_once()
    {
        var body = """{"model":"m","messages":[{"role":"user","content":"u"},{"role":"assistant","reasoning_details":[{"data":"farthing:a:b"}],"content":[{"signature":"farthing:a:b"}]}]}"""u8.ToArray();
        Assert.Equal("""{"model":"m","messages":[{"role":"user","content":"u"}]}""", Encoding.UTF8.GetString(new RequestEdits(RequestHead.Read(body)).WithoutSeals(body).Apply(body)));
    }

    [Fact]
    public void An_error_body_with_a_field_of_no_Unicode_name_is_quoted()
    {
        foreach (var dialect in Dialects.All)
            Assert.Equal(503, dialect.ReadError(503, Encoding.UTF8.GetBytes("{\"\\ud800\":1,\"error\":{\"message\":\"m\"}}")).Status);
    }

    [Fact]
    public void An_answer_with_a_field_of_no_Unicode_name_is_the_providers_fault()
    {
        foreach (var dialect in Dialects.All)
            Assert.Equal(502, Assert.Throws<WireException>(() => dialect.ReadReply(Translate.Json("{\"\\ud800\":1,\"error\":{\"message\":\"m\"}}"))).Error.Status);
    }

    [Fact]
    public void A_cap_beyond_any_window_does_not_make_the_window_grow_for_ever()
    {
        var body = Translate.Json($$"""{"model":"m","max_tokens":{{long.MaxValue}},"messages":[{"role":"user","content":"u"}]}""");
        Assert.Contains("\"num_ctx\":1073741824", Translate.Request(Dialects.Anthropic, Dialects.Ollama, body), StringComparison.Ordinal);
    }
}
