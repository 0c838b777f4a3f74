using CsCheck;
using Farthing.Tests.Fuzz.Inputs;
using Xunit;

namespace Farthing.Tests.Fuzz;

/// <summary>A short run with a fixed number of inputs; <c>tests/fuzz</c> runs the long one.</summary>
public class WireFuzzTests
{
    private const int Threads = 2;

    [Fact]
    public void Any_request_gives_a_translation_or_a_400_that_names_the_field() => WireFuzz.Requests.Sample(WireFuzz.Request, iter: 3_000, threads: Threads);

    [Fact]
    public void Any_answer_of_a_provider_gives_a_translation_or_an_error_of_the_providers() => WireFuzz.Replies.Sample(WireFuzz.Reply, iter: 2_000, threads: Threads);

    [Fact]
    public void Any_stream_of_a_provider_comes_out_in_the_callers_grammar() => WireFuzz.Streams.Sample(WireFuzz.Relayed, iter: 2_000, threads: Threads);

    [Fact]
    public void Any_events_come_out_in_the_callers_grammar() => AnyEvents.Any.Sample(WireFuzz.Events, iter: 5_000, threads: Threads);
}
