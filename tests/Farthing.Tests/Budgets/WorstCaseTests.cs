using System.Text;
using Farthing.Budgets;
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

    [Fact]
    public void An_estimate_of_a_broken_stream_stays_within_what_was_asked_for() =>
        Assert.Equal(100, UsageEstimate.Complete(new Usage(Input: 10), default, worstOutput: 100, streamed: 17_000_000).Output);
}
