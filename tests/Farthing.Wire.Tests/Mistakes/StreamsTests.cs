using static Farthing.Wire.Tests.Mistakes.Wires;

namespace Farthing.Wire.Tests.Mistakes;

/// <summary>Streams that other gateways put together wrongly.</summary>
public sealed class StreamsTests
{
    private const string CallA = """{"tool_calls":[{"index":0,"id":"call_a","type":"function","function":{"name":"read","arguments":""}}]}""";

    private static string Arguments(int index, string json) => $$$$$"""{"tool_calls":[{"index":{{{{{index}}}}},"function":{"arguments":"{{{{{json.Replace("\"", "\\\"", StringComparison.Ordinal)}}}}}"}}]}""";

    public static TheoryData<string> Crooked =>
    [
        Chat("""{"content":"a"}""", """{"reasoning_content":"b"}""", """{"content":"c"}""", CallA, Arguments(0, "{}"), """{"content":"d"}""", """{"reasoning":"e"}""", Finish("tool_calls"), "[DONE]"),
        Chat(CallA, """{"tool_calls":[{"index":1,"id":"call_b","function":{"name":"list","arguments":"{"}}]}""", Arguments(0, "{\"p\":"), Arguments(1, "}"), Arguments(0, "1}"), Finish("tool_calls"), "[DONE]"),
        Chat("""{"tool_calls":[{"index":1,"id":"call_b","function":{"name":"list","arguments":"{}"}},{"index":0,"id":"call_a","function":{"name":"read","arguments":"{}"}}]}""", Finish("stop"), "[DONE]"),
        Chat("""{"role":"assistant","content":""}""", Finish("stop"), "[DONE]"),
        Chat(Finish("content_filter"), "[DONE]"),
        Chat("""{"content":"half"}"""),
        Chat("""{"content":"half"}""", """{"choices":[],"error":{"message":"Gone.","code":502}}"""),
    ];

    [Theory, MemberData(nameof(Crooked))]
    public void Every_delta_names_the_one_block_that_is_open(string stream) => KeepsGrammar(Through(Gpt, Claude, stream));

    [Fact]
    public void Thinking_and_text_each_have_blocks_of_their_own()
    {
        var sse = Through(Gpt, Claude, Chat("""{"content":"Hello"}""", """{"reasoning_content":"Hm."}""", """{"content":"Bye"}""", Finish("stop"), "[DONE]"));
        Assert.Equal(
            [
                """{"type":"message_start","message":{"id":"c1","type":"message","role":"assistant","model":"shown-model","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":0,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0}}}""",
                """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""",
                """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}}""",
                """{"type":"content_block_stop","index":0}""",
                """{"type":"content_block_start","index":1,"content_block":{"type":"thinking","thinking":"","signature":""}}""",
                """{"type":"content_block_delta","index":1,"delta":{"type":"thinking_delta","thinking":"Hm."}}""",
                """{"type":"content_block_delta","index":1,"delta":{"type":"signature_delta","signature":"farthing::"}}""",
                """{"type":"content_block_stop","index":1}""",
                """{"type":"content_block_start","index":2,"content_block":{"type":"text","text":""}}""",
                """{"type":"content_block_delta","index":2,"delta":{"type":"text_delta","text":"Bye"}}""",
                """{"type":"content_block_stop","index":2}""",
                """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"input_tokens":0,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0}}""",
                """{"type":"message_stop"}""",
            ], Data(sse));
    }

    [Theory]
    [InlineData("""{"content":"Look:","tool_calls":[{"index":0,"id":"call_a","function":{"name":"read","arguments":"{\"p\""}}]}""", """{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]}""")]
    [InlineData("""{"content":"Look:"}""", """{"tool_calls":[{"index":0,"id":"call_a","function":{"name":"read","arguments":"{\"p\":1}"}}]}""")]
    [InlineData("""{"content":"Look:"}""", """{"tool_calls":[{"index":0,"id":"call_a","function":{"arguments":"{\"p\""}},{"index":0,"function":{"name":"read","arguments":":1}"}}]}""")]
    [InlineData("""{"content":"Look:"}""", """{"tool_calls":[{"index":0,"id":"call_a","function":{"name":"read","arguments":{"p":1}}}]}""")]
    public void Arguments_in_the_chunk_that_switches_blocks_arrive(string first, string second)
    {
        var sse = Through(Gpt, Claude, Chat(first, second, Finish("tool_calls"), "[DONE]"));
        KeepsGrammar(sse);
        Assert.Equal([new TextBlock("Look:"), new ToolCallBlock("call_a", "read", "{\"p\":1}")], Heard(Claude, sse).Blocks);
    }

    [Fact]
    public void Arguments_in_the_last_chunk_beside_the_finish_reason_arrive()
    {
        var last = """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"p\":1}"}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":5,"completion_tokens":2}}""";
        var heard = Heard(Claude, Through(Gpt, Claude, Chat(CallA, last, "[DONE]")));
        Assert.Equal([new ToolCallBlock("call_a", "read", "{\"p\":1}")], heard.Blocks);
        Assert.Equal((5L, 2L), (heard.Usage.Input, heard.Usage.Output));
    }

    [Theory]
    [InlineData("""{"model":"q","created_at":"t1","message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"read","arguments":{"p":1}}}]},"done":false}""", """{"model":"q","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","prompt_eval_count":5,"eval_count":2}""")]
    [InlineData("""{"model":"q","created_at":"t1","message":{"role":"assistant","content":""},"done":false}""", """{"model":"q","created_at":"t1","message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"read","arguments":{"p":1}}}]},"done":true,"done_reason":"stop","prompt_eval_count":5,"eval_count":2}""")]
    public void A_local_models_call_is_a_tool_use_without_a_word_beside_it(string first, string second)
    {
        var sse = Through(Local, Claude, first + "\n" + second + "\n");
        KeepsGrammar(sse);
        var heard = Heard(Claude, sse);
        var call = Assert.IsType<ToolCallBlock>(Assert.Single(heard.Blocks));
        Assert.Equal(("read", "{\"p\":1}", StopReason.ToolUse), (call.Name, call.Arguments, heard.Stop));
    }

    [Fact]
    public void A_text_block_is_closed_before_a_call_begins()
    {
        var types = Data(Through(Gpt, Claude, Chat("""{"content":"Look."}""", CallA, Arguments(0, "{}"), Finish("tool_calls"), "[DONE]"))).Select(d => d[9..d.IndexOf('"', 9)]);
        Assert.Equal(
            ["message_start", "content_block_start", "content_block_delta", "content_block_stop", "content_block_start", "content_block_delta", "content_block_stop", "message_delta", "message_stop"], types);
    }

    [Theory]
    [InlineData("""{"tool_calls":[{"index":0,"id":"call_a","function":{"name":"read","arguments":"{\"p\":1}"}}]}""", """{"tool_calls":[{"index":0,"id":"call_b","function":{"name":"read","arguments":"{\"p\":2}"}}]}""")] // all 0
    [InlineData("""{"tool_calls":[{"id":"call_a","function":{"name":"read","arguments":"{\"p\":1}"}}]}""", """{"tool_calls":[{"id":"call_b","function":{"name":"read","arguments":"{\"p\":2}"}}]}""")] // no index
    [InlineData("""{"tool_calls":[{"index":1,"id":"call_a","function":{"name":"read","arguments":"{\"p\":1}"}}]}""", """{"tool_calls":[{"index":2,"id":"call_b","function":{"name":"read","arguments":"{\"p\":2}"}}]}""")] // from 1
    [InlineData("""{"tool_calls":[{"index":0,"id":"call_a","function":{"name":"read","arguments":"{\"p\":1}"}},{"index":0,"id":"call_b","function":{"name":"read","arguments":"{\"p\":2}"}}]}""", """{"content":""}""")] // in one chunk
    [InlineData("""{"tool_calls":[{"index":0,"function":{"name":"read","arguments":"{\"p\":1}"}}]}""", """{"tool_calls":[{"index":0,"function":{"name":"read","arguments":"{\"p\":2}"}}]}""")] // all 0 and no ids
    [InlineData("""{"tool_calls":[{"function":{"name":"read","arguments":"{\"p\":1}"}}]}""", """{"tool_calls":[{"function":{"name":"read","arguments":"{\"p\":2}"}}]}""")] // neither
    public void Parallel_calls_stay_apart_however_a_server_numbers_them(string first, string second)
    {
        foreach (var caller in new[] { Claude, Gpt, Codex, Local })
        {
            var heard = Heard(caller, Through(Gpt, caller, Chat(first, second, Finish("tool_calls"), "[DONE]")));
            var calls = heard.Blocks.Cast<ToolCallBlock>().ToList();
            Assert.Equal(["{\"p\":1}", "{\"p\":2}"], calls.Select(c => c.Arguments));
            Assert.Equal(2, calls.Select(c => c.Id).Distinct().Count());
        }
    }

    [Fact]
    public void A_server_that_repeats_the_name_in_every_piece_still_makes_one_call()
    {
        string Piece(string json) => $$$$$"""{"tool_calls":[{"index":0,"id":"call_a","function":{"name":"read","arguments":"{{{{{json}}}}}"}}]}""";
        string Nameless(string json) => $$$$$"""{"tool_calls":[{"index":0,"function":{"name":"read","arguments":"{{{{{json}}}}}"}}]}""";
        foreach (var piece in new Func<string, string>[] { Piece, Nameless })
        {
            var heard = Heard(Claude, Through(Gpt, Claude, Chat(piece(""), piece("{\\\"p\\\":"), piece("\\\"}\\\""), piece("}"), Finish("tool_calls"), "[DONE]")));
            Assert.Equal("{\"p\":\"}\"}", Assert.IsType<ToolCallBlock>(Assert.Single(heard.Blocks)).Arguments);
        }
    }

    [Theory]
    [InlineData("""{"usage":{"prompt_tokens":5,"completion_tokens":2}}""")]
    [InlineData("""{"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2}}""")]
    [InlineData("""{"choices":null,"usage":{"prompt_tokens":5,"completion_tokens":2}}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{},"finish_reason":null}],"usage":{"prompt_tokens":5,"completion_tokens":2}}""")]
    public void Usage_is_read_from_a_chunk_of_any_shape(string usage)
    {
        var heard = Heard(Claude, Through(Gpt, Claude, Chat("""{"content":"Hi"}""", Finish("stop"), usage, "[DONE]")));
        Assert.Equal((5L, 2L, StopReason.EndTurn), (heard.Usage.Input, heard.Usage.Output, heard.Stop));
    }

    [Theory]
    [InlineData("""{"choices":[{"delta":{"content":"Hi"}}]}""", """{"choices":[{"delta":{"content":null},"finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[]}""", """{"choices":[{"delta":{"role":"assistant","content":"Hi"},"finish_reason":"stop","content_filter_results":{}}]}""")]
    public void Choices_without_an_index_are_the_first(string first, string second) =>
        Assert.Equal([new TextBlock("Hi")], Heard(Claude, Through(Gpt, Claude, Chat(first, second, "[DONE]"))).Blocks);

    [Fact]
    public void Empty_content_between_the_pieces_of_a_call_is_no_text()
    {
        var sse = Through(Gpt, Claude, Chat("""{"content":"","tool_calls":[{"index":0,"id":"call_a","function":{"name":"read"}}]}""",
            """{"content":"","tool_calls":[{"index":0,"function":{"arguments":"{\"p\""}}]}""", """{"content":""}""", Arguments(0, ":1}"), Finish("tool_calls"), "[DONE]"));
        KeepsGrammar(sse);
        Assert.Equal([new ToolCallBlock("call_a", "read", "{\"p\":1}")], Heard(Claude, sse).Blocks);
    }

    [Fact]
    public void An_error_line_within_a_200_is_an_error_to_every_caller()
    {
        var lines = """{"model":"q","message":{"role":"assistant","content":"Ha"},"done":false}""" + "\n" + """{"error":"model runner has unexpectedly stopped"}""" + "\n";
        Assert.Equal("""{"type":"error","error":{"type":"api_error","message":"model runner has unexpectedly stopped"}}""", Data(Through(Local, Claude, lines))[^1]);
        Assert.Equal("""{"error":{"message":"model runner has unexpectedly stopped","type":"server_error","param":null,"code":"server_error"}}""", Data(Through(Local, Gpt, lines))[^1]);
        Assert.Contains("\"status\":\"failed\"", Data(Through(Local, Codex, lines))[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_answer_within_a_stream_is_an_error()
    {
        string Message(string id) => """data: {"type":"message_start","message":{"id":"ID","model":"m"}}""".Replace("ID", id, StringComparison.Ordinal) + "\n\n"
            + """data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":"Half"}}""" + "\n\n";
        var end = """data: {"type":"message_delta","delta":{"stop_reason":"end_turn"}}""" + "\n\n" + """data: {"type":"message_stop"}""" + "\n\n";
        foreach (var caller in new[] { Gpt, Codex, Local })
            Assert.NotNull(Translate.Events(caller, System.Text.Encoding.UTF8.GetBytes(Through(Claude, caller, Message("msg_1") + Message("msg_2") + end))).Error);
    }
}
