using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Farthing.Catalogue;
using Farthing.Tests.Gateway.Budgets;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Farthing.Tests.Gateway.HangUps;

/// <summary>
/// Callers of every dialect hang up in the middle of streams from providers of every dialect: what the provider produced is billed, exactly where
/// it ends within the bound and as a marked estimate where it does not, and nothing stays open.
/// </summary>
public sealed partial class HangUpTests
{
    private static readonly (string Path, string Body)[] s_asks =
    [
        ("/v1/messages", """{"model":"MODEL","max_tokens":9000,"stream":true,"messages":[{"role":"user","content":"call ID."}]}"""),
        ("/v1/chat/completions", """{"model":"MODEL","max_tokens":9000,"stream":true,"messages":[{"role":"user","content":"call ID."}]}"""),
        ("/v1/responses", """{"model":"MODEL","max_output_tokens":9000,"stream":true,"input":"call ID."}"""),
        ("/v1/completions", """{"model":"MODEL","max_tokens":9000,"stream":true,"prompt":"call ID."}"""),
        ("/api/chat", """{"model":"MODEL","options":{"num_predict":9000},"messages":[{"role":"user","content":"call ID."}]}"""),
        ("/api/generate", """{"model":"MODEL","options":{"num_predict":9000},"prompt":"call ID."}"""),
    ];

    /// <summary>What each provider answers, and what it takes for a token of the prompt and of the answer, in nano-dollars.</summary>
    private static readonly (string Model, LongAnswer Answer, long Input, long Output)[] s_providers =
    [
        ("anthropic/claude-haiku-4-5", LongAnswer.Anthropic, 1_000, 5_000),
        ("chat/gpt-5-mini", LongAnswer.Chat, 250, 2_000),
        ("responses/gpt-5-mini", LongAnswer.Responses, 250, 2_000),
        ("ollama/llama", LongAnswer.Ollama, 300, 700),
    ];

    private static readonly int[] s_shares = [10, 50, 90];

    private readonly ConcurrentDictionary<int, TaskCompletionSource> _left = new();

    [Fact]
    public async Task A_provider_that_ends_within_the_bound_is_paid_what_it_reports()
    {
        await using var gateway = await StartAsync(TimeSpan.FromSeconds(60));
        await HangUpAsync(gateway, calls: 250, ends: true);

        Assert.Equal(250L, gateway.Ask("SELECT COUNT(*) FROM entries WHERE kind = 'settle' AND estimated = 0 AND stop = 'end_turn'"));
        foreach (var (model, _, input, output) in s_providers)
            Assert.Equal(0L, gateway.Ask($"SELECT COUNT(*) FROM entries WHERE model_asked = '{model}' AND cost_nanos IS NOT {(LongAnswer.Prompt * input) + (LongAnswer.Words * output)}"));
        Assert.True((long)gateway.Ask("SELECT COUNT(*) FROM entries WHERE ending = 'caller_left'")! > 0);
        await NothingIsOpenAsync(gateway);
    }

    [Fact]
    public async Task A_provider_that_does_not_end_is_paid_an_estimate_that_is_marked()
    {
        await using var gateway = await StartAsync(TimeSpan.Zero);
        await HangUpAsync(gateway, calls: 250, ends: false);

        Assert.Equal(250L, gateway.Ask("SELECT COUNT(*) FROM entries WHERE kind = 'settle' AND estimated = 1 AND ending = 'caller_left'"));
        foreach (var (model, _, input, output) in s_providers)
        {
            Assert.Equal(0L, gateway.Ask($"SELECT COUNT(*) FROM entries WHERE model_asked = '{model}' AND (cost_nanos IS NOT input * {input} + output * {output} OR cost_nanos > reserved_nanos)"));
            // An estimate goes by the bytes that came: the more of the answer, the more of it is billed.
            var outputs = s_shares.Select(s => Convert.ToDouble(gateway.Ask($"SELECT AVG(output) FROM entries WHERE model_asked = '{model}' AND label = '{s}'"), System.Globalization.CultureInfo.InvariantCulture)).ToList();
            Assert.True(outputs[0] > 0 && outputs[0] < outputs[1] && outputs[1] < outputs[2], $"{model}: {string.Join(", ", outputs)}");
        }

        Assert.Equal((long)LongAnswer.Prompt, gateway.Ask("SELECT MAX(input) FROM entries WHERE provider = 'anthropic'")); // it was reported at the start
        await NothingIsOpenAsync(gateway);
    }

    private static Task<TestGateway> StartAsync(TimeSpan drain) => TestGateway.StartAsync(s => s with
    {
        Drain = drain,
        Limit = new Usd(1_000 * Usd.NanosPerDollar),
        Providers =
        [
            s.Providers[0],
            new("chat", ["openai-chat"], s.Providers[1].BaseUrl, "key"),
            new("responses", ["openai-responses"], s.Providers[1].BaseUrl, "key"),
            new("ollama", ["ollama"], s.Providers[1].BaseUrl, null),
        ],
        PriceOverrides = [new PriceOverride("llama", new Price { Rates = new Rates(Input: 0.3m, Output: 0.7m), Sources = ["this test"] })],
    });

    private async Task HangUpAsync(TestGateway gateway, int calls, bool ends)
    {
        gateway.Anthropic.Always = gateway.OpenAI.Always = http => AnswerAsync(http, ends);
        for (var i = 0; i < calls; i++) _left[i] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Parallel.ForAsync(0, calls, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = TestContext.Current.CancellationToken }, async (i, _) =>
        {
            var (path, body) = s_asks[i % s_asks.Length];
            var model = s_providers[i / s_asks.Length % s_providers.Length].Model;
            await ReadAndLeaveAsync(gateway, path, body.Replace("MODEL", model, StringComparison.Ordinal).Replace("ID", $"{i}", StringComparison.Ordinal), ShareOf(i));
            _left[i].SetResult();
        });
        Assert.Equal(calls, (await gateway.LedgerAsync(calls)).Count);
    }

    private static int ShareOf(int call) => s_shares[call / (s_asks.Length * s_providers.Length) % s_shares.Length];

    /// <summary>Reads until that much of the answer is there, then closes the connection.</summary>
    private static async Task ReadAndLeaveAsync(TestGateway gateway, string path, string body, int share)
    {
        using var request = TestGateway.Post(path, body, ("x-farthing-label", $"{share}"));
        using var response = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.True(response.IsSuccessStatusCode, $"{path} {response.StatusCode}");
        await using var stream = await response.Content.ReadAsStreamAsync();
        var (text, chunk, last) = (new StringBuilder(), new byte[4_096], LongAnswer.Word(LongAnswer.Words * share / 100).TrimEnd());
        while (!text.ToString().Contains(last, StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(chunk);
            Assert.True(read > 0, $"{path} ended before {last}: {text}");
            text.Append(Encoding.ASCII.GetString(chunk, 0, read));
        }
    }

    /// <summary>Sends the share, waits until the caller has left, and then sends the rest; or never, where the gateway is not to wait for it.</summary>
    private async Task AnswerAsync(HttpContext http, bool ends)
    {
        var call = int.Parse(Call().Match((string)http.Items["body"]!).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        var answer = s_providers[call / s_asks.Length % s_providers.Length].Answer;
        var words = LongAnswer.Words * ShareOf(call) / 100;
        http.Response.ContentType = answer == LongAnswer.Ollama ? "application/x-ndjson" : "text/event-stream";
        await http.Response.WriteAsync(answer.Until(words));
        await http.Response.Body.FlushAsync();
        await _left[call].Task;
        if (!ends) await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        else await http.Response.WriteAsync(answer.After(words));
    }

    private static async Task NothingIsOpenAsync(TestGateway gateway)
    {
        Assert.Equal(0L, gateway.Ask("SELECT COUNT(*) FROM holds"));
        Assert.Equal(1L, gateway.Ask("SELECT held = 0 AND spent = (SELECT SUM(charged_nanos) FROM entries) AND spent = (SELECT SUM(charged_nanos) FROM hourly) FROM budget_sums WHERE budget = 'limit_usd' AND simulated = 0"));
        Assert.Contains("equal to the ledger to the nano-dollar", await Commands.RunAsync(gateway, "budgets", "check"), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"call (\d+)\.")]
    private static partial Regex Call();
}
