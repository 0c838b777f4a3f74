using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Farthing.EndToEnd.Vectors.Raw;

namespace Farthing.EndToEnd.Vectors.Callers;

/// <summary>Plain HTTP, for families without an official package here: the answer is read as a recorded one is.</summary>
internal sealed class PlainCaller(Family family, HttpClient http) : Caller
{
    protected override Task<Heard> WholeAsync(string model, CancellationToken cancel) => AskAsync(Ask(model, stream: false), false, cancel);

    protected override Task<Heard> StreamedAsync(string model, CancellationToken cancel) => AskAsync(Ask(model, stream: true), true, cancel);

    private async Task<Heard> AskAsync(JsonObject ask, bool stream, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, family.Path) { Content = new StringContent(ask.ToJsonString(), Encoding.UTF8, "application/json") };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        var body = await Received.ReadAsync(response, cancel);
        if (!response.IsSuccessStatusCode) return Heard.Failed(body.Text, (int)response.StatusCode);
        try
        {
            var (said, error) = RawAnswer.Read(family, body.Text, stream);
            return said is null || body.Broken is not null ? Heard.Failed(error ?? body.Broken!.Message, null) : Heard.Of(said with { Tokens = said.As(family).Tokens });
        }
        catch (JsonException) when (body.Broken is not null)
        {
            return Heard.Failed(body.Broken.Message, null); // it broke within an event
        }
    }

    private JsonObject Ask(string model, bool stream)
    {
        const string Question = "What was said?";
        var ask = new JsonObject { ["model"] = model, ["stream"] = stream };
        if (family == Family.Ollama) ask["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = Question });
        else ask["prompt"] = Question;
        if (stream && family == Family.Completions) ask["stream_options"] = new JsonObject { ["include_usage"] = true };
        return ask;
    }
}
