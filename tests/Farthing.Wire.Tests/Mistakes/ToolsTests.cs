using System.Text.Json.Nodes;
using static Farthing.Wire.Tests.Mistakes.Wires;

namespace Farthing.Wire.Tests.Mistakes;

/// <summary>Tools, calls and results that other gateways lost or sent where they are refused.</summary>
public sealed class ToolsTests
{
    private const string Png = "iVBORw0KGgo=";

    [Fact]
    public void Images_and_documents_in_a_tool_result_follow_in_a_user_message_after_the_last_result()
    {
        var (body, dropped) = Ask(Claude, Gpt, $$$"""
            {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Look."},
              {"role":"assistant","content":[{"type":"tool_use","id":"a","name":"shot","input":{}},{"type":"tool_use","id":"b","name":"page","input":{}}]},
              {"role":"user","content":[
                {"type":"tool_result","tool_use_id":"a","content":[{"type":"text","text":"Here."},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"{{{Png}}}"}}]},
                {"type":"tool_result","tool_use_id":"b","content":[{"type":"document","title":"a.pdf","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0="}}]},
                {"type":"text","text":"What is it?"}]}]}
            """);
        Same($$$"""
            [{"role":"user","content":"Look."},
             {"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"shot","arguments":"{}"}},{"id":"b","type":"function","function":{"name":"page","arguments":"{}"}}]},
             {"role":"tool","tool_call_id":"a","content":"Here."},
             {"role":"tool","tool_call_id":"b","content":"(The result follows in the next user message.)"},
             {"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,{{{Png}}}"}},
               {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBERi0="}},
               {"type":"text","text":"What is it?"}]}]
            """, body["messages"]);
        Assert.Empty(dropped);
    }

    [Fact]
    public void An_image_in_a_tool_result_reaches_Responses_within_it_and_Ollama_after_it()
    {
        var ask = $$$"""
            {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Look."},{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"shot","input":{}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"{{{Png}}}"}}]}]}]}
            """;
        Same($$$"""{"type":"function_call_output","call_id":"a","output":[{"type":"input_image","image_url":"data:image/png;base64,{{{Png}}}","detail":"auto"}]}""", Ask(Claude, Codex, ask).Body["input"]![2]);
        var local = Ask(Claude, Local, ask).Body["messages"]!;
        Same("""{"role":"tool","tool_name":"shot","tool_call_id":"a","content":""}""", local[2]);
        Same($$"""{"role":"user","content":"","images":["{{Png}}"]}""", local[3]);
    }

    [Theory]
    [InlineData("""{"role":"tool","tool_call_id":"a","content":"1"},{"role":"tool","tool_call_id":"b","content":"2"}""")]
    [InlineData("""{"role":"tool","tool_call_id":"b","content":"2"},{"role":"tool","tool_call_id":"a","content":"1"}""")]
    [InlineData("""{"role":"tool","tool_call_id":"a","content":"1"},{"role":"developer","content":"Be brief."},{"role":"tool","tool_call_id":"b","content":"2"}""")]
    public void Results_of_parallel_calls_come_in_one_message(string results)
    {
        var (body, _) = Ask(Gpt, Claude, $$$"""
            {"model":"m","messages":[{"role":"user","content":"Go."},
              {"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"b","type":"function","function":{"name":"f","arguments":"{}"}}]},
              {{{results}}},{"role":"user","content":"And?"}]}
            """);
        var answers = body["messages"]![2]!["content"]!.AsArray();
        Assert.Equal(["a:1", "b:2"], answers.Select(a => $"{a!["tool_use_id"]}:{a["content"]}").Order());
        Assert.All(answers, a => Assert.Equal("tool_result", (string?)a!["type"]));
    }

    [Theory]
    [InlineData("""{"oneOf":[{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]},{"type":"object","properties":{"b":{"type":"string"}}}]}""", """{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}}}""", true)]
    [InlineData("""{"type":"object","properties":{"k":{"type":"string"}},"anyOf":[{"properties":{"a":{"type":"string"}}},{"properties":{"b":{"type":"string"}}}]}""", """{"type":"object","properties":{"k":{"type":"string"},"a":{"type":"string"},"b":{"type":"string"}}}""", true)]
    [InlineData("""{"description":"d","allOf":[{"properties":{"a":{"type":"string"}}},{"anyOf":[{"properties":{"b":{"type":"string"}}}]}]}""", """{"type":"object","description":"d","properties":{"a":{"type":"string"},"b":{"type":"string"}}}""", true)]
    [InlineData("""{"$schema":"http://json-schema.org/draft-07/schema#","$id":"not a uri","type":"object","properties":{"a":{"oneOf":[{"type":"string"}]}}}""", """{"$schema":"http://json-schema.org/draft-07/schema#","$id":"not a uri","type":"object","properties":{"a":{"oneOf":[{"type":"string"}]}}}""", false)]
    [InlineData("""{}""", """{"type":"object","properties":{}}""", false)]
    public void A_tools_schema_is_an_object_at_its_top(string schema, string expected, bool dropped)
    {
        var (body, losses) = Ask(Gpt, Claude, $$$"""{"model":"m","tools":[{"type":"function","function":{"name":"f","parameters":{{{schema}}}}}],"messages":[{"role":"user","content":"Go."}]}""");
        Same(expected, body["tools"]![0]!["input_schema"]);
        Assert.Equal(dropped ? ["schema_combinator"] : [], losses);
    }

    [Fact]
    public void A_long_name_is_the_same_short_one_in_tools_choice_and_history()
    {
        var name = "mcp__a_server_with_a_long_name__" + new string('x', 60);
        var (body, _) = Ask(Claude, Gpt, $$$"""
            {"model":"m","max_tokens":9,"tools":[{"name":"{{{name}}}","input_schema":{"type":"object"}}],"tool_choice":{"type":"tool","name":"{{{name}}}"},
             "messages":[{"role":"user","content":"Go."},{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"{{{name}}}","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a"}]}]}
            """);
        var names = new[] { body["tools"]![0]!["function"]!["name"], body["tool_choice"]!["function"]!["name"], body["messages"]![1]!["tool_calls"]![0]!["function"]!["name"] }.Select(n => (string)n!).ToList();
        Assert.Matches("^[a-zA-Z0-9_-]{1,64}$", Assert.Single(names.Distinct()));
    }

    [Theory]
    [InlineData("call_Abc-1")]
    [InlineData("functions.read:0")] // Kimi
    [InlineData("call_0123456789012345678901234567890123456789")]
    [InlineData("fc_0123456789012345678901234567890123456789012345678901234567890123456789|rs_1")]
    [InlineData("")]
    public void Every_target_gets_call_ids_that_it_takes_the_same_in_call_and_result(string id)
    {
        foreach (var (to, most) in new[] { (Gpt, 40), (Codex, 64), (Claude, 64) })
        {
            var from = to == Claude ? Gpt : Claude;
            var ask = from == Claude
                ? $$$"""{"model":"m","max_tokens":9,"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"{{{id}}}","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"{{{id}}}","content":"1"}]}]}"""
                : $$$"""{"model":"m","messages":[{"role":"assistant","tool_calls":[{"id":"{{{id}}}","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"{{{id}}}","content":"1"}]}""";
            var ids = System.Text.RegularExpressions.Regex.Matches(Ask(from, to, ask).Body.ToJsonString(), "\"(?:id|call_id|tool_call_id|tool_use_id)\":\"([^\"]*)\"").Select(m => m.Groups[1].Value).ToList();
            Assert.Equal(2, ids.Count);
            var sent = Assert.Single(ids.Distinct());
            Assert.Matches($"^[a-zA-Z0-9_-]{{1,{most}}}$", sent);
            Assert.Equal(System.Text.RegularExpressions.Regex.IsMatch(id, $"^[a-zA-Z0-9_-]{{1,{most}}}$"), sent == id);
        }
    }

    [Theory, InlineData("toolu_01AbCdEfGhIjKlMnOpQrStUv"), InlineData("abcDEF123")]
    public void Mistral_gets_ids_of_nine_characters(string id)
    {
        var (body, _) = Ask(Claude, Gpt,
            $$$"""{"model":"m","max_tokens":9,"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"{{{id}}}","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"{{{id}}}","content":"1"}]}]}""",
            new TargetModel("m", NineCharacterIds: true));
        var sent = (string)body["messages"]![0]!["tool_calls"]![0]!["id"]!;
        Assert.Matches("^[a-zA-Z0-9]{9}$", sent);
        Assert.Equal((sent, id.Length == 9), ((string)body["messages"]![1]!["tool_call_id"]!, sent == id));
    }

    [Theory, InlineData("\"\""), InlineData("null"), InlineData("\"{}\""), InlineData("\" \"")]
    public void A_call_without_arguments_has_an_empty_object(string arguments)
    {
        var reply = $$$"""{"id":"c","choices":[{"message":{"content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":{{{arguments}}}}}]},"finish_reason":"tool_calls"}]}""";
        Same("""[{"type":"tool_use","id":"a","name":"f","input":{},"caller":{"type":"direct"}}]""", ReplyTo(Claude, Gpt, reply)["content"]);
        var history = $$$"""{"model":"m","messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":{{{arguments}}}}}]},{"role":"tool","tool_call_id":"a","content":"1"}]}""";
        Same("""{"type":"tool_use","id":"a","name":"f","input":{}}""", Ask(Gpt, Claude, history).Body["messages"]![0]!["content"]![0]);
        Same("{}", Ask(Gpt, Local, history).Body["messages"]![0]!["tool_calls"]![0]!["function"]!["arguments"]);
    }

    [Fact]
    public void A_streamed_call_without_arguments_has_an_empty_object()
    {
        var stream = """
            data: {"type":"message_start","message":{"id":"m1","model":"m"}}

            data: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"a","name":"f","input":{}}}

            data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":""}}

            data: {"type":"content_block_stop","index":0}

            data: {"type":"message_delta","delta":{"stop_reason":"tool_use"}}

            data: {"type":"message_stop"}


            """;
        foreach (var caller in new[] { Gpt, Codex, Local })
            Assert.Equal([new ToolCallBlock("a", "f", "{}")], Heard(caller, Through(Claude, caller, stream)).Blocks);
    }

    [Theory]
    [InlineData("{\"p\": 1", "{\"_raw\":\"{\\u0022p\\u0022: 1\"}")]
    [InlineData("[1]", "{\"_raw\":\"[1]\"}")]
    [InlineData("read it", "{\"_raw\":\"read it\"}")]
    public void Malformed_arguments_in_a_history_do_not_lose_the_turn(string arguments, string expected)
    {
        var history = new JsonObject
        {
            ["model"] = "m",
            ["messages"] = new JsonArray(
                JsonNode.Parse("""{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f"}}]}"""),
                JsonNode.Parse("""{"role":"tool","tool_call_id":"a","content":"1"}""")),
        };
        history["messages"]![0]!["tool_calls"]![0]!["function"]!["arguments"] = arguments;
        Same(expected, Ask(Gpt, Claude, history.ToJsonString()).Body["messages"]![0]!["content"]![0]!["input"]);
    }

    [Theory]
    [InlineData("""{"type":"custom","name":"apply_patch","description":"Edits.","format":{"type":"grammar","syntax":"lark","definition":"start: x"}}""", "apply_patch")]
    [InlineData("""{"type":"namespace","name":"browser","tools":[{"type":"function","name":"open","parameters":{"type":"object","properties":{}}}]}""", "browser__open")]
    public void Tools_of_free_text_and_in_namespaces_come_back_as_the_callers_own(string tool, string sent)
    {
        var ask = $$"""{"model":"m","input":"Go.","tools":[{{tool}}]}""";
        foreach (var provider in new[] { Claude, Gpt, Local })
        {
            var conversation = Codex.ReadRequest(Translate.Json(ask));
            Assert.Contains($"\"name\":\"{sent}\"", Ask(Codex, provider, ask).Body.ToJsonString(), StringComparison.Ordinal);
            var frame = Translate.Frame with { Tools = ToolNames.Restored(conversation, provider) };
            var reply = new Reply { Blocks = [new ToolCallBlock("a", sent, sent == "apply_patch" ? """{"input":"*** Begin Patch"}""" : """{"url":"x"}""")], Stop = StopReason.ToolUse };
            var item = JsonNode.Parse(Translate.Reply(Codex, reply, frame: frame))!["output"]![0]!;
            Assert.Equal(sent == "apply_patch" ? ("custom_tool_call", "apply_patch", "*** Begin Patch", null) : ("function_call", "open", "{\"url\":\"x\"}", "browser"),
                ((string?)item["type"], (string?)item["name"], (string?)(item["input"] ?? item["arguments"]), (string?)item["namespace"]));
        }
    }

    [Theory]
    [InlineData("openai-chat", """{"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"type":"function","function":{"name":"g"}}]}}""", """{"type":"function","function":{"name":"f"}},{"type":"function","function":{"name":"g"}}""")]
    [InlineData("openai-responses", """{"type":"allowed_tools","mode":"required","tools":[{"type":"function","name":"g"}]}""", """{"type":"function","name":"f"},{"type":"function","name":"g"}""")]
    public void Where_only_some_tools_are_allowed_only_those_are_offered(string from, string choice, string tools)
    {
        var said = from == "openai-chat" ? """ "messages":[{"role":"user","content":"Go."}] """ : """ "input":"Go." """;
        var (body, _) = Ask(Dialects.Find(from)!, Claude, $$"""{"model":"m","tool_choice":{{choice}},"tools":[{{tools}}],{{said}}}""");
        Same("""[{"name":"g","input_schema":{"type":"object","properties":{}}}]""", body["tools"]);
        Same("""{"type":"any"}""", body["tool_choice"]);
    }

    [Theory, InlineData("stop"), InlineData("tool_calls"), InlineData("function_call"), InlineData("eos")]
    public void A_call_is_a_tool_use_whatever_the_finish_reason_says(string finish)
    {
        var call = """{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]}""";
        Assert.Equal(StopReason.ToolUse, Heard(Claude, Through(Gpt, Claude, Chat(call, Finish(finish), "[DONE]"))).Stop);
        var reply = ReplyTo(Claude, Gpt, $$"""{"id":"c","choices":[{"message":{"content":"",{{call[1..]}},"finish_reason":"{{finish}}"}]}""");
        Assert.Equal("tool_use", (string?)reply["stop_reason"]);
        var old = """{"choices":[{"index":0,"delta":{"function_call":{"name":"f","arguments":"{}"}},"finish_reason":"function_call"}]}""";
        Assert.Equal(StopReason.ToolUse, Heard(Claude, Through(Gpt, Claude, Chat(old, "[DONE]"))).Stop);
    }

    /// <summary>wire.md §1, the rows of tool choice and parallel calls, cell by cell.</summary>
    [Theory]
    [InlineData("auto", "\"auto\"", "\"auto\"")]
    [InlineData("any", "\"required\"", "\"required\"")]
    [InlineData("none", "\"none\"", "\"none\"")]
    [InlineData("tool\",\"name\":\"f", """{"type":"function","function":{"name":"f"}}""", """{"type":"function","name":"f"}""")]
    public void A_choice_of_tools_has_its_like_in_each_direction(string claude, string chat, string response)
    {
        var asked = $$$$"""{"model":"m","max_tokens":99,"messages":[{"role":"user","content":"Go."}],"tools":[{"name":"f","input_schema":{"type":"object"}}],"tool_choice":{"type":"{{{{claude}}}}"}}""";
        Same(chat, Ask(Claude, Gpt, asked).Body["tool_choice"]);
        Same(response, Ask(Claude, Codex, asked).Body["tool_choice"]);
        Same($$"""{"type":"{{claude}}"}""", Ask(Gpt, Claude, $$$"""{"model":"m","messages":[{"role":"user","content":"Go."}],"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":{{{chat}}}}""").Body["tool_choice"]);
        Same($$"""{"type":"{{claude}}"}""", Ask(Codex, Claude, $$$"""{"model":"m","input":"Go.","tools":[{"type":"function","name":"f"}],"tool_choice":{{{response}}}}""").Body["tool_choice"]);
        if (claude == "none") Assert.Null(Ask(Claude, Local, asked).Body["tools"]);
        else if (claude != "auto") Assert.Equal("tool_choice", Refused(Claude, Local, asked));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void One_call_at_a_time_is_asked_for_in_each_ones_words(bool parallel)
    {
        var (yes, no) = (parallel ? "true" : "false", parallel ? "false" : "true");
        var asked = $$$$"""{"model":"m","max_tokens":99,"messages":[{"role":"user","content":"Go."}],"tools":[{"name":"f","input_schema":{"type":"object"}}],"tool_choice":{"type":"auto","disable_parallel_tool_use":{{{{no}}}} } }""";
        foreach (var to in new[] { Gpt, Codex }) Same(yes, Ask(Claude, to, asked).Body["parallel_tool_calls"]);
        Same(parallel ? "null" : """{"type":"auto","disable_parallel_tool_use":true}""", Ask(Gpt, Claude, $$$"""{"model":"m","messages":[{"role":"user","content":"Go."}],"tools":[{"type":"function","function":{"name":"f"}}],"parallel_tool_calls":{{{yes}}}}""").Body["tool_choice"]);
        Assert.Equal(parallel ? [] : ["parallel_tools"], Ask(Claude, Local, asked).Dropped);
    }
}
