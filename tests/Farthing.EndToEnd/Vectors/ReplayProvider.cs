using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Farthing.EndToEnd.Vectors;

/// <summary>How a provider's answer ends before its time.</summary>
internal enum Break { None, Closed, Reset }

/// <summary>One answer that waits to be replayed, and what asked for it.</summary>
internal sealed class Play(Recording recording, int length, Break how)
{
    public Recording Recording => recording;

    /// <summary>How much of the recorded answer is sent.</summary>
    public int Length => length;

    public Break How => how;

    /// <summary>The model that asks for it, as the provider knows it.</summary>
    public required string Model { get; init; }

    public string? Path { get; set; }

    public string? Body { get; set; }

    public IReadOnlyDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>();
}

/// <summary>Every provider at once, on a real socket: the model's name in a request says which recorded answer it gets.</summary>
internal sealed class ReplayProvider : IAsyncDisposable
{
    private WebApplication _web = null!;
    private readonly ConcurrentDictionary<string, Play> _plays = new();
    private int _made;

    public Uri Address { get; private set; } = null!;

    public static async Task<ReplayProvider> StartAsync()
    {
        var provider = new ReplayProvider();
        (provider._web, provider.Address) = await LocalServer.StartAsync(provider.AnswerAsync);
        return provider;
    }

    /// <summary>Sets an answer ready: whole, or broken off after <paramref name="cut"/> characters.</summary>
    public Play Ready(Recording recording, int? cut = null, Break how = Break.None)
    {
        var play = new Play(recording, cut ?? recording.Reply.Length, how) { Model = $"recorded-{Interlocked.Increment(ref _made)}" };
        _plays[play.Model] = play;
        return play;
    }

    public void Forget(Play play) => _plays.TryRemove(play.Model, out _);

    public async ValueTask DisposeAsync() => await _web.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 256 });
        if (!_plays.TryGetValue(document.RootElement.GetProperty("model").GetString()!, out var play))
        {
            http.Response.StatusCode = 418;
            return;
        }
        (play.Path, play.Body) = (http.Request.Path, body);
        play.Headers = http.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString());
        var recording = play.Recording;
        http.Response.StatusCode = recording.Status;
        foreach (var (name, value) in recording.ReplyHeaders) http.Response.Headers[name] = value;
        var reply = Encoding.UTF8.GetBytes(recording.Reply[..play.Length]);
        if (!recording.IsStream) http.Response.ContentLength = reply.Length;
        await WriteAsync(http, reply, recording.IsStream);
        if (play.How == Break.Reset) http.Abort();
    }

    /// <summary>A stream comes in pieces that end anywhere, in the middle of a character too.</summary>
    private static async Task WriteAsync(HttpContext http, byte[] reply, bool stream)
    {
        var third = stream ? reply.Length / 3 : 0;
        foreach (var piece in (ReadOnlyMemory<byte>[])[reply.AsMemory(0, third), reply.AsMemory(third, third), reply.AsMemory(2 * third)])
        {
            await http.Response.Body.WriteAsync(piece, http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    }
}
