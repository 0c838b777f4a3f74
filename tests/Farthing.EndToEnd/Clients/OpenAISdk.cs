using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using OpenAI;
using OpenAI.Chat;

namespace Farthing.EndToEnd.Clients;

/// <summary>The official OpenAI package, pointed at a gateway as its users do it: endpoint and key.</summary>
internal sealed class OpenAISdk : IDisposable
{
    private readonly HttpClient _http;

    public OpenAISdk(SharedGateway gateway, string? key = null, string? fault = null, int? retries = null)
    {
        Recorder = new CallRecorder(fault);
        _http = new HttpClient(Recorder);
        var options = new OpenAIClientOptions { Endpoint = new Uri(gateway.Address, "/v1"), Transport = new HttpClientPipelineTransport(_http) };
        if (retries is { } tries) options.RetryPolicy = new ClientRetryPolicy(tries);
        Client = new OpenAIClient(new ApiKeyCredential(key ?? gateway.Key), options);
    }

    public OpenAIClient Client { get; }

    public CallRecorder Recorder { get; }

    public static ChatTool Weather { get; } =
        ChatTool.CreateFunctionTool(Requests.Weather, "Tells the weather of a city.", BinaryData.FromString(Requests.WeatherSchema));

    public static ChatCompletionOptions Limited(int maxTokens = 400) => new() { MaxOutputTokenCount = maxTokens };

    /// <summary>Reads a stream to its end, as an application gathers it.</summary>
    public static async Task<Gathered> GatherAsync(AsyncCollectionResult<StreamingChatCompletionUpdate> stream)
    {
        var (text, arguments, gathered) = (new StringBuilder(), new StringBuilder(), new Gathered("", null, null, "", null));
        await foreach (var update in stream)
        {
            foreach (var part in update.ContentUpdate) text.Append(part.Text);
            foreach (var call in update.ToolCallUpdates)
            {
                gathered = gathered with { ToolCall = gathered.ToolCall ?? call.ToolCallId, Tool = gathered.Tool ?? call.FunctionName };
                arguments.Append(call.FunctionArgumentsUpdate);
            }

            gathered = gathered with { Finish = update.FinishReason ?? gathered.Finish };
        }

        return gathered with { Text = text.ToString(), Arguments = arguments.ToString() };
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>A streamed answer, put together.</summary>
internal sealed record Gathered(string Text, string? ToolCall, string? Tool, string Arguments, ChatFinishReason? Finish);
