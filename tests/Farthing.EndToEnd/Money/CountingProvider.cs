using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Farthing.EndToEnd.Money;

/// <summary>A provider whose every answer costs the same, and which keeps count of whom it answered.</summary>
internal sealed partial class CountingProvider : IAsyncDisposable
{
    /// <summary>10 tokens of input at $1 and 50 of output at $5 a million: claude-haiku-4-5.</summary>
    public const long Cost = 260_000;

    private const string Answer = """{"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[{"type":"text","text":"hi"}],"stop_reason":"max_tokens","usage":{"input_tokens":10,"output_tokens":50}}""";

    private WebApplication _web = null!;
    private readonly ConcurrentDictionary<int, int> _served = new();

    public Uri Address { get; private set; } = null!;

    /// <summary>How often each call was answered.</summary>
    public IReadOnlyDictionary<int, int> Served => _served;

    public static async Task<CountingProvider> StartAsync()
    {
        var provider = new CountingProvider();
        (provider._web, provider.Address) = await LocalServer.StartAsync(provider.AnswerAsync);
        return provider;
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var call = Call().Match(await reader.ReadToEndAsync());
        http.Response.ContentType = "application/json";
        if (http.Request.Path.Value!.EndsWith("/count_tokens", StringComparison.Ordinal))
        {
            await http.Response.WriteAsync("""{"input_tokens":10}""");
            return;
        }

        _served.AddOrUpdate(int.Parse(call.Groups[1].ValueSpan, CultureInfo.InvariantCulture), 1, (_, n) => n + 1);
        await http.Response.WriteAsync(Answer);
    }

    [GeneratedRegex(@"call (\d+)\.")]
    private static partial Regex Call();
}
