using System.Text.Json;
using Anthropic;
using Anthropic.Models.Messages;

namespace Farthing.EndToEnd.Clients;

/// <summary>The official Anthropic package, pointed at a gateway as its users do it: base URL and key.</summary>
internal sealed class AnthropicSdk : IDisposable
{
    private readonly HttpClient _http;

    public AnthropicSdk(SharedGateway gateway, string? key = null, string? fault = null, int? retries = null)
    {
        Recorder = new CallRecorder(fault);
        _http = new HttpClient(Recorder);
        Client = new AnthropicClient { BaseUrl = gateway.Address.AbsoluteUri.TrimEnd('/'), ApiKey = key ?? gateway.Key, HttpClient = _http, MaxRetries = retries };
    }

    public AnthropicClient Client { get; }

    public CallRecorder Recorder { get; }

    public static MessageCreateParams Ask(string model, string text, int maxTokens = 400) => Ask(model, [new UserMessageParam(text)], maxTokens);

    public static MessageCreateParams Ask(string model, List<MessageParam> messages, int maxTokens = 400) =>
        new() { Model = model, MaxTokens = maxTokens, Messages = messages };

    public static string Text(Message message) => string.Concat(message.Content.Select(b => b.TryPickText(out var text) ? text.Text : ""));

    public static Tool Weather { get; } = new()
    {
        Name = Requests.Weather,
        Description = "Tells the weather of a city.",
        InputSchema = new InputSchema(JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Requests.WeatherSchema)!),
    };

    public void Dispose()
    {
        Client.Dispose();
        _http.Dispose();
    }
}
