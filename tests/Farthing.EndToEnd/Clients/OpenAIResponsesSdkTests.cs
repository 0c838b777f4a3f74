using System.Text;
using OpenAI.Responses;
using Xunit;

#pragma warning disable OPENAI001 // the package still calls this client experimental

namespace Farthing.EndToEnd.Clients;

public sealed class OpenAIResponsesSdkTests(SharedGateway gateway)
{
    private const string Ask = "Please [[call nothing {}]].";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Models => new()
    {
        { "claude-haiku-4-5", "Claude Haiku 4.5" }, { "gpt-4o-mini", "GPT-4o mini" }, { "gpt-6-luna", "GPT-6 Luna" }, { "qwen2.5-coder:7b", "Qwen 2.5 Coder 7B" },
    };

    [Theory, MemberData(nameof(Models))]
    public async Task Streamed_and_whole_answers_say_the_same(string model, string name)
    {
        using var sdk = new OpenAISdk(gateway);
        var whole = (await sdk.Client.GetResponsesClient().CreateResponseAsync(model, Ask, cancellationToken: Cancel)).Value.GetOutputText();
        Assert.EndsWith($"in place of {name}.", whole);
        Assert.Equal(whole, await StreamedAsync(sdk, model));
    }

    [Theory, CombinatorialFault("cut", "trunc", "error-event", "broken-event", "cut;after=6", "trunc;after=6", "error-event;after=6", "trunc;after=999")]
    public async Task A_broken_stream_never_looks_whole(string model, string fault)
    {
        using var sdk = new OpenAISdk(gateway, fault: fault, retries: 0);
        Assert.NotNull(await Record.ExceptionAsync(() => StreamedAsync(sdk, model)));
    }

    private static async Task<string> StreamedAsync(OpenAISdk sdk, string model)
    {
        var text = new StringBuilder();
        await foreach (var update in await sdk.Client.GetResponsesClient().CreateResponseStreamingAsync(model, Ask, cancellationToken: Cancel))
            if (update is StreamingResponseOutputTextDeltaUpdate delta) text.Append(delta.Delta);
        return text.ToString();
    }
}
