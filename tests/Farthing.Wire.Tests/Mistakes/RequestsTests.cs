using System.Text.Json.Nodes;
using static Farthing.Wire.Tests.Mistakes.Wires;

namespace Farthing.Wire.Tests.Mistakes;

/// <summary>Request fields that other gateways lost, or sent where they are refused.</summary>
public sealed class RequestsTests
{
    private const string Hi = """{"role":"user","content":"Hi"}""";

    [Theory]
    [InlineData("""[{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1.330; cch=a1b2c;"},{"type":"text","text":"You code."}]""")]
    [InlineData("""[{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1.330; cch=ffffe;"},{"type":"text","text":"You code."}]""")]
    public void A_note_that_changes_with_each_call_stays_out_of_another_providers_prompt(string system)
    {
        var ask = $$"""{"model":"m","max_tokens":9,"system":{{system}},"messages":[{{Hi}}]}""";
        var (body, dropped) = Ask(Claude, Gpt, ask);
        Same($$"""{"model":"target-model","messages":[{"role":"system","content":"You code."},{{Hi}}],"max_completion_tokens":9}""", body);
        Assert.Equal(["system.x-anthropic-billing-header"], dropped);
        Assert.Equal("You code.", (string?)Ask(Claude, Codex, ask).Body["instructions"]);
        Assert.Equal("You code.", (string?)Ask(Claude, Local, ask).Body["messages"]![0]!["content"]);
    }

    [Theory]
    [InlineData("\"temperature\":0.2,\"top_p\":0.9", "temperature_with_top_p", 0.2, null)]
    [InlineData("\"temperature\":1.4", "temperature_over_1", 1.0, null)]
    [InlineData("\"temperature\":0.2,\"top_p\":1", null, 0.2, null)]
    [InlineData("\"top_p\":0.9", null, null, 0.9)]
    public void Claude_gets_one_of_temperature_and_top_p(string asked, string? dropped, double? temperature, double? topP)
    {
        var (body, losses) = Ask(Gpt, Claude, $$"""{"model":"m","messages":[{{Hi}}],{{asked}}}""");
        Assert.Equal((temperature, topP), ((double?)body["temperature"], (double?)body["top_p"]));
        Assert.Equal(dropped is null ? [] : [dropped], losses);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_model_that_takes_no_sampling_settings_gets_none(bool toAnthropic)
    {
        var (body, dropped) = toAnthropic
            ? Ask(Gpt, Claude, $$"""{"model":"m","temperature":0.2,"messages":[{{Hi}}]}""", new TargetModel("m", Sampling: false))
            : Ask(Claude, Gpt, $$"""{"model":"m","max_tokens":9,"temperature":0.2,"top_p":0.9,"messages":[{{Hi}}]}""", new TargetModel("m", Sampling: false));
        Assert.Equal((null, null), (body["temperature"], body["top_p"]));
        Assert.Equal(["sampling"], dropped);
    }

    [Fact]
    public void Of_more_than_four_cache_marks_tools_and_system_keep_theirs_and_the_newest_messages()
    {
        const string Mark = "\"cache_control\":{\"type\":\"ephemeral\"}";
        string User(string text) => $$$"""{"role":"user","content":[{"type":"text","text":"{{{text}}}",{{{Mark}}}}]}""";
        var (body, dropped) = Ask(Gpt, Claude, $$$"""
            {"model":"m","tools":[{"type":"function","function":{"name":"f"},{{{Mark}}}},{"type":"function","function":{"name":"g"},{{{Mark}}}}],
             "messages":[{"role":"system","content":"You code.",{{{Mark}}}},{{{User("1")}}},{{{User("2")}}},{{{User("3")}}},{{{User("4")}}}]}
            """);
        Same("""
            {"model":"target-model","max_tokens":4096,
             "system":[{"type":"text","text":"You code.","cache_control":{"type":"ephemeral"}}],
             "messages":[{"role":"user","content":[{"type":"text","text":"1"}]},{"role":"user","content":[{"type":"text","text":"2"}]},
               {"role":"user","content":[{"type":"text","text":"3","cache_control":{"type":"ephemeral"}}]},{"role":"user","content":[{"type":"text","text":"4","cache_control":{"type":"ephemeral"}}]}],
             "tools":[{"name":"f","input_schema":{"type":"object","properties":{}}},{"name":"g","input_schema":{"type":"object","properties":{}},"cache_control":{"type":"ephemeral"}}]}
            """, body);
        Assert.Equal(["cache_control_over_4"], dropped);
    }

    [Theory]
    [InlineData("""{"type":"ephemeral"}""", """{"type":"ephemeral"}""", false)]
    [InlineData("""{"type":"ephemeral","ttl":"1h"}""", """{"type":"ephemeral","ttl":"1h"}""", false)]
    [InlineData("""{"type":"ephemeral","scope":"global","ttl":"1h"}""", """{"type":"ephemeral","ttl":"1h"}""", true)]
    [InlineData("""{"type":"persistent","ttl":"24h"}""", """{"type":"ephemeral"}""", false)]
    public void A_cache_mark_has_only_what_Anthropic_takes_without_a_beta(string mark, string expected, bool dropped)
    {
        var (body, losses) = Ask(Gpt, Claude, $$$"""{"model":"m","messages":[{"role":"user","content":"Hi","cache_control":{{{mark}}}}]}""");
        Same($$"""[{"type":"text","text":"Hi","cache_control":{{expected}}}]""", body["messages"]![0]!["content"]);
        Assert.Equal(dropped ? ["cache_control_scope"] : [], losses);
    }

    [Fact]
    public void Thinking_never_carries_a_cache_mark()
    {
        var (body, _) = Ask(Gpt, Claude, """
            {"model":"m","messages":[{"role":"user","content":"Hi"},
              {"role":"assistant","cache_control":{"type":"ephemeral"},"reasoning_details":[{"type":"reasoning.text","text":"Hm.","signature":"farthing:anthropic:EqQB"}]},{"role":"user","content":"On."}]}
            """);
        Same("""[{"type":"thinking","thinking":"Hm.","signature":"EqQB"}]""", body["messages"]![1]!["content"]);
    }

    [Fact]
    public void Who_names_a_cached_prefix_to_OpenAI_gets_cache_marks_at_Anthropic_and_nothing_is_moved()
    {
        var (body, dropped) = Ask(Gpt, Claude, """
            {"model":"m","prompt_cache_key":"k","tools":[{"type":"function","function":{"name":"f"}}],
             "messages":[{"role":"system","content":"You code."},{"role":"user","content":"1"},{"role":"assistant","content":"2"},{"role":"user","content":"3"},{"role":"assistant","content":"4"},{"role":"user","content":"5"}]}
            """);
        Same("""
            {"model":"target-model","max_tokens":4096,"system":[{"type":"text","text":"You code.","cache_control":{"type":"ephemeral"}}],
             "messages":[{"role":"user","content":"1"},{"role":"assistant","content":"2"},{"role":"user","content":[{"type":"text","text":"3","cache_control":{"type":"ephemeral"}}]},
               {"role":"assistant","content":"4"},{"role":"user","content":[{"type":"text","text":"5","cache_control":{"type":"ephemeral"}}]}],
             "tools":[{"name":"f","input_schema":{"type":"object","properties":{}},"cache_control":{"type":"ephemeral"}}]}
            """, body);
        Assert.Empty(dropped);
    }

    [Fact]
    public void The_prefix_of_a_conversation_that_grows_stays_the_same_bytes()
    {
        const string Schema = """{ "type" : "object", "properties" : { "b" : {"type":"string"}, "a" : {"type":"number","minimum":1.0} } }""";
        string Ask1(string more) => Translate.Request(Claude, Gpt, Translate.Json($$$"""
            {"model":"m","max_tokens":9,"system":[{"type":"text","text":"You code.","cache_control":{"type":"ephemeral"}}],"tools":[{"name":"f","input_schema":{{{Schema}}}}],
             "messages":[{{{Hi}}},{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{ "b" : "\u00e9", "a" : 1.0 }}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"1"}]}{{{more}}}]}
            """), new TargetModel("m"));
        var (first, second) = (Ask1(""), Ask1(""",{"role":"assistant","content":"Done."},{"role":"user","content":"On."}"""));
        var messages = first[..first.IndexOf("],\"tools\"", StringComparison.Ordinal)];
        Assert.StartsWith(messages, second, StringComparison.Ordinal);
        Assert.Contains(Schema, first, StringComparison.Ordinal);
        Assert.Contains("""{ \"b\" : \"\\u00e9\", \"a\" : 1.0 }""", first, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"role":"user","content":""},{"role":"assistant","content":""},{"role":"user","content":"Hi"}]""", """[{"role":"user","content":"Hi"}]""")]
    [InlineData("""[{"role":"user","content":[{"type":"text","text":" "},{"type":"text","text":"Hi"}]}]""", """[{"role":"user","content":"Hi"}]""")]
    [InlineData("""[{"role":"user","content":"Hi"},{"role":"assistant","content":"","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"a","content":""}]""", """[{"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a"}]}]""")]
    [InlineData("""[{"role":"system","content":""},{"role":"user","content":"Hi"},{"role":"assistant","content":null,"refusal":""},{"role":"user","content":"On."}]""", """[{"role":"user","content":"Hi"},{"role":"user","content":"On."}]""")]
    public void Empty_text_never_reaches_Anthropic(string messages, string expected)
    {
        var (body, _) = Ask(Gpt, Claude, $$"""{"model":"m","messages":{{messages}}}""");
        Same(expected, body["messages"]);
        Assert.Null(body["system"]);
    }

    [Fact]
    public void The_cap_has_the_name_that_the_target_takes()
    {
        var ask = $$"""{"model":"m","max_tokens":99,"messages":[{{Hi}}]}""";
        Same($$"""{"model":"target-model","messages":[{{Hi}}],"max_completion_tokens":99}""", Ask(Claude, Gpt, ask).Body);
        Same($$"""{"model":"m","messages":[{{Hi}}],"max_tokens":99}""", Ask(Claude, Gpt, ask, new TargetModel("m", LegacyMaxTokens: true)).Body);
        Assert.Equal(99, (int)Ask(Claude, Codex, ask).Body["max_output_tokens"]!);
        Assert.Equal(99, (int)Ask(Claude, Local, ask).Body["options"]!["num_predict"]!);
        Assert.Equal(99, (int)Ask(Gpt, Claude, $$"""{"model":"m","max_tokens":5,"max_completion_tokens":99,"messages":[{{Hi}}]}""").Body["max_tokens"]!);
    }

    [Fact]
    public void Anthropic_always_gets_a_cap()
    {
        var ask = $$"""{"model":"m","messages":[{{Hi}}]}""";
        Assert.Equal(4096, (int)Ask(Gpt, Claude, ask).Body["max_tokens"]!);
        Assert.Equal(64000, (int)Ask(Gpt, Claude, ask, new TargetModel("m", MaxOutputTokens: 64000)).Body["max_tokens"]!);
    }

    [Theory, InlineData(1, 16, true), InlineData(15, 16, true), InlineData(16, 16, false), InlineData(17, 17, false)]
    public void Responses_gets_a_cap_of_16_at_least(int asked, int sent, bool dropped)
    {
        var (body, losses) = Ask(Claude, Codex, $$"""{"model":"m","max_tokens":{{asked}},"messages":[{{Hi}}]}""");
        Assert.Equal(sent, (int)body["max_output_tokens"]!);
        Assert.Equal(dropped ? ["max_tokens_under_16"] : [], losses);
    }

    [Theory]
    [InlineData("anthropic", "openai-chat", """{"model":"m","max_tokens":9,"tools":[{"type":"web_search_20250305","name":"web_search"}],"messages":[{"role":"user","content":"Hi"}]}""")]
    [InlineData("openai-responses", "anthropic", """{"model":"m","tools":[{"type":"web_search"}],"input":"Hi"}""")]
    [InlineData("openai-responses", "ollama", """{"model":"m","tools":[{"type":"web_search"},{"type":"file_search"}],"input":"Hi"}""")]
    public void A_search_that_the_provider_does_not_run_is_refused_when_it_is_all_that_is_offered(string from, string to, string ask) =>
        Assert.Equal("tools[0]", Refused(Dialects.Find(from)!, Dialects.Find(to)!, ask));

    [Fact]
    public void A_search_beside_other_tools_is_left_out_and_announced_and_never_becomes_a_tool_of_the_client()
    {
        var (body, dropped) = Ask(Claude, Gpt, $$$"""{"model":"m","max_tokens":9,"tools":[{"type":"web_search_20250305","name":"web_search"},{"name":"f","input_schema":{"type":"object"}}],"messages":[{{{Hi}}}]}""");
        Same("""[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}]""", body["tools"]);
        Assert.Equal(["hosted_tool"], dropped);
    }

    [Fact]
    public void An_answers_schema_is_closed_everywhere_and_its_bounds_are_told_in_words()
    {
        var (body, dropped) = Ask(Gpt, Claude, """
            {"model":"m","messages":[{"role":"user","content":"Hi"}],"response_format":{"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":
              {"type":"object","required":["a"],"properties":{
                "a":{"type":"integer","minimum":1,"maximum":5,"description":"Stars."},
                "minimum":{"type":["object","null"],"properties":{"x":{"type":"string","format":"date"},"y":{"type":"string","format":"int32","maxLength":9}}},
                "list":{"type":"array","minItems":2,"items":{"oneOf":[{"type":"object"},{"$ref":"#/$defs/d"}]}}},
               "$defs":{"d":{"type":"object","properties":{},"additionalProperties":false}}}}}}
            """);
        Same("""
            {"type":"object","required":["a"],"properties":{
              "a":{"type":"integer","description":"Stars. (minimum: 1, maximum: 5)"},
              "minimum":{"type":["object","null"],"properties":{"x":{"type":"string","format":"date"},"y":{"type":"string","description":"(format: \"int32\", maxLength: 9)"}},"additionalProperties":false},
              "list":{"type":"array","items":{"anyOf":[{"type":"object","additionalProperties":false},{"$ref":"#/$defs/d"}]},"description":"(minItems: 2)"}},
             "$defs":{"d":{"type":"object","properties":{},"additionalProperties":false}},"additionalProperties":false}
            """, body["output_config"]!["format"]!["schema"]);
        Assert.Empty(dropped);
    }

    [Theory, InlineData("true"), InlineData("{}"), InlineData("""{"type":"string"}""")]
    public void A_schema_that_leaves_an_object_open_is_closed_and_that_is_announced(string open)
    {
        var (body, dropped) = Ask(Codex, Claude, $$$$$"""{"model":"m","input":"Hi","text":{"format":{"type":"json_schema","name":"n","schema":{"type":"object","additionalProperties":{{{{{open}}}}} }}}}""");
        Same("""{"type":"object","additionalProperties":false}""", body["output_config"]!["format"]!["schema"]);
        Assert.Equal(["schema_open"], dropped);
    }

    [Theory]
    [InlineData("anthropic", "openai-chat", """ "max_tokens":9,"stop_sequences":["A","B","C","D"] """, "stop", """["A","B","C","D"]""")]
    [InlineData("openai-chat", "anthropic", """ "stop":"A" """, "stop_sequences", """["A"]""")]
    [InlineData("openai-chat", "anthropic", """ "stop":["A","","B"] """, "stop_sequences", """["A","B"]""")]
    [InlineData("anthropic", "ollama", """ "max_tokens":9,"stop_sequences":["A","B","C","D","E"] """, "options/stop", """["A","B","C","D","E"]""")]
    public void Stop_sequences_go_along(string from, string to, string asked, string field, string expected)
    {
        JsonNode? found = Ask(Dialects.Find(from)!, Dialects.Find(to)!, $$"""{"model":"m","messages":[{{Hi}}],{{asked}}}""").Body;
        foreach (var name in field.Split('/')) found = found![name];
        Same(expected, found);
    }

    [Theory]
    [InlineData("anthropic", "openai-responses", """ "max_tokens":9,"stop_sequences":["A"] """, "stop_sequences")]
    [InlineData("anthropic", "openai-chat", """ "max_tokens":9,"stop_sequences":["A","B","C","D","E"] """, "stop_sequences")]
    [InlineData("openai-chat", "openai-responses", """ "stop":"A" """, "stop_sequences")]
    [InlineData("openai-chat", "anthropic", """ "stop":"\n" """, "stop")]
    [InlineData("openai-chat", "anthropic", """ "n":2 """, "n")]
    [InlineData("openai-chat", "openai-responses", """ "n":2 """, "n")]
    [InlineData("openai-chat", "ollama", """ "n":2 """, "n")]
    [InlineData("openai-chat", "anthropic", """ "logprobs":true """, "logprobs")]
    [InlineData("openai-chat", "anthropic", """ "audio":{"voice":"alloy","format":"wav"},"modalities":["text","audio"] """, "audio")]
    [InlineData("anthropic", "openai-chat", """ "max_tokens":0 """, "max_tokens")]
    [InlineData("anthropic", "openai-chat", """ "max_tokens":9,"container":"c" """, "container")]
    [InlineData("anthropic", "openai-chat", """ "max_tokens":9,"mcp_servers":[{"type":"url","url":"https://x"}] """, "mcp_servers")]
    [InlineData("anthropic", "ollama", """ "max_tokens":9,"tools":[{"name":"f","input_schema":{}}],"tool_choice":{"type":"any"} """, "tool_choice")]
    public void What_cannot_be_had_is_refused_by_its_name(string from, string to, string asked, string field) =>
        Assert.Equal(field, Refused(Dialects.Find(from)!, Dialects.Find(to)!, $$"""{"model":"m","messages":[{{Hi}}],{{asked}}}"""));

    [Theory, InlineData("\"n\":1"), InlineData("\"n\":null"), InlineData("\"logprobs\":false"), InlineData("\"modalities\":[\"text\"]")]
    public void Asking_for_what_every_answer_is_anyway_is_not_refused(string asked) =>
        Assert.Equal("Hi", (string?)Ask(Gpt, Claude, $$"""{"model":"m","messages":[{{Hi}}],{{asked}}}""").Body["messages"]![0]!["content"]);

    [Theory]
    [InlineData("anthropic", """ "previous_response_id":"resp_1","input":"Hi" """, "previous_response_id")]
    [InlineData("openai-chat", """ "previous_response_id":"resp_1" """, "previous_response_id")]
    [InlineData("ollama", """ "conversation":{"id":"conv_1"},"input":"Hi" """, "conversation")]
    [InlineData("anthropic", """ "background":true,"input":"Hi" """, "background")]
    [InlineData("anthropic", """ "prompt":{"id":"pmpt_1"} """, "prompt")]
    public void What_another_provider_keeps_is_refused_by_its_name_and_not_ignored(string to, string asked, string field) =>
        Assert.Equal(field, Refused(Codex, Dialects.Find(to)!, $$"""{"model":"m",{{asked}}}"""));

    [Fact]
    public void A_pdf_goes_along_in_each_of_its_places()
    {
        const string Pdf = "JVBERi0=";
        var ask = $$$"""{"model":"m","max_tokens":99,"messages":[{"role":"user","content":[{"type":"document","title":"a.pdf","source":{"type":"base64","media_type":"application/pdf","data":"{{{Pdf}}}"}},{"type":"text","text":"Read."}]}]}""";
        Same($$$"""[{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,{{{Pdf}}}"}},{"type":"text","text":"Read."}]""", Ask(Claude, Gpt, ask).Body["messages"]![0]!["content"]);
        Same($$$"""[{"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,{{{Pdf}}}"},{"type":"input_text","text":"Read."}]""", Ask(Claude, Codex, ask).Body["input"]![0]!["content"]);
        Assert.StartsWith("messages", Refused(Claude, Local, ask), StringComparison.Ordinal);
        foreach (var file in new[] { $$$"""{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,{{{Pdf}}}"}}""", $$$"""{"type":"file","file":{"filename":"a.pdf","file_data":"{{{Pdf}}}"}}""" })
            Same($$$"""{"type":"document","title":"a.pdf","source":{"type":"base64","media_type":"application/pdf","data":"{{{Pdf}}}"}}""",
                Ask(Gpt, Claude, $$$"""{"model":"m","messages":[{"role":"user","content":[{{{file}}}]}]}""").Body["messages"]![0]!["content"]![0]);
        Assert.Equal("messages[0].content[0]", Refused(Gpt, Claude, """{"model":"m","messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"file-1"}}]}]}"""));
    }

    [Theory]
    [InlineData("""{"type":"text","media_type":"text/plain","data":"Words."}""", """[{"type":"text","text":"T\n\nWords."},{"type":"text","text":"Read."}]""")]
    [InlineData("""{"type":"content","content":"Words."}""", """[{"type":"text","text":"T\n\nWords."},{"type":"text","text":"Read."}]""")]
    [InlineData("""{"type":"content","content":[{"type":"text","text":"Words."},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}}]}""",
        """[{"type":"text","text":"T"},{"type":"text","text":"Words."},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}},{"type":"text","text":"Read."}]""")]
    public void A_document_of_any_source_becomes_what_the_target_can_read(string source, string expected)
    {
        var (body, _) = Ask(Claude, Gpt, $$$"""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":[{"type":"document","title":"T","source":{{{source}}}},{"type":"text","text":"Read."}]}]}""");
        Same(expected, body["messages"]![0]!["content"]);
    }

    [Theory]
    [InlineData("anthropic", "openai-chat", """{"type":"image","source":{"type":"a_source_of_next_year"}}""")]
    [InlineData("anthropic", "openai-responses", """{"type":"document","source":{"type":"a_source_of_next_year"}}""")]
    [InlineData("anthropic", "ollama", """{"type":"image","source":{"type":"a_source_of_next_year"}}""")]
    [InlineData("openai-chat", "anthropic", """{"type":"input_audio","input_audio":{"data":"UklGR","format":"wav"}}""")]
    [InlineData("openai-chat", "openai-responses", """{"type":"a_part_of_next_year"}""")]
    [InlineData("openai-responses", "anthropic", """{"type":"text_of_next_year"}""")]
    public void Content_that_nobody_else_understands_is_refused_and_never_lost(string from, string to, string block)
    {
        var ask = from == "openai-responses" ? $$$"""{"model":"m","input":[{"role":"user","content":[{{{block}}}]}]}""" : $$$"""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":[{{{block}}}]}]}""";
        Assert.StartsWith("messages", Refused(Dialects.Find(from)!, Dialects.Find(to)!, ask), StringComparison.Ordinal);
    }

    [Fact]
    public void A_system_message_in_mid_conversation_goes_along_everywhere()
    {
        var ask = $$$"""{"model":"m","max_tokens":99,"system":"You code.","messages":[{{{Hi}}},{"role":"assistant","content":"Yes?"},{"role":"system","content":"Be brief."},{"role":"user","content":"On."}]}""";
        Same($$$"""[{"role":"system","content":"You code."},{{{Hi}}},{"role":"assistant","content":"Yes?"},{"role":"system","content":"Be brief."},{"role":"user","content":"On."}]""", Ask(Claude, Gpt, ask).Body["messages"]);
        Same("""{"type":"message","role":"developer","content":[{"type":"input_text","text":"Be brief."}]}""", Ask(Claude, Codex, ask).Body["input"]![2]);
        Same("""{"role":"system","content":"Be brief."}""", Ask(Claude, Local, ask).Body["messages"]![3]);
        var chat = $$$"""{"model":"m","messages":[{"role":"system","content":"A."},{"role":"developer","content":"B."},{{{Hi}}},{"role":"developer","content":"Be brief."},{"role":"user","content":"On."}]}""";
        Same("""[{"type":"text","text":"A."},{"type":"text","text":"B."}]""", Ask(Gpt, Claude, chat).Body["system"]);
        Same($$$"""[{{{Hi}}},{"role":"user","content":"Be brief."},{"role":"user","content":"On."}]""", Ask(Gpt, Claude, chat).Body["messages"]);
        Same($$$"""[{{{Hi}}},{"role":"system","content":"Be brief."},{"role":"user","content":"On."}]""", Ask(Gpt, Claude, chat, new TargetModel("m", MidSystem: true)).Body["messages"]);
    }

    [Fact]
    public void Where_there_are_only_system_messages_the_last_becomes_the_question()
    {
        var ask = """{"model":"m","messages":[{"role":"system","content":"You code."},{"role":"system","content":"Say hi."}]}""";
        var (body, _) = Ask(Gpt, Claude, ask, new TargetModel("m", MidSystem: true));
        Assert.Equal("You code.", (string?)body["system"]);
        Same("""[{"role":"user","content":"Say hi."}]""", body["messages"]);
        Same("""[{"type":"message","role":"developer","content":[{"type":"input_text","text":"Say hi."}]}]""", Ask(Gpt, Codex, ask).Body["input"]);
    }

    [Theory, InlineData(64, true, true), InlineData(65, false, true), InlineData(256, false, true), InlineData(257, false, false)]
    public void A_users_name_that_is_too_long_becomes_a_hash_the_same_every_time(int length, bool fitsOpenAI, bool fitsAnthropic)
    {
        var user = new string('u', length);
        var claude = $$$"""{"model":"m","max_tokens":99,"metadata":{"user_id":"{{{user}}}"},"messages":[{{{Hi}}}]}""";
        foreach (var sent in new[] { (string)Ask(Claude, Gpt, claude).Body["user"]!, (string)Ask(Claude, Codex, claude).Body["safety_identifier"]! })
            Assert.Equal((fitsOpenAI, true), (sent == user, sent.Length <= 64));
        var chat = $$"""{"model":"m","user":"{{user}}","messages":[{{Hi}}]}""";
        var name = (string)Ask(Gpt, Claude, chat).Body["metadata"]!["user_id"]!;
        Assert.Equal((fitsAnthropic, true), (name == user, name.Length <= 256));
        Assert.Equal(name, (string)Ask(Gpt, Claude, chat).Body["metadata"]!["user_id"]!);
    }

    [Fact]
    public void A_begun_answer_is_continued_where_that_is_possible_and_refused_elsewhere()
    {
        var claude = $$$"""{"model":"m","max_tokens":99,"messages":[{{{Hi}}},{"role":"assistant","content":"{ "}]}""";
        Assert.StartsWith("messages", Refused(Claude, Gpt, claude), StringComparison.Ordinal);
        Assert.StartsWith("messages", Refused(Claude, Codex, claude), StringComparison.Ordinal);
        Same("""{"role":"assistant","content":"{ "}""", Ask(Claude, Local, claude).Body["messages"]![1]);
        var local = $$$"""{"model":"m","messages":[{{{Hi}}},{"role":"assistant","content":"{ \n"}]}""";
        Same("""{"role":"assistant","content":"{"}""", Ask(Local, Claude, local).Body["messages"]![1]); // Anthropic refuses white space at its end
        Assert.Equal("messages", Refused(Local, Claude, local, new TargetModel("m", Prefill: false)));
    }

    [Fact]
    public void What_fills_a_gap_reaches_the_servers_that_can_and_is_refused_elsewhere()
    {
        var ask = """{"model":"m","prompt":"def f(","suffix":"): pass","max_tokens":9}""";
        var (body, dropped) = Ask(Legacy, LocalPrompt, ask);
        Assert.Equal(("def f(", "): pass", 9), ((string?)body["prompt"], (string?)body["suffix"], (int)body["options"]!["num_predict"]!));
        Assert.Empty(dropped);
        Assert.Equal("): pass", (string?)Ask(LocalPrompt, Legacy, """{"model":"m","prompt":"def f(","suffix":"): pass"}""").Body["suffix"]);
        foreach (var to in new[] { Gpt, Codex, Claude }) Assert.Equal("suffix", Refused(Legacy, to, ask));
    }

    [Theory, InlineData(20_000, 8192), InlineData(200_000, 131_072), InlineData(1_000_000, 262_144)]
    public void Ollama_is_told_to_make_room_for_the_whole_prompt(int bytes, int room)
    {
        var ask = $$$"""{"model":"m","max_tokens":1000,"messages":[{"role":"user","content":"{{{new string('x', bytes)}}}"}]}""";
        Assert.Equal(room, (int)Ask(Claude, Local, ask, new TargetModel("m", ContextTokens: 262_144)).Body["options"]!["num_ctx"]!);
    }

    [Theory]
    [InlineData("anthropic", "auto", "openai-chat", "auto")]
    [InlineData("anthropic", "standard_only", "openai-chat", "default")]
    [InlineData("openai-chat", "default", "anthropic", "standard_only")]
    [InlineData("openai-chat", "auto", "anthropic", "auto")]
    [InlineData("openai-chat", "flex", "anthropic", null)]
    [InlineData("openai-chat", "priority", "openai-responses", "priority")]
    public void A_service_tier_is_given_its_name_or_announced_as_lost(string from, string tier, string to, string? sent)
    {
        var (body, dropped) = Ask(Dialects.Find(from)!, Dialects.Find(to)!, $$"""{"model":"m","max_tokens":99,"service_tier":"{{tier}}","messages":[{{Hi}}]}""");
        Assert.Equal(sent, (string?)body["service_tier"]);
        Assert.Equal(sent is null ? ["service_tier_other"] : [], dropped);
    }

    [Theory]
    [InlineData("low", "low"), InlineData("medium", "medium"), InlineData("xhigh", "high"), InlineData("minimal", "low")]
    public void Ollama_is_told_how_hard_to_think_in_its_own_words(string effort, string level)
    {
        var (body, _) = Ask(Gpt, Local, $$"""{"model":"m","reasoning_effort":"{{effort}}","messages":[{{Hi}}]}""", Translate.Thinker);
        Assert.Equal(level, (string?)body["think"]);
        Assert.True((bool)Ask(Claude, Local, $$$"""{"model":"m","max_tokens":9000,"thinking":{"type":"enabled","budget_tokens":2000},"messages":[{{{Hi}}}]}""", Translate.Thinker).Body["think"]!);
        Assert.False((bool)Ask(Claude, Local, $$$"""{"model":"m","max_tokens":9000,"thinking":{"type":"disabled"},"messages":[{{{Hi}}}]}""", Translate.Thinker).Body["think"]!);
    }
}
