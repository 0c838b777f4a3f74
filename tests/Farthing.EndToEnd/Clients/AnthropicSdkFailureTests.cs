using System.Net;
using Anthropic.Exceptions;
using Xunit;

namespace Farthing.EndToEnd.Clients;

public sealed class AnthropicSdkFailureTests(SharedGateway gateway)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData("no-such-model"), InlineData("claude-no-such"), InlineData("gpt-no-such")]
    public async Task An_unknown_model_is_not_found(string model)
    {
        using var sdk = new AnthropicSdk(gateway);
        var error = await Assert.ThrowsAsync<AnthropicNotFoundException>(() => sdk.Client.Messages.Create(AnthropicSdk.Ask(model, "hi"), Cancel));
        Assert.Contains(model, error.Message);
        Assert.Equal("not_found_error", error.Type?.Raw());
    }

    [Fact]
    public async Task A_wrong_key_is_unauthorized()
    {
        using var sdk = new AnthropicSdk(gateway, key: "sk-farthing-wrong");
        var error = await Assert.ThrowsAsync<AnthropicUnauthorizedException>(() => sdk.Client.Messages.Create(AnthropicSdk.Ask("claude-haiku-4-5", "hi"), Cancel));
        Assert.Equal("authentication_error", error.Type?.Raw());
        Assert.Single(sdk.Recorder.Answers); // no retry can help
    }

    [Theory, MemberData(nameof(Requests.Models), MemberType = typeof(Requests))]
    public async Task A_refused_request_says_which_field_and_costs_nothing(string model)
    {
        using var sdk = new AnthropicSdk(gateway);
        var error = await Assert.ThrowsAsync<AnthropicBadRequestException>(() => sdk.Client.Messages.Create(AnthropicSdk.Ask(model, [], 100), Cancel));
        Assert.Contains("messages", error.Message);
    }

    /// <summary>The gateway's own tries are used up, so the SDK sees the 429, waits as it is told, and asks again.</summary>
    [Theory, MemberData(nameof(Requests.Models), MemberType = typeof(Requests))]
    public async Task A_rate_limit_passes_after_its_wait(string model)
    {
        using var sdk = new AnthropicSdk(gateway, fault: $"429x3;retry-after=1;id={Guid.NewGuid()}");
        Assert.Contains("simulated", AnthropicSdk.Text(await sdk.Client.Messages.Create(AnthropicSdk.Ask(model, "Rate limit?", 20), Cancel)));
        Assert.Equal([429, 200], sdk.Recorder.Answers.Select(a => a.Status));
        Assert.Equal("1", sdk.Recorder.Answers[0].Headers["retry-after"]);
        var refused = await gateway.Ledger.CallAsync(sdk.Recorder.Answers[0].CallId);
        Assert.Equal(("release", 429, 3, 0), (refused.Kind, refused.Status, refused.Attempts, refused.CostNanos));
        await gateway.SettledAsync(sdk.Recorder.Last, model, "anthropic");
    }

    [Theory, CombinatorialStatus(500, 529)]
    public async Task An_overload_that_passes_is_not_seen(string model, int status)
    {
        using var sdk = new AnthropicSdk(gateway, fault: $"{status}x1;id={Guid.NewGuid()}");
        Assert.Contains("simulated", AnthropicSdk.Text(await sdk.Client.Messages.Create(AnthropicSdk.Ask(model, "Overload?", 20), Cancel)));
        Assert.Equal(2, (await gateway.SettledAsync(Assert.Single(sdk.Recorder.Answers), model, "anthropic")).Attempts);
    }

    [Theory, CombinatorialStatus(500, 529)]
    public async Task An_overload_that_stays_is_the_typed_error(string model, int status)
    {
        using var sdk = new AnthropicSdk(gateway, fault: $"{status}", retries: 0);
        var error = await Assert.ThrowsAnyAsync<Anthropic5xxException>(() => sdk.Client.Messages.Create(AnthropicSdk.Ask(model, "Overload?"), Cancel));
        // OpenAI has no 529: its overload is a 503, and stays one.
        var seen = status == 529 && model == "gpt-4o-mini" ? 503 : status;
        Assert.Equal((HttpStatusCode)seen, error.StatusCode);
        if (seen == 529) Assert.IsType<AnthropicOverloadedException>(error);
        Assert.Equal("release", (await gateway.Ledger.CallAsync(sdk.Recorder.Last.CallId)).Kind);
    }

    [Theory, CombinatorialFault("cut", "trunc", "error-event", "broken-event")]
    public async Task A_broken_stream_never_looks_whole(string model, string fault)
    {
        using var sdk = new AnthropicSdk(gateway, fault: fault, retries: 0);
        var stopped = false;
        var broken = await Record.ExceptionAsync(async () =>
        {
            await foreach (var e in sdk.Client.Messages.CreateStreaming(AnthropicSdk.Ask(model, "Break off."), Cancel))
                stopped |= e.TryPickStop(out _) || (e.TryPickDelta(out var delta) && delta.Delta.StopReason is not null);
        });
        Assert.False(stopped, "the stream said that it was complete");
        Assert.NotNull(broken);
        var end = await gateway.SettledAsync(sdk.Recorder.Last, model, "anthropic");
        // Within one dialect an event passes unread, broken or not: it is the SDK that gives up, before or after the rest has arrived.
        var passed = fault == "broken-event" && end.DialectIn == end.DialectOut;
        Assert.Contains(end.Ending, passed ? ["completed", "caller_left"] : new[] { "provider_broke" });
    }

    [Theory, MemberData(nameof(Requests.Models), MemberType = typeof(Requests))]
    public async Task A_cut_whole_answer_is_an_error(string model)
    {
        using var sdk = new AnthropicSdk(gateway, fault: "cut", retries: 0);
        await Assert.ThrowsAnyAsync<Anthropic5xxException>(() => sdk.Client.Messages.Create(AnthropicSdk.Ask(model, "Break off."), Cancel));
        Assert.Equal("provider_broke", (await gateway.SettledAsync(sdk.Recorder.Last, model, "anthropic")).Ending);
    }
}
