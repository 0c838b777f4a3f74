using System.Text;
using Farthing.Gateway;
using Farthing.Tests.Fuzz.Grammars;
using Farthing.Wire;
using Xunit;

namespace Farthing.Tests.Fuzz;

/// <summary>What generated streams brought to light in the relay, each in its smallest form.</summary>
public class RelayTests
{
    private static readonly ReplyFrame s_frame = new("shown", "id", 1);

    [Fact]
    public void An_event_over_several_data_lines_stays_one_event_where_the_stream_is_rewritten()
    {
        using var scanner = new SseScanner();
        var path = new PassingStream(Dialects.OpenAIChat, s_frame, hideUsage: true);
        path.Take("data: {\"id\":\"c\",\ndata: \"choices\":[]}\n\n"u8, scanner);
        Assert.Equal("data: {\"id\":\"c\", \"choices\":[]}\n\n", Encoding.UTF8.GetString(path.Pending.WrittenSpan));
    }

    [Fact]
    public void An_answer_without_end_ends_in_an_error_before_it_fills_the_memory()
    {
        using var scanner = new SseScanner();
        var path = new TranslatedStream(Dialects.OpenAIChat, Dialects.OpenAIResponses, s_frame);
        var delta = Encoding.UTF8.GetBytes($"data: {{\"id\":\"c\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{new string('a', 1024 * 1024)}\"}}}}]}}\n\n");
        for (var i = 0; i < 63; i++) // the bound counts blocks too, so the 64th is too much
        {
            path.Pending.ResetWrittenCount();
            path.Take(delta, scanner);
        }

        var error = Assert.Throws<WireException>(() => path.Take(delta, scanner)).Error;

        path.Fail(error);
        Assert.Equal(502, error.Status);
        Assert.Contains("event: response.failed", Encoding.UTF8.GetString(path.Pending.WrittenSpan[^1_000..]) + Encoding.UTF8.GetString(path.Pending.WrittenSpan[..1_000]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anthropic", "event: ping\ndata: {\"type\":\"ping\"}\n\nevent: ping\ndata: {\"type\":\"ping\"}\n\n", StreamEnd.Open)]
    [InlineData("openai-chat", ": ping\n\n", StreamEnd.Open)]
    public void The_grammars_of_these_tests_know_signs_of_life(string dialect, string stream, StreamEnd end) => Assert.Equal(end, Grammar.Check(dialect, Encoding.UTF8.GetBytes(stream)));

    [Theory]
    [InlineData("anthropic", "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n")]
    [InlineData("openai-chat", "data: [DONE]\n\n")]
    [InlineData("ollama", "{\"message\":{\"content\":\"\"},\"done\":true}\n{\"message\":{\"content\":\"\"},\"done\":true}\n")]
    [InlineData("openai-responses", "event: response.in_progress\ndata: {\"type\":\"response.in_progress\",\"sequence_number\":0}\n\n")]
    [InlineData("openai-completions", "data: {\"choices\":[]}\n\n")]
    public void And_refuse_what_no_client_could_read(string dialect, string stream) => Assert.Throws<GrammarException>(() => Grammar.Check(dialect, Encoding.UTF8.GetBytes(stream)));
}
