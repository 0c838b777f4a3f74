using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Farthing.Simulator;
using Xunit;

namespace Farthing.Tests.Simulator;

/// <summary>A simulator on a real socket and a client that talks to it.</summary>
internal sealed partial class Sim : IAsyncDisposable
{
    private readonly SimulatorHost _host;

    private Sim(SimulatorHost host)
    {
        _host = host;
        Client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = host.BaseAddress };
        Client.DefaultRequestHeaders.Add("x-api-key", "any");
        Client.DefaultRequestHeaders.Add("anthropic-version", "2023-06-01");
    }

    public HttpClient Client { get; }

    public Uri Address => _host.BaseAddress;

    public static async Task<Sim> StartAsync(SimulatorOptions? options = null, TimeProvider? clock = null) =>
        new(await SimulatorHost.StartAsync(options ?? new SimulatorOptions { Speed = 0 }, clock ?? TimeProvider.System, TestContext.Current.CancellationToken));

    public Task<HttpResponseMessage> PostAsync(string path, string body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> MessagesAsync(string body, params (string Name, string Value)[] headers) => PostAsync("/v1/messages", body, headers);

    public Task<HttpResponseMessage> ChatAsync(string body, params (string Name, string Value)[] headers) => PostAsync("/v1/chat/completions", body, headers);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.DisposeAsync();
    }

    public static async Task<JsonElement> JsonOf(Task<HttpResponseMessage> answer) => JsonDocument.Parse(await TextOf(answer)).RootElement;

    public static async Task<string> TextOf(Task<HttpResponseMessage> answer)
    {
        using var response = await answer;
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The events of a stream, each with its name and data.</summary>
    public static IReadOnlyList<(string Name, string Data)> Events(string stream)
    {
        Assert.EndsWith("\n\n", stream, StringComparison.Ordinal);
        return [.. stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(block =>
        {
            var lines = block.Split('\n');
            var name = lines[0].StartsWith("event: ", StringComparison.Ordinal) ? lines[0][7..] : "";
            Assert.Equal(name.Length == 0 ? 1 : 2, lines.Length);
            Assert.StartsWith("data: ", lines[^1], StringComparison.Ordinal);
            return (name, lines[^1][6..]);
        })];
    }

    /// <summary>Replaces what differs from run to run: ids and times.</summary>
    public static string Masked(string text) => Times().Replace(Ids().Replace(text, "$1ID"), "\"created\":TIME");

    [GeneratedRegex("(msg_|toolu_|call_|chatcmpl-|req_)[A-Za-z0-9]+")]
    private static partial Regex Ids();

    [GeneratedRegex("\"created\":[0-9]+")]
    private static partial Regex Times();
}
