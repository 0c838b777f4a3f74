using System.Text;
using System.Text.Json.Nodes;
using static Farthing.Wire.Tests.Mistakes.Wires;

namespace Farthing.Wire.Tests.Mistakes;

/// <summary>How answers end: whole, cut, refused, at a stop sequence, in an error.</summary>
public sealed class EndingsTests
{
    public static TheoryData<string, string> Cut => new()
    {
        { "openai-chat", Chat("""{"content":"Half"}""") },
        { "openai-chat", Chat("""{"content":"Half"}""", "[DONE]") }, // no finish_reason
        { "openai-chat", Chat("""{"content":"Half"}""", Finish("error"), "[DONE]") },
        { "openai-chat", Chat("""{"content":"Half"}""", Finish("insufficient_system_resource"), "[DONE]") }, // DeepSeek
        { "openai-chat", Chat("""{"content":"Half"}""", Finish("network_error"), "[DONE]") }, // z.ai
        { "openai-chat", Chat("""{"content":"Half"}""", Finish("abort"), "[DONE]") }, // SGLang
        { "openai-chat", "" },
        { "openai-chat", "<html>Bad gateway</html>" },
        { "anthropic", """data: {"type":"message_start","message":{"id":"m","model":"m"}}""" + "\n\n" + """data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":"Half"}}""" + "\n\n" },
        { "anthropic", """data: {"type":"message_start","message":{"id":"m","model":"m"}}""" + "\n\n" + """data: {"type":"message_stop"}""" + "\n\n" }, // no stop_reason
        { "openai-responses", """data: {"type":"response.created","response":{"id":"r"}}""" + "\n\n" + """data: {"type":"response.output_text.delta","output_index":0,"delta":"Half"}""" + "\n\n" },
        { "openai-responses", """data: {"type":"response.output_text.delta","output_index":0,"delta":"Half"}""" + "\n\n" + """data: {"type":"response.failed","response":{"id":"r","status":"failed","error":{"code":"server_error","message":"Gone."}}}""" + "\n\n" },
        { "ollama", """{"message":{"role":"assistant","content":"Half"},"done":false}""" + "\n" },
        { "openai-completions", """data: {"id":"c","choices":[{"index":0,"text":"Half"}]}""" + "\n\n" },
    };

    [Theory, MemberData(nameof(Cut))]
    public void A_broken_answer_ends_in_an_error_for_every_caller_and_never_cleanly(string from, string stream)
    {
        foreach (var caller in Dialects.All)
        {
            var sent = Through(Dialects.Find(from)!, caller, stream);
            Assert.DoesNotContain("\"type\":\"message_stop\"", sent, StringComparison.Ordinal);
            Assert.DoesNotContain("data: [DONE]", sent, StringComparison.Ordinal);
            Assert.DoesNotContain("\"type\":\"response.completed\"", sent, StringComparison.Ordinal);
            Assert.DoesNotContain("\"done\":true", sent, StringComparison.Ordinal);
            Assert.Contains("error", sent, StringComparison.Ordinal);
            var (events, error) = Translate.Events(caller, Encoding.UTF8.GetBytes(sent));
            Assert.NotNull(error);
            Assert.DoesNotContain(events, e => e is ReplyStopped);
        }
    }

    [Theory]
    [InlineData("openai-chat", """{"id":"c","choices":[{"message":{"content":"Half"}}]}""")]
    [InlineData("openai-chat", """{"id":"c","choices":[{"message":{"content":"Half"},"finish_reason":"insufficient_system_resource"}]}""")]
    [InlineData("openai-chat", """{"id":"c","choices":[]}""")]
    [InlineData("anthropic", """{"id":"m","content":[{"type":"text","text":"Half"}],"stop_reason":null}""")]
    [InlineData("openai-responses", """{"id":"r","status":"in_progress","output":[]}""")]
    [InlineData("openai-responses", """{"id":"r","status":"failed","output":[]}""")]
    [InlineData("ollama", """{"message":{"content":"Half"},"done":false}""")]
    public void An_answer_that_does_not_say_why_it_stopped_is_an_error(string from, string reply)
    {
        var error = Assert.Throws<WireException>(() => Dialects.Find(from)!.ReadReply(Translate.Json(reply))).Error;
        Assert.Equal(502, error.Status);
    }

    /// <summary>wire.md §2, the table of stop reasons, cell by cell.</summary>
    [Theory]
    [InlineData("end_turn", "stop", "completed", null, "stop")]
    [InlineData("pause_turn", "stop", "completed", null, "stop")]
    [InlineData("compaction", "stop", "completed", null, "stop")]
    [InlineData("stop_sequence", "stop", "completed", null, "stop")]
    [InlineData("max_tokens", "length", "incomplete", "max_output_tokens", "length")]
    [InlineData("model_context_window_exceeded", "length", "incomplete", "max_output_tokens", "length")]
    [InlineData("refusal", "content_filter", "incomplete", "content_filter", "stop")]
    [InlineData("a_reason_of_next_year", "stop", "completed", null, "stop")]
    public void Each_of_Anthropics_stop_reasons_has_its_like(string reason, string finish, string status, string? incomplete, string done)
    {
        var reply = $$"""{"id":"m","model":"m","content":[{"type":"text","text":"Hi"}],"stop_reason":"{{reason}}"}""";
        Assert.Equal(finish, (string?)ReplyTo(Gpt, Claude, reply)["choices"]![0]!["finish_reason"]);
        var response = ReplyTo(Codex, Claude, reply);
        Assert.Equal((status, incomplete), ((string?)response["status"], (string?)response["incomplete_details"]?["reason"]));
        Assert.Equal(done, (string?)ReplyTo(Local, Claude, reply)["done_reason"]);
    }

    [Theory]
    [InlineData("stop", "end_turn")]
    [InlineData("length", "max_tokens")]
    [InlineData("max_tokens", "max_tokens")]
    [InlineData("model_length", "model_context_window_exceeded")] // Mistral
    [InlineData("content_filter", "refusal")]
    [InlineData("sensitive", "refusal")] // z.ai
    [InlineData("eos", "end_turn")]
    [InlineData("a_reason_of_next_year", "end_turn")]
    public void Each_finish_reason_has_its_like(string finish, string reason) =>
        Assert.Equal(reason, (string?)ReplyTo(Claude, Gpt, $$"""{"id":"c","choices":[{"message":{"content":"Hi"},"finish_reason":"{{finish}}"}]}""")["stop_reason"]);

    [Theory]
    [InlineData("""{"finish_reason":"stop","stop_reason":"END"}""")] // vLLM
    [InlineData("""{"finish_reason":"stop","matched_stop":"END"}""")] // SGLang
    public void The_stop_sequence_that_was_met_is_told_where_the_server_tells_it(string end)
    {
        var reply = ReplyTo(Claude, Gpt, $$"""{"id":"c","choices":[{"message":{"content":"Hi"},{{end[1..]}}]}""");
        Assert.Equal(("stop_sequence", "END"), ((string?)reply["stop_reason"], (string?)reply["stop_sequence"]));
        var heard = Heard(Claude, Through(Gpt, Claude, Chat("""{"content":"Hi"}""", $$"""{"choices":[{"index":0,"delta":{},{{end[1..]}}]}""", "[DONE]")));
        Assert.Equal((StopReason.StopSequence, "END"), (heard.Stop, heard.StopSequence));
    }

    [Theory]
    [InlineData("""{"finish_reason":"stop","stop_reason":128009}""")] // vLLM gives a token id where an end-of-turn token was met
    [InlineData("""{"finish_reason":"stop","matched_stop":2}""")]
    [InlineData("""{"finish_reason":"stop","stop_reason":null}""")]
    public void A_stop_token_is_no_stop_sequence(string end) =>
        Assert.Equal("end_turn", (string?)ReplyTo(Claude, Gpt, $$"""{"id":"c","choices":[{"message":{"content":"Hi"},{{end[1..]}}]}""")["stop_reason"]);

    [Theory]
    [InlineData("openai-chat", """{"id":"c","choices":[{"message":{"content":null,"refusal":"I will not."},"finish_reason":"stop"}]}""", "I will not.")]
    [InlineData("openai-chat", """{"id":"c","choices":[{"message":{"content":"Well"},"finish_reason":"content_filter"}]}""", "Well")]
    [InlineData("openai-chat", """{"id":"c","choices":[{"finish_reason":"content_filter","content_filter_results":{}}]}""", "")] // Azure
    [InlineData("openai-responses", """{"id":"r","status":"completed","output":[{"type":"message","content":[{"type":"refusal","refusal":"I will not."}]}]}""", "I will not.")]
    [InlineData("openai-responses", """{"id":"r","status":"incomplete","incomplete_details":{"reason":"content_filter"},"output":[]}""", "")]
    public void A_refusal_stays_a_refusal(string from, string reply, string text)
    {
        var claude = ReplyTo(Claude, Dialects.Find(from)!, reply);
        Assert.Equal("refusal", (string?)claude["stop_reason"]);
        Same(text.Length == 0 ? "[]" : $$"""[{"type":"text","text":"{{text}}"}]""", claude["content"]);
        Assert.Equal("content_filter", (string?)ReplyTo(Gpt, Dialects.Find(from)!, reply)["choices"]![0]!["finish_reason"]);
    }

    [Fact]
    public void A_streamed_refusal_stays_one()
    {
        var stream = Chat("""{"refusal":"I will"}""", """{"refusal":" not."}""", Finish("stop"), "[DONE]");
        Assert.Equal(StopReason.Refusal, Heard(Claude, Through(Gpt, Claude, stream)).Stop);
        var response = Heard(Codex, Through(Gpt, Codex, stream));
        Assert.Equal((StopReason.Refusal, new RefusalBlock("I will not.")), (response.Stop, Assert.Single(response.Blocks)));
    }

    [Fact]
    public void Codex_gets_every_item_added_and_done_and_the_whole_in_the_last_event()
    {
        var events = Data(Through(Gpt, Codex, Chat("""{"content":"Look."}""", """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"p\":"}}]}""",
            """{"tool_calls":[{"index":0,"function":{"arguments":"1}"}}]}""", Finish("tool_calls"), """{"usage":{"prompt_tokens":5,"completion_tokens":2}}""", "[DONE]"))).Select(d => JsonNode.Parse(d)!).ToList();
        Assert.Equal(
            [
                "response.created", "response.in_progress",
                "response.output_item.added", "response.content_part.added", "response.output_text.delta", "response.output_text.done", "response.content_part.done", "response.output_item.done",
                "response.output_item.added", "response.function_call_arguments.delta", "response.function_call_arguments.delta", "response.function_call_arguments.done", "response.output_item.done",
                "response.completed",
            ], events.Select(e => (string)e["type"]!));
        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(e => (int)e["sequence_number"]!));
        var call = events[^2]["item"]!;
        Same("""{"id":"fc_frame-id_1","type":"function_call","status":"completed","call_id":"a","name":"f","arguments":"{\"p\":1}"}""", call);
        Same(call.ToJsonString(), events[^1]["response"]!["output"]![1]);
        Assert.Equal(("c1", "completed", 5), ((string?)events[^1]["response"]!["id"], (string?)events[^1]["response"]!["status"], (int)events[^1]["response"]!["usage"]!["input_tokens"]!));
    }

    [Theory]
    [InlineData("""{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}}""", "anthropic")]
    [InlineData("""{"type":"error","error":{"type":"invalid_request_error","message":"input length and `max_tokens` exceed context limit: 197202 + 21333 > 200000"}}""", "anthropic")]
    [InlineData("""{"error":{"code":"context_length_exceeded","message":"Your input exceeds the context window of this model.","type":"invalid_request_error"}}""", "openai-responses")]
    [InlineData("""{"error":{"message":"This model's maximum context length is 131072 tokens. However, you requested 140000.","type":"invalid_request_error","code":"invalid_request_error"}}""", "openai-chat")] // DeepSeek
    [InlineData("""{"object":"error","message":"This model's maximum context length is 8192 tokens.","type":"BadRequestError","code":400}""", "openai-chat")] // vLLM
    [InlineData("""{"error":{"code":400,"message":"the request exceeds the available context size. try increasing it","type":"exceed_context_size_error"}}""", "openai-chat")] // llama.cpp
    [InlineData("""{"error":"Trying to keep the first 9000 tokens when context the overflows, but the model is loaded with context length of only 4096 tokens: greater than the context length"}""", "openai-chat")] // LM Studio
    [InlineData("""{"error":"input length exceeds maximum context length"}""", "ollama")]
    public void A_full_context_is_told_in_the_words_that_each_client_knows(string body, string from)
    {
        var error = Dialects.Find(from)!.ReadError(400, Encoding.UTF8.GetBytes(body));
        Assert.Contains("prompt is too long", Encoding.UTF8.GetString(Claude.WriteError(error, "r").Body), StringComparison.Ordinal); // Claude Code
        Assert.Contains("\"code\":\"context_length_exceeded\"", Encoding.UTF8.GetString(Codex.WriteError(error, "r").Body), StringComparison.Ordinal); // Codex
        var stream = Data(Translate.Stream(Codex, [new ReplyStarted("r", "m", Usage.Unreported), new ReplyFailed(error)]))[^1];
        Assert.Equal("context_length_exceeded", (string?)JsonNode.Parse(stream)!["response"]!["error"]!["code"]);
    }

    [Theory]
    [InlineData("""{"error":{"message":"Rate limit reached: 30000 tokens per minute","type":"tokens","code":"rate_limit_exceeded"}}""", 429)]
    [InlineData("""{"error":{"message":"max_tokens is too large","type":"invalid_request_error"}}""", 400)]
    public void No_other_error_passes_for_a_full_context(string body, int status)
    {
        var error = Gpt.ReadError(status, Encoding.UTF8.GetBytes(body));
        Assert.NotEqual("context_length_exceeded", error.Code);
        Assert.DoesNotContain("prompt is too long", Encoding.UTF8.GetString(Claude.WriteError(error, "r").Body), StringComparison.Ordinal);
    }

    /// <summary>wire.md §2, the table of errors: status and type as each caller gets them.</summary>
    [Theory]
    [InlineData(400, 400, "invalid_request_error", 400, "invalid_request_error", null)]
    [InlineData(401, 401, "authentication_error", 401, "invalid_request_error", "invalid_api_key")]
    [InlineData(402, 402, "billing_error", 402, "insufficient_quota", "insufficient_quota")]
    [InlineData(403, 403, "permission_error", 403, "permission_error", null)]
    [InlineData(404, 404, "not_found_error", 404, "invalid_request_error", "model_not_found")]
    [InlineData(413, 413, "request_too_large", 413, "invalid_request_error", "request_too_large")]
    [InlineData(429, 429, "rate_limit_error", 429, "rate_limit_error", "rate_limit_exceeded")]
    [InlineData(500, 500, "api_error", 500, "server_error", "server_error")]
    [InlineData(503, 503, "overloaded_error", 503, "server_error", "server_error")]
    [InlineData(504, 504, "timeout_error", 504, "server_error", "server_error")]
    [InlineData(529, 529, "overloaded_error", 503, "server_error", "server_error")]
    public void Each_status_keeps_its_meaning_for_either_vendors_clients(int status, int claude, string type, int openAI, string openAIType, string? code)
    {
        foreach (var from in new[] { Claude, Gpt, Local })
        {
            var error = from.ReadError(status, "{\"error\":{\"message\":\"Why.\"}}"u8);
            var (anthropicStatus, anthropicBody) = Claude.WriteError(error, "req_1");
            Assert.Equal(claude, anthropicStatus);
            Same($$$"""{"type":"error","error":{"type":"{{{type}}}","message":"Why."},"request_id":"req_1"}""", JsonNode.Parse(anthropicBody));
            var (openAIStatus, openAIBody) = Gpt.WriteError(error, "req_1");
            Assert.Equal(openAI, openAIStatus);
            Same($$$"""{"error":{"message":"Why.","type":"{{{openAIType}}}","param":null,"code":{{{(code is null ? "null" : $"\"{code}\"")}}}}}""", JsonNode.Parse(openAIBody));
            Assert.Equal((openAI, """{"error":"Why."}"""), (Local.WriteError(error, "r").Status, Encoding.UTF8.GetString(Local.WriteError(error, "r").Body)));
        }
    }

    [Fact]
    public void A_sign_of_life_is_an_event_where_clients_take_no_notice_of_comments()
    {
        Assert.Equal("event: ping\ndata: {\"type\":\"ping\"}\n\n", Translate.Stream(Claude, [ReplyPing.Instance]));
        var response = Data(Translate.Stream(Codex, [new ReplyStarted("r", "m", Usage.Unreported), ReplyPing.Instance]));
        Assert.Equal(["response.created", "response.in_progress", "response.in_progress"], response.Select(d => (string)JsonNode.Parse(d)!["type"]!));
        Assert.Equal(": ping\n\n", Translate.Stream(Gpt, [ReplyPing.Instance]));
    }
}
