using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Farthing.EndToEnd.Processes;

namespace Farthing.EndToEnd.Money;

/// <summary>Callers of all dialects at once. Each call has a number, which the provider reads in its prompt and the ledger has as its user.</summary>
internal sealed class Crowd : IDisposable
{
    private static readonly (string Path, string Body)[] s_asks =
    [
        ("/v1/messages", """{"model":"claude-haiku-4-5","max_tokens":50,"messages":[{"role":"user","content":"call ID."}]}"""),
        ("/v1/chat/completions", """{"model":"claude-haiku-4-5","max_tokens":50,"messages":[{"role":"user","content":"call ID."}]}"""),
        ("/v1/responses", """{"model":"claude-haiku-4-5","max_output_tokens":50,"input":"call ID."}"""),
        ("/v1/completions", """{"model":"claude-haiku-4-5","max_tokens":50,"prompt":"call ID."}"""),
        ("/api/chat", """{"model":"claude-haiku-4-5","stream":false,"options":{"num_predict":50},"messages":[{"role":"user","content":"call ID."}]}"""),
        ("/api/generate", """{"model":"claude-haiku-4-5","stream":false,"options":{"num_predict":50},"prompt":"call ID."}"""),
    ];

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(5) };
    private readonly ConcurrentDictionary<int, HttpStatusCode> _answers = new();
    private int _calls;
    private int _served;

    /// <summary>What each caller heard; 0 where the connection broke.</summary>
    public IReadOnlyDictionary<int, HttpStatusCode> Answers => _answers;

    public int Served => Volatile.Read(ref _served);

    public void Dispose() => _http.Dispose();

    /// <summary>Calls one after the other in each of so many lanes, until <paramref name="enough"/>.</summary>
    public Task RunAsync(int lanes, Func<RunningGateway> gateway, string key, Func<HttpStatusCode, bool> enough) => Task.WhenAll(Enumerable.Range(0, lanes).Select(_ => Task.Run(async () =>
    {
        while (!enough(await CallAsync(gateway(), key))) { }
    })));

    public async Task<HttpStatusCode> CallAsync(RunningGateway gateway, string key)
    {
        var call = Interlocked.Increment(ref _calls);
        var (path, body) = s_asks[call % s_asks.Length];
        var id = call.ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.Address, path))
        {
            Headers = { { "x-api-key", key }, { "x-farthing-user", id } },
            Content = new StringContent(body.Replace("ID", id, StringComparison.Ordinal), Encoding.UTF8, "application/json"),
        };
        var status = (HttpStatusCode)0;
        try
        {
            using var response = await _http.SendAsync(request);
            status = response.StatusCode;
        }
        catch (HttpRequestException)
        {
        }

        if (status == HttpStatusCode.OK) Interlocked.Increment(ref _served);
        return _answers[call] = status;
    }
}
