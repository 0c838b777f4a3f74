using System.Text;

namespace Farthing.Wire.Tests;

public sealed class TallyTests
{
    [Theory]
    [InlineData("""{"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2}}""", true)]
    [InlineData("""{"choices":[],"prompt_filter_results":[]}""", false)]
    [InlineData("""{"choices":[{"index":0,"delta":{}}],"usage":{"prompt_tokens":5,"completion_tokens":2}}""", false)]
    [InlineData("""{"choices":[{"index":0,"delta":{}}],"usage":null}""", false)]
    [InlineData("[DONE]", false)]
    [InlineData("nonsense", false)]
    public void Knows_the_chunk_that_carries_only_usage(string data, bool only)
    {
        var tally = Dialects.OpenAIChat.NewTally();
        tally.Observe(default, Encoding.UTF8.GetBytes(data));
        Assert.Equal(only, tally.IsUsageOnly);
    }

    /// <summary>Ollama's own client leaves out a line that it cannot read, and its user gets a text with a hole in it.</summary>
    [Fact]
    public void A_line_of_Ollamas_that_is_no_JSON_is_noticed()
    {
        var tally = Dialects.Ollama.NewTally();
        tally.Observe(default, Encoding.UTF8.GetBytes("""{"model":"m","message":{"role":"assistant","content":"a"},"done":false}"""));
        Assert.Null(tally.Unreadable);
        tally.Observe(default, Encoding.UTF8.GetBytes("""{"model":"m","message":{"role":"assist"""));
        Assert.Equal(502, tally.Unreadable!.Status);
    }

    [Fact]
    public void A_later_total_does_not_count_hour_long_cache_writes_twice()
    {
        var tally = Dialects.Anthropic.NewTally();
        tally.Observe("message_start"u8, Encoding.UTF8.GetBytes("""{"type":"message_start","message":{"model":"m","usage":{"input_tokens":1,"cache_creation_input_tokens":30,"cache_creation":{"ephemeral_5m_input_tokens":20,"ephemeral_1h_input_tokens":10},"output_tokens":1}}}"""));
        tally.Observe("message_delta"u8, Encoding.UTF8.GetBytes("""{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"cache_creation_input_tokens":30,"output_tokens":9}}"""));
        Assert.Equal((new Usage(1, null, 20, 10, 9), (StopReason?)StopReason.EndTurn, "m", false), (tally.Usage, tally.Stop, tally.Model, tally.IsComplete));
    }

    [Fact]
    public void An_answer_in_which_another_begins_is_never_complete()
    {
        var tally = Dialects.Anthropic.NewTally();
        foreach (var e in (string[])["""{"type":"message_start","message":{"id":"msg_1"}}""", """{"type":"message_start","message":{"id":"msg_2"}}""", """{"type":"message_stop"}"""])
            tally.Observe(default, Encoding.UTF8.GetBytes(e));
        Assert.False(tally.IsComplete);
    }

    /// <summary>OpenRouter, of Gemini: the tokens that were written to the cache are also those that were read from it.</summary>
    [Theory, InlineData("openai-chat", "prompt", "completion"), InlineData("openai-responses", "input", "output")]
    public void Tokens_that_a_provider_counts_as_read_and_as_written_are_counted_once(string dialect, string prompt, string output) =>
        Assert.Equal(new Usage(0, 2161, 7, null, 100), Dialects.Find(dialect)!.ReadDigest(Encoding.UTF8.GetBytes(
            $$$"""{"usage":{"{{{prompt}}}_tokens":2168,"{{{output}}}_tokens":100,"{{{prompt}}}_tokens_details":{"cached_tokens":2161,"cache_write_tokens":2161}} }""")).Usage);

    [Fact]
    public void The_passes_of_a_compaction_are_billed_together() =>
        Assert.Equal(new Usage(30, null, null, null, 9, 3), Dialects.Anthropic.ReadDigest(Encoding.UTF8.GetBytes(
            """{"usage":{"input_tokens":10,"output_tokens":5,"output_tokens_details":{"thinking_tokens":3},"iterations":[{"type":"compaction","input_tokens":20,"output_tokens":4},{"type":"message","input_tokens":10,"output_tokens":5}]}}""")).Usage);
}
