using System.Text;
using System.Text.Json.Nodes;
using static Farthing.Wire.Tests.Mistakes.Wires;

namespace Farthing.Wire.Tests.Mistakes;

/// <summary>Thinking: whose it is, where it may go, and what must come back as it was.</summary>
public sealed class ThoughtsTests
{
    private static readonly TargetModel Budget = new("m", Reasoning: ReasoningControl.Budget);

    private const string Tool = """{"name":"f","input_schema":{"type":"object","properties":{}}}""";

    /// <summary>What Claude answered, as Anthropic must see it again: byte for byte.</summary>
    private const string Said = """[{"type":"thinking","thinking":"Hm \"é\" 𝄞.","signature":"EqQB+/=="},{"type":"redacted_thinking","data":"Em0K+/=="},{"type":"text","text":"Now."},{"type":"tool_use","id":"toolu_01Ab","name":"f","input":{"p":1}}]""";

    private static readonly string ClaudeReply = $$$$$"""{"id":"msg_1","type":"message","role":"assistant","model":"claude","content":{{{{{Said}}}}},"stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":1}}""";

    [Fact]
    public void Claudes_thinking_comes_back_byte_for_byte_through_a_chat_client()
    {
        var said = ReplyTo(Gpt, Claude, ClaudeReply)["choices"]![0]!["message"]!;
        var (body, dropped) = Ask(Gpt, Claude, $$"""{"model":"m","max_tokens":9000,"messages":[{"role":"user","content":"Go."},{{said.ToJsonString()}},{"role":"tool","tool_call_id":"toolu_01Ab","content":"1"}]}""");
        Same(Said, body["messages"]![1]!["content"]);
        Assert.Empty(dropped);
    }

    [Fact]
    public void Claudes_thinking_comes_back_byte_for_byte_through_a_streaming_chat_client()
    {
        var stream = Translate.Stream(Gpt, Streamed(Claude.ReadReply(Translate.Json(ClaudeReply))));
        var details = new JsonArray([.. Data(stream).SkipLast(1).Select(d => JsonNode.Parse(d)!["choices"]!.AsArray()).Where(c => c.Count > 0)
            .Select(c => c[0]!["delta"]!["reasoning_details"]).OfType<JsonArray>().SelectMany(a => a).Select(d => d!.DeepClone())]);
        var call = Heard(Gpt, stream).Blocks.OfType<ToolCallBlock>().Single();
        var message = new JsonObject { ["role"] = "assistant", ["content"] = "Now.", ["reasoning_details"] = details, ["tool_calls"] = JsonNode.Parse($$$"""[{"id":"{{{call.Id}}}","type":"function","function":{"name":"f","arguments":"{\"p\":1}"}}]""") };
        var (body, _) = Ask(Gpt, Claude, $$"""{"model":"m","messages":[{"role":"user","content":"Go."},{{message.ToJsonString()}},{"role":"tool","tool_call_id":"{{call.Id}}","content":"1"}]}""");
        Same(Said, body["messages"]![1]!["content"]);
    }

    [Fact]
    public void Claudes_thinking_comes_back_byte_for_byte_through_a_Responses_client()
    {
        var output = ReplyTo(Codex, Claude, ClaudeReply)["output"]!.AsArray().Select(i => i!.ToJsonString()).ToList();
        var (body, dropped) = Ask(Codex, Claude, $$"""{"model":"m","input":[{"type":"message","role":"user","content":"Go."},{{string.Join(',', output)}},{"type":"function_call_output","call_id":"toolu_01Ab","output":"1"}]}""");
        Same(Said, body["messages"]![1]!["content"]);
        Assert.Empty(dropped);
        var streamed = Data(Translate.Stream(Codex, Streamed(Claude.ReadReply(Translate.Json(ClaudeReply))))).Select(d => JsonNode.Parse(d)!)
            .Where(e => (string?)e["type"] == "response.output_item.done").Select(e => e["item"]!.ToJsonString());
        Assert.Equal(output, streamed);
    }

    [Fact]
    public void Encrypted_reasoning_comes_back_byte_for_byte_through_clients_of_Messages_and_of_chat()
    {
        var reply = """{"id":"resp_1","model":"gpt","status":"completed","output":[{"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"Hm."}],"encrypted_content":"gAAAA+/=="},{"id":"fc_1","type":"function_call","call_id":"call_1","name":"f","arguments":"{\"p\":1}"}]}""";
        var expected = """[{"type":"message","role":"user","content":[{"type":"input_text","text":"Go."}]},{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"Hm."}],"encrypted_content":"gAAAA+/=="},{"type":"function_call","call_id":"call_1","name":"f","arguments":"{\"p\":1}"},{"type":"function_call_output","call_id":"call_1","output":"1"}]""";
        var claude = ReplyTo(Claude, Codex, reply)["content"]!;
        Same(expected, Ask(Claude, Codex, $$"""{"model":"m","max_tokens":99,"messages":[{"role":"user","content":"Go."},{"role":"assistant","content":{{claude.ToJsonString()}}},{"role":"user","content":[{"type":"tool_result","tool_use_id":"call_1","content":"1"}]}]}""").Body["input"]);
        var chat = ReplyTo(Gpt, Codex, reply)["choices"]![0]!["message"]!;
        Same(expected, Ask(Gpt, Codex, $$"""{"model":"m","messages":[{"role":"user","content":"Go."},{{chat.ToJsonString()}},{"role":"tool","tool_call_id":"call_1","content":"1"}]}""").Body["input"]);
    }

    /// <summary>The model was changed in mid-conversation: none of what another provider signed may be shown to this one, nor become text.</summary>
    [Theory]
    [InlineData("""{"type":"thinking","thinking":"Hm.","signature":"farthing:openai-responses:rs_1:gAAAA"}""")]
    [InlineData("""{"type":"thinking","thinking":"Hm.","signature":"farthing::"}""")]
    [InlineData("""{"type":"redacted_thinking","data":"farthing:openai-responses:x"}""")]
    public void After_a_change_of_model_foreign_thinking_is_taken_out_and_the_other_bytes_stay(string thinking)
    {
        string Body(string thought) => $$"""{ "model":"claude","max_tokens":9000, "messages":[ {"role":"user","content":"Go."}, {"role":"assistant","content":[ {{thought}}{"type":"text","text":"\u00e9"} ]},{"role":"user","content":"On."}] }""";
        Assert.Equal(Body(""), Passed(Body(thinking + " , ")));
        Assert.Equal(Body(""), Passed(Body($"{thinking},{thinking}, ")));
        Assert.Equal("""{"messages":[{"role":"user","content":"Go."},{"role":"user","content":"On."}]}""", Passed($$"""{"messages":[{"role":"user","content":"Go."},{"role":"assistant","content":[{{thinking}}]},{"role":"user","content":"On."}]}"""));
        Assert.Equal("""{"messages":[{"role":"assistant","content":[{"type":"text","text":"a"}]}]}""", Passed($$"""{"messages":[{"role":"assistant","content":[{"type":"text","text":"a"} , {{thinking}}]}]}"""));
        var own = Body("""{"type":"thinking","thinking":"farthing: no seal","signature":"EqQB"}, """);
        Assert.Equal(own, Passed(own));
    }

    [Fact]
    public void A_tool_loop_that_loses_its_thinking_goes_on_without_thinking()
    {
        var body = """{"thinking":{"type":"enabled","budget_tokens":4000},"context_management":{"edits":[{"type":"clear_thinking_20251015"}]},"messages":[{"role":"user","content":"Go."},{"role":"assistant","content":[{"type":"thinking","thinking":"Hm.","signature":"farthing::"},{"type":"tool_use","id":"a","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a"}]}]}""";
        Assert.Equal("""{"thinking":{"type":"disabled"},"context_management":{"edits":[]},"messages":[{"role":"user","content":"Go."},{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a"}]}]}""", Passed(body));
        var earlier = body.Replace("]}]}", "]},{\"role\":\"assistant\",\"content\":\"Done.\"},{\"role\":\"user\",\"content\":\"On.\"}]}", StringComparison.Ordinal);
        Assert.StartsWith("""{"thinking":{"type":"enabled","budget_tokens":4000},"context_management":{"edits":[{""", Passed(earlier), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"input":[{"role":"user","content":"Go."},{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"farthing:anthropic:EqQB"},{"type":"function_call","call_id":"a","name":"f","arguments":"{}"}]}""", """{"input":[{"role":"user","content":"Go."},{"type":"function_call","call_id":"a","name":"f","arguments":"{}"}]}""")]
    [InlineData("""{"input":[{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"farthing::"}]}""", """{"input":[]}""")]
    [InlineData("""{"messages":[{"role":"assistant","content":"a", "reasoning_details" : [{"type":"reasoning.text","text":"Hm.","signature":"farthing:anthropic:EqQB"}]}]}""", """{"messages":[{"role":"assistant","content":"a"}]}""")]
    [InlineData("""{"messages":[{"reasoning_details":[{"type":"reasoning.encrypted","data":"farthing:anthropic:EqQB"}], "role":"assistant"}]}""", """{"messages":[{ "role":"assistant"}]}""")]
    [InlineData("""{"messages":[{"role":"assistant","reasoning_details":[{"type":"reasoning.text","text":"\"farthing:","signature":"own"}]}]}""", """{"messages":[{"role":"assistant","reasoning_details":[{"type":"reasoning.text","text":"\"farthing:","signature":"own"}]}]}""")]
    public void OpenAI_is_never_shown_a_seal_nor_a_reasoning_item_that_it_does_not_keep(string body, string expected) => Assert.Equal(expected, Passed(body));

    [Fact]
    public void Across_dialects_unsigned_and_foreign_thinking_is_left_out_of_what_Anthropic_gets()
    {
        var (body, dropped) = Ask(Codex, Claude, """
            {"model":"m","input":[{"role":"user","content":"Go."},{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"Secret."}],"encrypted_content":"gAAAA"},
              {"type":"reasoning","id":"rs_2","summary":[{"type":"summary_text","text":"Secret."}]},{"role":"assistant","content":[{"type":"output_text","text":"Hi."}]},{"role":"user","content":"On."}]}
            """);
        Same("""[{"role":"user","content":"Go."},{"role":"assistant","content":"Hi."},{"role":"user","content":"On."}]""", body["messages"]);
        Assert.Equal(["thinking_foreign", "thinking_unsigned"], dropped);
        (body, _) = Ask(Gpt, Claude, """{"model":"m","messages":[{"role":"user","content":"Go."},{"role":"assistant","reasoning_content":"Secret.","content":[{"type":"thinking","thinking":[{"type":"text","text":"Secret."}]},{"type":"text","text":"Hi."}]},{"role":"user","content":"On."}]}""");
        Assert.DoesNotContain("Secret", body.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"role":"assistant","reasoning_content":"Hm.","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]}""")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]}""")]
    public void A_tool_loop_that_does_not_begin_with_its_thinking_is_asked_without_thinking(string said)
    {
        var (body, dropped) = Ask(Gpt, Claude, $$$"""{"model":"m","max_tokens":9000,"reasoning_effort":"high","tools":[{"type":"function","function":{"name":"f"}}],"messages":[{"role":"user","content":"Go."},{{{said}}},{"role":"tool","tool_call_id":"a","content":"1"}]}""", Budget);
        Assert.Null(body["thinking"]);
        Assert.Contains("thinking_control", dropped);
    }

    [Fact]
    public void DeepSeeks_reasoning_is_given_back_with_its_call()
    {
        var reply = """{"id":"c","choices":[{"message":{"role":"assistant","content":"","reasoning_content":"Hm.","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}""";
        var deepSeek = new TargetModel("deepseek-chat", EchoReasoning: true);
        var content = ReplyTo(Claude, Gpt, reply)["content"]!;
        var (body, dropped) = Ask(Claude, Gpt, $$"""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Go."},{"role":"assistant","content":{{content.ToJsonString()}}},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"1"}]}]}""", deepSeek);
        Same("""{"role":"assistant","content":null,"reasoning_content":"Hm.","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]}""", body["messages"]![1]);
        Assert.Empty(dropped);
        var items = ReplyTo(Codex, Gpt, reply)["output"]!.AsArray().Select(i => i!.ToJsonString());
        (body, _) = Ask(Codex, Gpt, $$"""{"model":"m","input":[{{string.Join(',', items)}},{"type":"function_call_output","call_id":"a","output":"1"}]}""", deepSeek);
        Assert.Equal("Hm.", (string?)body["messages"]![0]!["reasoning_content"]);
    }

    [Theory, InlineData("\"any\""), InlineData("\"tool\",\"name\":\"f\"")]
    public void A_forced_call_is_asked_for_without_thinking(string choice)
    {
        var conversation = Claude.ReadRequest(Translate.Json($$$"""{"model":"m","max_tokens":9000,"thinking":{"type":"enabled","budget_tokens":2000},"tools":[{{{Tool}}}],"tool_choice":{"type":{{{choice}}}},"messages":[{"role":"user","content":"Go."}]}"""));
        var losses = new Losses();
        var body = JsonNode.Parse(Translate.Text(w => Claude.WriteRequest(conversation, Budget, w, losses)))!;
        Assert.Null(body["thinking"]);
        Assert.Equal(["thinking_control"], losses.Dropped);
    }

    [Theory]
    [InlineData("""{"reasoning":"Hm."}""")]
    [InlineData("""{"reasoning_content":"Hm."}""")]
    [InlineData("""{"reasoning":"Hm.","reasoning_content":"Hm."}""")]
    [InlineData("""{"reasoning":"Hm.","reasoning_details":[{"type":"reasoning.text","text":"Hm.","signature":null}]}""")]
    [InlineData("""{"content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm."}]}]}""")]
    public void Thinking_is_read_once_under_whatever_name_a_server_gives_it(string delta)
    {
        var heard = Heard(Claude, Through(Gpt, Claude, Chat(delta, """{"content":"Hi"}""", Finish("stop"), "[DONE]")));
        Assert.Equal(("Hm.", new TextBlock("Hi"), 2), (((ThinkingBlock)heard.Blocks[0]).Text, heard.Blocks[1], heard.Blocks.Count));
        var reply = ReplyTo(Codex, Gpt, $$"""{"id":"c","choices":[{"message":{{delta}},"finish_reason":"stop"}]}""");
        Assert.Equal("Hm.", (string?)reply["output"]![0]!["summary"]![0]!["text"]);
    }

    [Theory, InlineData(4000, 3999), InlineData(1025, 1024), InlineData(1024, null), InlineData(100, null)]
    public void A_budget_is_always_smaller_than_the_cap(int cap, int? budget)
    {
        foreach (var (from, ask) in new[] { (Gpt, $$"""{"model":"m","max_tokens":{{cap}},"reasoning_effort":"high","messages":[{"role":"user","content":"Go."}]}"""), (Codex, $$$"""{"model":"m","max_output_tokens":{{{cap}}},"reasoning":{"effort":"high"},"input":"Go."}""") })
        {
            var (body, dropped) = Ask(from, Claude, ask, Budget);
            Assert.Equal(budget, (int?)body["thinking"]?["budget_tokens"]);
            Assert.Equal(budget is null ? ["thinking_control"] : [], dropped);
        }
    }

    private static string Passed(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return Encoding.UTF8.GetString(new RequestEdits(RequestHead.Read(bytes)).WithoutSeals(bytes).Apply(bytes));
    }

    private static IEnumerable<ReplyEvent> Streamed(Reply reply)
    {
        yield return new ReplyStarted(reply.Id, reply.Model, reply.Usage);
        foreach (var (i, block) in reply.Blocks.Index())
        {
            yield return new BlockStarted(i, block switch { ThinkingBlock => new ThinkingBlock(""), TextBlock => new TextBlock(""), ToolCallBlock c => c with { Arguments = "" }, _ => block });
            if (block is ThinkingBlock t)
            {
                yield return new BlockDelta(i, t.Text[..2]);
                yield return new BlockDelta(i, t.Text[2..]);
                yield return new SignatureDelta(i, t.Signature!, t.SignedBy!);
            }
            if (block is TextBlock text) yield return new BlockDelta(i, text.Text);
            if (block is ToolCallBlock call) yield return new BlockDelta(i, call.Arguments);
            yield return new BlockStopped(i);
        }
        yield return new ReplyStopped(reply.Stop);
    }
}
