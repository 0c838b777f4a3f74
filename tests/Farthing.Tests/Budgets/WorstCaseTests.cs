using System.Text;
using Farthing.Budgets;
using Farthing.Catalogue;
using Farthing.Gateway;
using Farthing.Providers;
using Farthing.Routing;
using Farthing.Wire;
using Xunit;

namespace Farthing.Tests.Budgets;

public class WorstCaseTests
{
    private static RequestHead Head(string caps) => RequestHead.Read(Encoding.UTF8.GetBytes($$"""{"model":"m",{{caps}}"messages":[]}"""));

    [Theory]
    [InlineData("\"max_tokens\":100,", 100)]
    [InlineData("", 8_000)]
    [InlineData("\"max_tokens\":100,\"n\":5,", 500)] // each answer may be that long, and all are charged
    [InlineData("\"n\":3,", 24_000)]
    [InlineData("\"max_tokens\":5000,\"max_completion_tokens\":1,", 5_000)] // a server that does not know the newer name goes by the older
    [InlineData("\"max_tokens\":5000,\"max_tokens\":1,", 5_000)] // a server may take either of a repeated key
    [InlineData("\"max_output_tokens\":1,", 8_000)] // neither Messages nor Chat Completions knows it
    public void Output_is_bounded_by_the_largest_cap_for_each_answer_asked_for(string caps, long most) =>
        Assert.Equal(most, WorstCase.OutputTokens(Dialects.OpenAIChat.Cap(Head(caps)), Head(caps).Choices, 8_000));

    /// <summary>Four million prompts, each answered 1,024 times, are 2^32 answers: as an int that was none, and a small limit let them pass.</summary>
    [Theory]
    [InlineData(1, 2_500)] // 4.3 billion tokens at $0.60 per million
    [InlineData(int.MaxValue, 500_000)]
    public void Ever_so_many_answers_are_still_bounded(int cap, decimal least)
    {
        var body = Encoding.UTF8.GetBytes($"{{\"model\":\"gpt-4o-mini\",\"max_tokens\":{cap},\"n\":1024,\"prompt\":[{string.Join(',', Enumerable.Repeat("\"\"", 4 * 1024 * 1024))}]}}");
        var head = RequestHead.Read(body);
        var provider = new Provider("openai", [Dialects.OpenAICompletions], new Uri("http://127.0.0.1"), null, Simulated: false, LegacyMaxTokens: false);
        var plan = new Plan("gpt-4o-mini", [new Attempt(provider, Dialects.OpenAICompletions, "gpt-4o-mini", null)]);
        var call = new Call(body, head, Dialects.OpenAICompletions.Cap(head), plan, ModelCatalogue.Embedded.Book("list")!, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.True(call.WorstCase()!.Value.Dollars > least);
    }

    /// <summary>200 bytes may name a conversation of 300,000 tokens.</summary>
    [Theory]
    [InlineData("""{"input":"hi","previous_response_id":"resp_1"}""", 400_000)]
    [InlineData("""{"input":"hi", "conversation" : {"id":"conv_1"}}""", 400_000)]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_file","file_id":"file_1"}]}]}""", 400_000)]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"document","source":{"type":"url","url":"https://x/y.pdf"}}]}]}""", 400_000)]
    [InlineData("""{"prompt":{"id":"pmpt_1"}}""", 400_000)]
    [InlineData("""{"messages":[{"content":[{"type":"im\u0061ge_url"}]}]}""", 400_000)] // hides what it names
    [InlineData("""{"input":"caf\u00e9 \u003cb\u003e"}""", 35 + 1_024)]
    [InlineData("""{"input":"hi","previous_response_id":null,"conversation": null}""", 63 + 1_024)]
    [InlineData("""{"input":"say \"file_id\" twice"}""", 33 + 1_024)]
    public void A_prompt_that_its_own_bytes_do_not_tell_is_bounded_by_the_models_window(string body, long most) =>
        Assert.Equal(most, WorstCase.PromptTokens(Encoding.UTF8.GetBytes(body), contextTokens: 400_000));

    /// <summary>The bytes are looked at 32 at a time.</summary>
    [Theory]
    [InlineData("\"previous_response_id\":1")]
    [InlineData("\"conversation\":1")]
    [InlineData("\"file_id\":1")]
    [InlineData("\"file_url\":1")]
    [InlineData("\"file_data\":1")]
    [InlineData("\"document\"")]
    [InlineData("\"pmpt_")]
    [InlineData("\\u005f")]
    public void What_it_names_is_found_wherever_it_stands(string word)
    {
        for (var before = 0; before < 100; before++)
        {
            for (var after = 0; after < 40; after++)
            {
                var body = Encoding.UTF8.GetBytes(new string('"', before) + word + new string('i', after));
                Assert.Equal(400_000, WorstCase.PromptTokens(body, contextTokens: 400_000));
                Assert.True(WorstCase.NamesMore(body));
                Assert.False(WorstCase.NamesMore(Encoding.UTF8.GetBytes(new string('"', before) + word[..^3] + new string('i', after))));
            }
        }
    }

    [Fact]
    public void Images_are_counted_wherever_they_stand()
    {
        for (var before = 0; before < 100; before++)
        {
            var body = Encoding.UTF8.GetBytes(new string('i', before) + "imageimage image" + new string('m', before % 7));
            Assert.Equal(body.Length + (3 * 48_169) + 1_024, WorstCase.PromptTokens(body, contextTokens: 400_000));
        }
    }

    [Fact]
    public void Of_repeated_prompts_the_most_are_held_for() =>
        Assert.Equal(3, RequestHead.Read("""{"model":"m","prompt":["a","b","c"],"prompt":"x"}"""u8).Prompts);

    [Theory]
    [InlineData(400, 100)]
    [InlineData(2, 1)]
    [InlineData(40_000, 1_000)]
    [InlineData(0, 1_000)] // nothing of an answer was seen
    public void A_whole_answer_without_usage_is_estimated_by_its_size(long bytes, long tokens) =>
        Assert.Equal(tokens, UsageEstimate.Complete(Usage.Unreported, default, worstOutput: 1_000, streamed: 0, whole: bytes).Output);

    [Fact]
    public void An_estimate_of_a_broken_stream_stays_within_what_was_asked_for() =>
        Assert.Equal(100, UsageEstimate.Complete(new Usage(Input: 10), default, worstOutput: 100, streamed: 17_000_000).Output);
}
