using System.ClientModel;
using OpenAI.Chat;
using Xunit;

namespace Farthing.EndToEnd.Clients;

public sealed class OpenAISdkFailureTests(SharedGateway gateway)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData("no-such-model"), InlineData("claude-no-such"), InlineData("gpt-no-such")]
    public async Task An_unknown_model_is_not_found(string model)
    {
        using var sdk = new OpenAISdk(gateway);
        var error = await Assert.ThrowsAsync<ClientResultException>(() => AskAsync(sdk, model));
        Assert.Equal(404, error.Status);
        Assert.Contains(model, error.Message);
    }

    [Fact]
    public async Task A_wrong_key_is_unauthorized()
    {
        using var sdk = new OpenAISdk(gateway, key: "sk-farthing-wrong");
        var error = await Assert.ThrowsAsync<ClientResultException>(() => AskAsync(sdk, "gpt-4o-mini"));
        Assert.Equal(401, error.Status);
        Assert.Single(sdk.Recorder.Answers); // no retry can help
    }

    [Fact]
    public async Task A_refused_request_says_why()
    {
        using var sdk = new OpenAISdk(gateway);
        var error = await Assert.ThrowsAsync<ClientResultException>(
            () => sdk.Client.GetChatClient("gpt-4o-mini").CompleteChatAsync([new UserChatMessage("hi")], OpenAISdk.Limited(1_000_000), Cancel));
        Assert.Equal(400, error.Status);
        Assert.Contains("1000000", error.Message);
    }

    [Fact]
    public async Task A_cap_over_the_limit_of_another_vendors_model_becomes_that_limit_and_is_announced()
    {
        using var sdk = new OpenAISdk(gateway);
        await sdk.Client.GetChatClient("claude-haiku-4-5").CompleteChatAsync([new UserChatMessage("hi")], OpenAISdk.Limited(1_000_000), Cancel);
        Assert.Contains("max_tokens_over_limit", sdk.Recorder.Last.Headers["x-farthing-dropped"]);
    }

    /// <summary>The gateway's own tries are used up, so the SDK sees the 429, waits as it is told, and asks again.</summary>
    [Theory, MemberData(nameof(Requests.Models), MemberType = typeof(Requests))]
    public async Task A_rate_limit_passes_after_its_wait(string model)
    {
        using var sdk = new OpenAISdk(gateway, fault: $"429x3;retry-after=1;id={Guid.NewGuid()}");
        Assert.Contains("simulated", (await AskAsync(sdk, model)).Content[0].Text);
        Assert.Equal([429, 200], sdk.Recorder.Answers.Select(a => a.Status));
        Assert.Equal("1", sdk.Recorder.Answers[0].Headers["retry-after"]);
        var refused = await gateway.Ledger.CallAsync(sdk.Recorder.Answers[0].CallId);
        Assert.Equal(("release", 429, 3, 0), (refused.Kind, refused.Status, refused.Attempts, refused.CostNanos));
        await gateway.SettledAsync(sdk.Recorder.Last, model, "openai-chat");
    }

    [Theory, CombinatorialStatus(500, 529)]
    public async Task An_overload_that_passes_is_not_seen(string model, int status)
    {
        using var sdk = new OpenAISdk(gateway, fault: $"{status}x1;id={Guid.NewGuid()}");
        Assert.Contains("simulated", (await AskAsync(sdk, model)).Content[0].Text);
        Assert.Equal(2, (await gateway.SettledAsync(Assert.Single(sdk.Recorder.Answers), model, "openai-chat")).Attempts);
    }

    /// <summary>OpenAI's clients do not know 529, and would not try it again: they get 503.</summary>
    [Theory, CombinatorialStatus(500, 529)]
    public async Task An_overload_that_stays_is_the_typed_error(string model, int status)
    {
        using var sdk = new OpenAISdk(gateway, fault: $"{status}", retries: 0);
        var error = await Assert.ThrowsAsync<ClientResultException>(() => AskAsync(sdk, model));
        Assert.Equal(status == 529 ? 503 : status, error.Status);
        Assert.Equal("release", (await gateway.Ledger.CallAsync(sdk.Recorder.Last.CallId)).Kind);
    }

    [Theory, CombinatorialFault("cut", "trunc", "error-event", "broken-event")]
    public async Task A_broken_stream_never_looks_whole(string model, string fault)
    {
        using var sdk = new OpenAISdk(gateway, fault: fault, retries: 0);
        ChatFinishReason? finish = null;
        var broken = await Record.ExceptionAsync(async () =>
        {
            await foreach (var update in sdk.Client.GetChatClient(model).CompleteChatStreamingAsync([new UserChatMessage("Break off.")], OpenAISdk.Limited(), Cancel))
                finish = update.FinishReason ?? finish;
        });
        Assert.Null(finish);
        Assert.NotNull(broken);
        var end = await gateway.SettledAsync(sdk.Recorder.Last, model, "openai-chat");
        // Within one dialect an event passes unread, broken or not: it is the SDK that gives up, before or after the rest has arrived.
        var passed = fault == "broken-event" && end.DialectIn == end.DialectOut;
        Assert.Contains(end.Ending, passed ? ["completed", "caller_left"] : new[] { "provider_broke" });
    }

    [Theory, MemberData(nameof(Requests.Models), MemberType = typeof(Requests))]
    public async Task A_fault_behind_the_model_name_works_as_well(string model)
    {
        using var sdk = new OpenAISdk(gateway, retries: 0);
        var error = await Assert.ThrowsAsync<ClientResultException>(() => AskAsync(sdk, $"{model}@418"));
        Assert.Equal(418, error.Status);
    }

    private static async Task<ChatCompletion> AskAsync(OpenAISdk sdk, string model) =>
        await sdk.Client.GetChatClient(model).CompleteChatAsync([new UserChatMessage("Say it.")], OpenAISdk.Limited(20), Cancel);
}
