using System.Text.Json;
using Anthropic;
using Anthropic.Models.Messages;
using Farthing.EndToEnd.Processes;
using Xunit;

namespace Farthing.EndToEnd.Clients;

public sealed class AnthropicSdkTests(SharedGateway gateway) : IDisposable
{
    private readonly AnthropicSdk _sdk = new(gateway);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _sdk.Dispose();

    [Theory, MemberData(nameof(Requests.Models), MemberType = typeof(Requests))]
    public async Task Streamed_and_whole_answers_say_and_cost_the_same(string model)
    {
        var ask = AnthropicSdk.Ask(model, "Say something about whole and streamed answers.");
        var whole = await _sdk.Client.Messages.Create(ask, Cancel);
        Assert.Equal(StopReason.EndTurn, whole.StopReason!.Value());
        Assert.Contains("simulated", AnthropicSdk.Text(whole));
        var wholeEnd = await SettledAsync(model, whole);

        var streamed = await _sdk.Client.Messages.CreateStreaming(ask, Cancel).Aggregate();
        Assert.Equal(AnthropicSdk.Text(whole), AnthropicSdk.Text(streamed));
        Assert.Equal(StopReason.EndTurn, streamed.StopReason!.Value());
        var streamedEnd = await SettledAsync(model, streamed);
        Assert.Equal(wholeEnd.CostNanos, streamedEnd.CostNanos);
        Assert.Equal("completed", streamedEnd.Ending);
    }

    [Theory, MemberData(nameof(Requests.Models), MemberType = typeof(Requests))]
    public async Task A_tool_call_goes_there_and_back(string model)
    {
        var ask = AnthropicSdk.Ask(model, Requests.AskForWeather) with { Tools = [AnthropicSdk.Weather] };
        var call = await _sdk.Client.Messages.Create(ask, Cancel);
        Assert.Equal(StopReason.ToolUse, call.StopReason!.Value());
        var use = ToolUse(call);
        Assert.Equal(Requests.Weather, use.Name);
        Assert.Equal(("simulated city", 1), (use.Input["city"].GetString(), use.Input["days"].GetInt32()));
        await SettledAsync(model, call);

        var streamed = await _sdk.Client.Messages.CreateStreaming(ask, Cancel).Aggregate();
        Assert.Equal(StopReason.ToolUse, streamed.StopReason!.Value());
        Assert.Equal(JsonSerializer.Serialize(use.Input), JsonSerializer.Serialize(ToolUse(streamed).Input));
        await SettledAsync(model, streamed);

        var answer = await _sdk.Client.Messages.CreateStreaming(ask with
        {
            Messages =
            [
                new UserMessageParam(Requests.AskForWeather),
                new AssistantMessageParam(call.Content.Select(b => new ContentBlockParam(b.Json)).ToList()),
                new UserMessageParam(new List<ContentBlockParam> { new ToolResultBlockParam(use.ID) { Content = Requests.Report } }),
            ],
        }, Cancel).Aggregate();
        Assert.Equal(StopReason.EndTurn, answer.StopReason!.Value());
        Assert.Contains($"The tool returned: \"{Requests.Report}\"", AnthropicSdk.Text(answer));
        await SettledAsync(model, answer);
    }

    [Theory, MemberData(nameof(Requests.Models), MemberType = typeof(Requests))]
    public async Task Results_of_two_parallel_tool_calls_arrive_together(string model)
    {
        var input = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>("""{"city":"Oslo","days":1}""")!;
        var answer = await _sdk.Client.Messages.Create(AnthropicSdk.Ask(model,
        [
            new UserMessageParam("The weather in Oslo and in Bergen?"),
            new AssistantMessageParam(new List<ContentBlockParam>
            {
                new ToolUseBlockParam { ID = "toolu_one", Name = Requests.Weather, Input = input },
                new ToolUseBlockParam { ID = "toolu_two", Name = Requests.Weather, Input = input },
            }),
            new UserMessageParam(new List<ContentBlockParam>
            {
                new ToolResultBlockParam("toolu_one") { Content = "snow" },
                new ToolResultBlockParam("toolu_two") { Content = "fog", IsError = true },
            }),
        ]) with
        { Tools = [AnthropicSdk.Weather] }, Cancel);
        Assert.Contains("fog", AnthropicSdk.Text(answer));
        await SettledAsync(model, answer);
    }

    [Theory, MemberData(nameof(Requests.Models), MemberType = typeof(Requests))]
    public async Task A_stream_that_the_client_gives_up_is_charged(string model)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var events = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in _sdk.Client.Messages.CreateStreaming(AnthropicSdk.Ask(model, Requests.AskForMuch), stop.Token))
                if (++events == 4) await stop.CancelAsync();
        });
        var end = await gateway.SettledAsync(_sdk.Recorder.Last, model, "anthropic");
        Assert.Equal("caller_left", end.Ending);
    }

    [Theory, MemberData(nameof(Requests.Models), MemberType = typeof(Requests))]
    public async Task An_image_reaches_the_model(string model)
    {
        var answer = await _sdk.Client.Messages.Create(AnthropicSdk.Ask(model,
        [
            new UserMessageParam(new List<ContentBlockParam>
            {
                new ImageBlockParam(new Base64ImageSource { Data = Requests.Png, MediaType = MediaType.ImagePng }),
                new TextBlockParam("What is to be seen?"),
            }),
        ]), Cancel);
        var end = await SettledAsync(model, answer);
        Assert.InRange(end.Input!.Value, Requests.ImageTokens(model), Requests.ImageTokens(model) + 100);
    }

    [Theory, MemberData(nameof(Requests.Models), MemberType = typeof(Requests))]
    public async Task Structured_output_follows_its_schema(string model)
    {
        var schema = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Requests.WeatherSchema)!;
        var answer = await _sdk.Client.Messages.Create(
            AnthropicSdk.Ask(model, "Name a city.") with { OutputConfig = new OutputConfig { Format = new JsonOutputFormat { Schema = schema } } }, Cancel);
        using var json = JsonDocument.Parse(AnthropicSdk.Text(answer));
        Assert.Equal("""{"city":"simulated city","days":1}""", json.RootElement.GetRawText());
        await SettledAsync(model, answer);
    }

    [Theory, MemberData(nameof(Requests.Models), MemberType = typeof(Requests))]
    public async Task System_prompt_and_stop_sequence_reach_the_model(string model)
    {
        var ask = AnthropicSdk.Ask(model, "Tell me more.") with { StopSequences = ["answer"] };
        var plain = await _sdk.Client.Messages.Create(ask, Cancel);
        Assert.Equal("This is a simulated ", AnthropicSdk.Text(plain));
        if (model == "claude-haiku-4-5") Assert.Equal((StopReason.StopSequence, "answer"), (plain.StopReason!.Value(), plain.StopSequence));
        else Assert.Equal(StopReason.EndTurn, plain.StopReason!.Value()); // OpenAI's "stop" does not tell the two apart
        var system = new string('s', 400);
        var instructed = await _sdk.Client.Messages.Create(ask with { System = system }, Cancel);
        Assert.InRange((await SettledAsync(model, instructed)).Input!.Value - plain.Usage.InputTokens, 100, 110);
    }

    [Theory, MemberData(nameof(Requests.Models), MemberType = typeof(Requests))]
    public async Task A_repeated_long_prompt_is_charged_as_cached(string model)
    {
        var ask = AnthropicSdk.Ask(model, "In short?", maxTokens: 20) with
        {
            System = new List<TextBlockParam> { new(Requests.Handbook($"anthropic to {model}")) { CacheControl = new CacheControlEphemeral() } },
        };
        var first = await SettledAsync(model, await _sdk.Client.Messages.Create(ask, Cancel));
        var second = await SettledAsync(model, await _sdk.Client.Messages.CreateStreaming(ask, Cancel).Aggregate());
        Assert.True(second.CacheRead > 4_096, $"read {second.CacheRead}");
        if (model == "claude-haiku-4-5") Assert.Equal(first.CacheWrite5m, second.CacheRead);
        Assert.Equal(first.Input + first.CacheWrite5m.GetValueOrDefault(), second.Input + second.CacheRead);
        Assert.True(second.CostNanos < first.CostNanos);
    }

    [Fact]
    public async Task Models_are_listed()
    {
        var models = await _sdk.Client.Models.List(cancellationToken: Cancel);
        Assert.Contains(models.Items, m => m.ID.StartsWith("claude-haiku-4-5", StringComparison.Ordinal));
    }

    private static ToolUseBlock ToolUse(Message message) =>
        Assert.Single(message.Content, b => b.TryPickToolUse(out _)).TryPickToolUse(out var use) ? use : throw new InvalidOperationException();

    /// <summary>The last call's settlement, which must agree with what the SDK told its user.</summary>
    private async Task<LedgerRow> SettledAsync(string model, Message told)
    {
        var end = await gateway.SettledAsync(_sdk.Recorder.Last, model, "anthropic");
        Assert.False(end.Estimated);
        Assert.Equal((told.Usage.InputTokens, told.Usage.OutputTokens), (end.Input, end.Output));
        Assert.Equal((told.Usage.CacheReadInputTokens ?? 0, told.Usage.CacheCreationInputTokens ?? 0),
            (end.CacheRead ?? 0, (end.CacheWrite5m ?? 0) + (end.CacheWrite1h ?? 0)));
        return end;
    }
}
