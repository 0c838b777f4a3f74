using System.Net;
using Farthing.Catalogue;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Farthing.Tests.Gateway.Budgets;

/// <summary>A budget that allows so many calls serves just so many, however many ask at once and in whatever dialect.</summary>
public class WallTests
{
    /// <summary>10 tokens of input at $1 and 50 of output at $5 a million: claude-haiku-4-5.</summary>
    private const long Cost = 260_000;

    private static readonly (string Path, string Body)[] s_asks =
    [
        ("/v1/messages", """{"model":"claude-haiku-4-5","max_tokens":50,"messages":[{"role":"user","content":"hi"}]}"""),
        ("/v1/chat/completions", """{"model":"claude-haiku-4-5","max_tokens":50,"messages":[{"role":"user","content":"hi"}]}"""),
        ("/v1/responses", """{"model":"claude-haiku-4-5","max_output_tokens":50,"input":"hi"}"""),
        ("/v1/completions", """{"model":"claude-haiku-4-5","max_tokens":50,"prompt":"hi"}"""),
        ("/api/chat", """{"model":"claude-haiku-4-5","stream":false,"options":{"num_predict":50},"messages":[{"role":"user","content":"hi"}]}"""),
        ("/api/generate", """{"model":"claude-haiku-4-5","stream":false,"options":{"num_predict":50},"prompt":"hi"}"""),
    ];

    public static TheoryData<string> Mixes => ["/v1/messages", "/v1/chat/completions", "/v1/responses", "/v1/completions", "/api/chat", "/api/generate"];

    [Theory]
    [MemberData(nameof(Mixes))]
    public Task Callers_at_once_get_exactly_the_calls_that_fit(string path) => ServesAsync(40, [.. s_asks.Where(a => a.Path == path)]);

    [Fact]
    public Task Callers_of_all_dialects_get_exactly_the_calls_that_fit() => ServesAsync(1_000, s_asks);

    private static async Task ServesAsync(int calls, (string Path, string Body)[] asks)
    {
        await using var gateway = await TestGateway.StartAsync(s => s with { Limit = new Usd(calls * Cost) });
        gateway.Anthropic.Always = http => http.Response.WriteAsync(http.Request.Path.Value!.EndsWith("/count_tokens", StringComparison.Ordinal)
            ? """{"input_tokens":10}"""
            : """{"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[{"type":"text","text":"hi"}],"stop_reason":"max_tokens","usage":{"input_tokens":10,"output_tokens":50}}""");

        var (served, refused, other) = (0, 0, 0);
        await Parallel.ForAsync(0, calls + 100, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) =>
        {
            var (path, body) = asks[i % asks.Length];
            using var response = (await gateway.SendAsync(path, body)).Response;
            var counted = response.StatusCode switch
            {
                HttpStatusCode.OK => Interlocked.Increment(ref served),
                HttpStatusCode.TooManyRequests => Interlocked.Increment(ref refused),
                _ => Interlocked.Increment(ref other),
            };
            Assert.True(counted > 0);
        });

        Assert.Equal((calls, 100, 0), (served, refused, other));
        await gateway.LedgerAsync(calls);
        Assert.Equal(calls * Cost, gateway.Ask("SELECT spent FROM budget_sums WHERE budget = 'limit_usd' AND simulated = 0 AND held = 0"));
        Assert.Equal(calls * Cost, gateway.Ask("SELECT SUM(cost_nanos) FROM entries"));
        Assert.Equal(calls * Cost, gateway.Ask("SELECT SUM(cost_nanos) FROM hourly"));
    }
}
