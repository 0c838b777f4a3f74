using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Farthing.Tests.Gateway;

/// <summary>A provider on a real socket that answers by script and keeps what it was sent.</summary>
internal sealed class FakeProvider : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly Queue<Func<HttpContext, Task>> _script = new();

    private FakeProvider(WebApplication web) => _web = web;

    public List<(string Path, Dictionary<string, string> Headers, string Body)> Requests { get; } = [];

    public Uri BaseUrl { get; private set; } = null!;

    public static async Task<FakeProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        var provider = new FakeProvider(web);
        web.Run(provider.AnswerAsync);
        await web.StartAsync();
        provider.BaseUrl = new Uri(web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/v1");
        return provider;
    }

    public FakeProvider Then(int status, string body, params (string Name, string Value)[] headers) => Then(async http =>
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        foreach (var (name, value) in headers) http.Response.Headers[name] = value;
        await http.Response.WriteAsync(body);
    });

    /// <summary>Streams the pieces, each flushed by itself; then ends cleanly, or resets the connection.</summary>
    public FakeProvider ThenStream(IEnumerable<string> pieces, bool reset = false, TimeSpan pause = default) => Then(async http =>
    {
        http.Response.ContentType = "text/event-stream";
        foreach (var piece in pieces)
        {
            await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(piece), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            if (pause > TimeSpan.Zero) await Task.Delay(pause, http.RequestAborted);
        }

        if (!reset) return;
        await Task.Delay(200); // a reset discards what is still on its way
        http.Abort();
    });

    public FakeProvider Then(Func<HttpContext, Task> answer)
    {
        _script.Enqueue(answer);
        return this;
    }

    /// <summary>What it answers once the script is at its end; by default 418. The request's body is in <c>Items["body"]</c>.</summary>
    public Func<HttpContext, Task> Always { get; set; } = http =>
    {
        http.Response.StatusCode = 418;
        return Task.CompletedTask;
    };

    public async ValueTask DisposeAsync() => await _web.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        Func<HttpContext, Task> answer;
        var body = await reader.ReadToEndAsync();
        http.Items["body"] = body;
        lock (_script)
        {
            Requests.Add((http.Request.Path, http.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString()), body));
            answer = _script.Count > 0 ? _script.Dequeue() : Always;
        }

        await answer(http);
    }
}
