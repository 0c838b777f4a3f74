using System.Text.Json;
using Farthing.EndToEnd.Processes;
using OpenAI.Chat;
using Xunit;

namespace Farthing.EndToEnd.Clients;

public sealed class OpenAISdkTests(SharedGateway gateway) : IDisposable
{
    private readonly OpenAISdk _sdk = new(gateway);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _sdk.Dispose();

    [Theory, MemberData(nameof(Requests.Models), MemberType = typeof(Requests))]
    public async Task Streamed_and_whole_answers_say_and_cost_the_same(string model)
    {
        List<ChatMessage> ask = [new UserChatMessage("Say something about whole and streamed answers.")];
        var chat = _sdk.Client.GetChatClient(model);
        ChatCompletion whole = await chat.CompleteChatAsync(ask, OpenAISdk.Limited(), Cancel);
        Assert.Equal(ChatFinishReason.Stop, whole.FinishReason);
        Assert.Contains("simulated", whole.Content[0].Text);
        var wholeEnd = await SettledAsync(model, whole.Usage);

        var streamed = await OpenAISdk.GatherAsync(chat.CompleteChatStreamingAsync(ask, OpenAISdk.Limited(), Cancel));
        Assert.Equal((whole.Content[0].Text, ChatFinishReason.Stop), (streamed.Text, streamed.Finish));
        var streamedEnd = await gateway.SettledAsync(_sdk.Recorder.Last, model, "openai-chat");
        Assert.Equal((wholeEnd.CostNanos, "completed", false), (streamedEnd.CostNanos, streamedEnd.Ending, streamedEnd.Estimated));
    }

    [Theory, MemberData(nameof(Requests.Models), MemberType = typeof(Requests))]
    public async Task A_tool_call_goes_there_and_back(string model)
    {
        var chat = _sdk.Client.GetChatClient(model);
        List<ChatMessage> ask = [new UserChatMessage(Requests.AskForWeather)];
        var options = OpenAISdk.Limited();
        options.Tools.Add(OpenAISdk.Weather);
        ChatCompletion call = await chat.CompleteChatAsync(ask, options, Cancel);
        Assert.Equal(ChatFinishReason.ToolCalls, call.FinishReason);
        var use = Assert.Single(call.ToolCalls);
        Assert.Equal((Requests.Weather, """{"city":"simulated city","days":1}"""), (use.FunctionName, use.FunctionArguments.ToString()));
        await SettledAsync(model, call.Usage);

        var streamed = await OpenAISdk.GatherAsync(chat.CompleteChatStreamingAsync(ask, options, Cancel));
        Assert.Equal((ChatFinishReason.ToolCalls, Requests.Weather, use.FunctionArguments.ToString()), (streamed.Finish, streamed.Tool, streamed.Arguments));
        Assert.False(string.IsNullOrEmpty(streamed.ToolCall));
        await gateway.SettledAsync(_sdk.Recorder.Last, model, "openai-chat");

        var answer = await OpenAISdk.GatherAsync(
            chat.CompleteChatStreamingAsync([.. ask, new AssistantChatMessage(call), new ToolChatMessage(use.Id, Requests.Report)], options, Cancel));
        Assert.Equal(ChatFinishReason.Stop, answer.Finish);
        Assert.Contains($"The tool returned: \"{Requests.Report}\"", answer.Text);
        await gateway.SettledAsync(_sdk.Recorder.Last, model, "openai-chat");
    }

    [Theory, MemberData(nameof(Requests.Models), MemberType = typeof(Requests))]
    public async Task Results_of_two_parallel_tool_calls_arrive_together(string model)
    {
        var input = BinaryData.FromString("""{"city":"Oslo","days":1}""");
        var options = OpenAISdk.Limited();
        options.Tools.Add(OpenAISdk.Weather);
        ChatCompletion answer = await _sdk.Client.GetChatClient(model).CompleteChatAsync(
        [
            new UserChatMessage("The weather in Oslo and in Bergen?"),
            new AssistantChatMessage([ChatToolCall.CreateFunctionToolCall("call_one", Requests.Weather, input), ChatToolCall.CreateFunctionToolCall("call_two", Requests.Weather, input)]),
            new ToolChatMessage("call_one", "snow"),
            new ToolChatMessage("call_two", "fog"),
        ], options, Cancel);
        Assert.Contains("fog", answer.Content[0].Text);
        await SettledAsync(model, answer.Usage);
    }

    [Theory, MemberData(nameof(Requests.Models), MemberType = typeof(Requests))]
    public async Task A_stream_that_the_client_gives_up_is_charged(string model)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var updates = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            var stream = _sdk.Client.GetChatClient(model).CompleteChatStreamingAsync([new UserChatMessage(Requests.AskForMuch)], OpenAISdk.Limited(), stop.Token);
            await foreach (var _ in stream)
                if (++updates == 3) await stop.CancelAsync();
        });
        var end = await gateway.SettledAsync(_sdk.Recorder.Last, model, "openai-chat");
        Assert.Equal("caller_left", end.Ending);
    }

    [Theory, MemberData(nameof(Requests.Models), MemberType = typeof(Requests))]
    public async Task An_image_reaches_the_model(string model)
    {
        ChatCompletion answer = await _sdk.Client.GetChatClient(model).CompleteChatAsync(
        [
            new UserChatMessage(
                ChatMessageContentPart.CreateTextPart("What is to be seen?"),
                ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(Convert.FromBase64String(Requests.Png)), "image/png")),
        ], OpenAISdk.Limited(), Cancel);
        var end = await SettledAsync(model, answer.Usage);
        Assert.InRange(end.Input!.Value, Requests.ImageTokens(model), Requests.ImageTokens(model) + 100);
    }

    [Theory, MemberData(nameof(Requests.Models), MemberType = typeof(Requests))]
    public async Task Structured_output_follows_its_schema(string model)
    {
        var options = OpenAISdk.Limited();
        options.ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("weather", BinaryData.FromString(Requests.WeatherSchema), jsonSchemaIsStrict: true);
        ChatCompletion answer = await _sdk.Client.GetChatClient(model).CompleteChatAsync([new UserChatMessage("Name a city.")], options, Cancel);
        using var json = JsonDocument.Parse(answer.Content[0].Text);
        Assert.Equal("""{"city":"simulated city","days":1}""", json.RootElement.GetRawText());
        await SettledAsync(model, answer.Usage);
    }

    [Theory, MemberData(nameof(Requests.Models), MemberType = typeof(Requests))]
    public async Task System_prompt_and_stop_sequence_reach_the_model(string model)
    {
        var chat = _sdk.Client.GetChatClient(model);
        var options = OpenAISdk.Limited();
        options.StopSequences.Add("answer");
        List<ChatMessage> ask = [new UserChatMessage("Tell me more.")];
        ChatCompletion plain = await chat.CompleteChatAsync(ask, options, Cancel);
        Assert.Equal(("This is a simulated ", ChatFinishReason.Stop), (plain.Content[0].Text, plain.FinishReason));
        ChatCompletion instructed = await chat.CompleteChatAsync([new SystemChatMessage(new string('s', 400)), .. ask], options, Cancel);
        Assert.InRange(instructed.Usage.InputTokenCount - plain.Usage.InputTokenCount, 100, 110);
        await SettledAsync(model, instructed.Usage);
    }

    /// <summary>OpenAI caches by itself. Anthropic does so only where a block is marked, which this dialect cannot express.</summary>
    [Fact]
    public async Task A_repeated_long_prompt_is_charged_as_cached()
    {
        const string model = "gpt-4o-mini";
        var chat = _sdk.Client.GetChatClient(model);
        List<ChatMessage> ask = [new SystemChatMessage(Requests.Handbook("openai")), new UserChatMessage("In short?")];
        ChatCompletion first = await chat.CompleteChatAsync(ask, OpenAISdk.Limited(20), Cancel);
        var firstEnd = await SettledAsync(model, first.Usage);
        ChatCompletion second = await chat.CompleteChatAsync(ask, OpenAISdk.Limited(20), Cancel);
        var secondEnd = await SettledAsync(model, second.Usage);
        Assert.True(second.Usage.InputTokenDetails.CachedTokenCount > 4_096);
        Assert.Equal(firstEnd.Input, secondEnd.Input + secondEnd.CacheRead);
        Assert.True(secondEnd.CostNanos < firstEnd.CostNanos);
    }

    [Fact]
    public async Task Models_are_listed()
    {
        var models = await _sdk.Client.GetOpenAIModelClient().GetModelsAsync(Cancel);
        Assert.Contains(models.Value, m => m.Id == "gpt-4o-mini");
    }

    /// <summary>The last call's settlement, which must agree with what the SDK told its user.</summary>
    private async Task<LedgerRow> SettledAsync(string model, ChatTokenUsage told)
    {
        var end = await gateway.SettledAsync(_sdk.Recorder.Last, model, "openai-chat");
        Assert.False(end.Estimated);
        var cached = end.CacheRead ?? 0;
        Assert.Equal((told.InputTokenCount, told.OutputTokenCount), (end.Input + cached + (end.CacheWrite5m ?? 0) + (end.CacheWrite1h ?? 0), end.Output));
        Assert.Equal(told.InputTokenDetails?.CachedTokenCount ?? 0, cached);
        return end;
    }
}
