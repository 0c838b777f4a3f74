using System.Text.Json.Nodes;
using static Farthing.Wire.Tests.Mistakes.Wires;

namespace Farthing.Wire.Tests.Mistakes;

/// <summary>Token counts that other gateways lost, doubled or left out.</summary>
public sealed class UsageTests
{
    private const string Start = """data: {"type":"message_start","message":{"id":"m1","model":"m","usage":{"input_tokens":10,"cache_read_input_tokens":100,"cache_creation_input_tokens":7,"output_tokens":1}}}""";

    public static TheoryData<string> Silent =>
    [
        Chat("""{"content":"Hi"}""", Finish("stop"), "[DONE]"),
        Chat("""{"content":"Hi"}""", Finish("stop"), """{"choices":[],"usage":null}""", "[DONE]"),
        Chat("""{"content":"Hi"}""", Finish("stop"), """{"choices":[],"usage":{"prompt_tokens":null}}""", "[DONE]"),
    ];

    [Theory, MemberData(nameof(Silent))]
    public void Counts_that_a_provider_leaves_out_are_zero_to_the_caller_and_unknown_to_the_ledger(string stream)
    {
        foreach (var data in Data(Through(Gpt, Claude, stream)).Select(d => JsonNode.Parse(d)!))
            if ((data["message"] ?? data)["usage"] is { } usage)
                Same("""{"input_tokens":0,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0}""", usage);
        Assert.Equal(Usage.Unreported, ReplyFold.Of(Translate.Events(Gpt, System.Text.Encoding.UTF8.GetBytes(stream)).Events).Usage);
    }

    [Fact]
    public void The_last_event_repeats_the_input_which_an_OpenAI_server_tells_only_at_the_end()
    {
        var sse = Through(Gpt, Claude, Chat("""{"content":"Hi"}""", Finish("stop"),
            """{"choices":[],"usage":{"prompt_tokens":150000,"completion_tokens":9,"prompt_tokens_details":{"cached_tokens":100000}}}""", "[DONE]"));
        Same("""{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"input_tokens":50000,"cache_creation_input_tokens":0,"cache_read_input_tokens":100000,"output_tokens":9}}""",
            JsonNode.Parse(Data(sse)[^2]));
    }

    [Fact]
    public void Counts_that_grow_with_each_chunk_replace_one_another()
    {
        string Chunk(int output) => $$$"""{"choices":[{"index":0,"delta":{"content":"x"}}],"usage":{"prompt_tokens":20,"completion_tokens":{{{output}}}}}""";
        var heard = Heard(Claude, Through(Gpt, Claude, Chat(Chunk(1), Chunk(2), Chunk(3), Finish("stop"), "[DONE]")));
        Assert.Equal((20L, 3L), (heard.Usage.Input, heard.Usage.Output));
    }

    [Theory]
    [InlineData("""{"output_tokens":9}""", 10, 100, 7, 9)]
    [InlineData("""{"input_tokens":12,"output_tokens":9}""", 12, 100, 7, 9)]
    [InlineData("""{"input_tokens":0,"cache_read_input_tokens":110,"cache_creation_input_tokens":7,"output_tokens":9}""", 0, 110, 7, 9)]
    public void A_later_count_replaces_the_first_and_is_never_added_to_it(string last, long input, long read, long written, long output)
    {
        var stream = Start + "\n\n" + """data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":""" + last + "}\n\ndata: {\"type\":\"message_stop\"}\n\n";
        foreach (var caller in new[] { Gpt, Codex })
            Assert.Equal(new Usage(input, read, written, null, output, 0), Heard(caller, Through(Claude, caller, stream)).Usage);
        var tally = Claude.NewTally();
        foreach (var data in Data(stream)) tally.Observe(default, System.Text.Encoding.UTF8.GetBytes(data));
        Assert.Equal(new Usage(input, read, written, null, output), tally.Usage);
    }

    [Fact]
    public void Cache_counts_that_come_only_in_the_last_event_are_told()
    {
        var stream = """
            data: {"type":"message_start","message":{"id":"m1","model":"m","usage":{"input_tokens":0,"output_tokens":0}}}

            data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":3,"cache_read_input_tokens":2000,"output_tokens":9}}

            data: {"type":"message_stop"}


            """;
        Same("""{"prompt_tokens":2003,"completion_tokens":9,"total_tokens":2012,"prompt_tokens_details":{"cached_tokens":2000},"completion_tokens_details":{"reasoning_tokens":0}}""",
            JsonNode.Parse(Data(Through(Claude, Gpt, stream))[^2])!["usage"]);
    }

    /// <summary>Anthropic counts the cached apart from the input, OpenAI within it; every token stands on one side of the equation.</summary>
    [Fact]
    public void Cached_tokens_are_counted_once_on_either_side()
    {
        var claude = """{"id":"m","model":"m","content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn","usage":{"input_tokens":10,"cache_read_input_tokens":100,"cache_creation_input_tokens":7,"output_tokens":5,"output_tokens_details":{"thinking_tokens":2}}}""";
        Same("""{"prompt_tokens":117,"completion_tokens":5,"total_tokens":122,"prompt_tokens_details":{"cached_tokens":100,"cache_write_tokens":7},"completion_tokens_details":{"reasoning_tokens":2}}""",
            ReplyTo(Gpt, Claude, claude)["usage"]);
        Same("""{"input_tokens":117,"input_tokens_details":{"cached_tokens":100,"cache_write_tokens":7},"output_tokens":5,"output_tokens_details":{"reasoning_tokens":2},"total_tokens":122}""",
            ReplyTo(Codex, Claude, claude)["usage"]);
        var local = ReplyTo(Local, Claude, claude);
        Assert.Equal((117, 5), ((int)local["prompt_eval_count"]!, (int)local["eval_count"]!));
    }

    [Theory]
    [InlineData("""{"prompt_tokens":117,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":100,"cache_write_tokens":7}}""", 10, 100, 7)]
    [InlineData("""{"prompt_tokens":117,"completion_tokens":5,"prompt_cache_hit_tokens":100,"prompt_cache_miss_tokens":17}""", 17, 100, 0)] // DeepSeek
    [InlineData("""{"prompt_tokens":117,"completion_tokens":5,"cached_tokens":100}""", 17, 100, 0)] // Kimi
    [InlineData("""{"prompt_tokens":117,"completion_tokens":5,"cached_tokens":100,"prompt_tokens_details":{"cached_tokens":100}}""", 17, 100, 0)]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":100}}""", 0, 100, 0)] // never below zero
    public void What_an_OpenAI_server_read_from_its_cache_is_no_fresh_input(string usage, int input, int read, int written)
    {
        var reply = ReplyTo(Claude, Gpt, $$$"""{"id":"c","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}],"usage":{{{usage}}}}""");
        Same($$"""{"input_tokens":{{input}},"cache_creation_input_tokens":{{written}},"cache_read_input_tokens":{{read}},"output_tokens":5}""", reply["usage"]);
    }
}
