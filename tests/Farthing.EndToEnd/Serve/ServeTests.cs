using System.Net;
using System.Net.Sockets;
using System.Text;
using Farthing.EndToEnd.Clients;
using Farthing.EndToEnd.Processes;
using Xunit;

namespace Farthing.EndToEnd.Serve;

public sealed class ServeTests : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly HttpClient _http = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _http.Dispose();
        _home.Dispose();
    }

    [Theory]
    [InlineData("limit_usd: much", "limit_usd")]
    [InlineData("listen: nowhere", "listen")]
    [InlineData("colour: blue", "colour")]
    [InlineData("providers:\n  own:\n    dialect: anthropic\n", "base_url")]
    [InlineData("key: env:NOT_SET_ANYWHERE", "NOT_SET_ANYWHERE")]
    public async Task A_wrong_setting_ends_with_2_and_names_its_field(string yaml, string field)
    {
        _home.Write("farthing.yaml", yaml);
        var ended = (await FarthingProcess.ToEndAsync(_home, "serve")).With(2);
        Assert.Contains("farthing.yaml", ended.Error);
        Assert.Contains(field, ended.Error);
    }

    [Fact]
    public async Task A_wrong_variable_ends_with_2_and_names_it()
    {
        await using var process = FarthingProcess.Start(_home, [("FARTHING_LISTEN", "nowhere")], "serve");
        Assert.Contains("FARTHING_LISTEN", (await process.EndAsync()).With(2).Error);
    }

    [Fact]
    public async Task A_taken_port_ends_with_3_and_names_the_address()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = taken.LocalEndpoint.ToString()!;
        var ended = (await FarthingProcess.ToEndAsync(_home, "serve", "--listen", address)).With(3);
        Assert.Contains(address, ended.Error);
    }

    [Fact]
    public async Task The_key_is_shown_once_and_stays_valid()
    {
        string key;
        await using (var first = await RunningGateway.StartAsync(_home))
        {
            key = Assert.IsType<string>(first.Key);
            Assert.Contains("SIMULATED", first.Process.Output);
            (await first.StopAsync()).With(0);
        }

        await using var second = await RunningGateway.StartAsync(_home);
        Assert.Null(second.Key);
        Assert.DoesNotContain(key, second.Process.Output);
        using var answer = await _http.SendAsync(Request(second, key, "claude-haiku-4-5", stream: false), Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain(key, (await second.StopAsync()).With(0).Error);
    }

    /// <summary>SIGTERM lets the answers under way end; SIGINT is a supervisor's or a person's way of saying the same.</summary>
    [Theory, InlineData("TERM"), InlineData("INT")]
    public async Task A_stream_under_way_is_finished_and_settled_before_the_end(string signal)
    {
        await using var gateway = await RunningGateway.StartAsync(_home);
        using var answer = await _http.SendAsync(Request(gateway, gateway.Key, "claude-haiku-4-5", stream: true), HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var stream = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));
        Assert.Equal("event: message_start", await stream.ReadLineAsync(Cancel));
        gateway.Process.Signal(signal);
        Assert.Contains("event: message_stop", await stream.ReadToEndAsync(Cancel));
        (await gateway.Process.EndAsync()).With(0);
        var end = await gateway.Ledger.CallAsync(answer.Headers.GetValues("x-farthing-request-id").Single());
        Assert.Equal(("settle", "completed"), (end.Kind, end.Ending));
    }

    [Theory, InlineData("claude-haiku-4-5"), InlineData("gpt-4o-mini")]
    public async Task A_stream_that_is_not_read_on_is_charged_by_estimate(string model)
    {
        _home.Write("farthing.yaml", "drain_seconds: 0");
        await using var gateway = await RunningGateway.StartAsync(_home);
        string call;
        using (var hasty = new HttpClient(new SocketsHttpHandler { MaxResponseDrainSize = 0, ResponseDrainTimeout = TimeSpan.Zero }))
        using (var answer = await hasty.SendAsync(Request(gateway, gateway.Key, model, stream: true, Requests.AskForMuch), HttpCompletionOption.ResponseHeadersRead, Cancel))
        {
            using var stream = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));
            while (!(await stream.ReadLineAsync(Cancel))!.Contains("text_delta", StringComparison.Ordinal)) { }
            call = answer.Headers.GetValues("x-farthing-request-id").Single();
        }

        var end = await gateway.Ledger.CallAsync(call);
        Assert.Equal(("settle", "caller_left", true), (end.Kind, end.Ending, end.Estimated));
        Assert.True(end.Input > 0 && end.Output > 0);
        Assert.Equal((decimal?)ListPrice.Of(model).Nanos(end), end.CostNanos);
        Assert.True(end.CostNanos < end.Reserved);
    }

    [Fact]
    public async Task A_call_that_a_crash_cut_off_counts_against_the_limit_and_is_closed_later()
    {
        string key;
        await using (var first = await RunningGateway.StartAsync(_home, "--limit", "0.03"))
        {
            key = first.Key!;
            using var request = Request(first, key, "claude-haiku-4-5", stream: false);
            request.Headers.Add("x-farthing-fault", "slow-start;delay=60");
            var call = _http.SendAsync(request, Cancel);
            await first.Process.UntilAsync(() => first.Ledger.Held() == 1, "the hold");
            first.Process.Signal("KILL");
            await Assert.ThrowsAsync<HttpRequestException>(() => call);
            await first.Process.EndAsync();
        }

        // At most 4,096 tokens at $5 a million: two such calls do not fit into $0.03.
        await using (var second = await RunningGateway.StartAsync(_home, "--limit", "0.03"))
        {
            Assert.DoesNotContain("cut off", second.Process.Output); // it might still be another process's call
            using var refused = await _http.SendAsync(Request(second, key, "claude-haiku-4-5", stream: false), Cancel);
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Contains("limit", await refused.Content.ReadAsStringAsync(Cancel));
            (await second.StopAsync()).With(0);
        }

        new LedgerFile(_home).Age(TimeSpan.FromMinutes(16));
        await using var third = await RunningGateway.StartAsync(_home, "--limit", "0.05");
        Assert.Contains("1 call", third.Process.Output);
        var rows = third.Ledger.Rows();
        Assert.Equal(["unknown"], rows.Select(r => r.Kind));
        Assert.Equal(rows[0].Reserved, rows[0].CostNanos);
        Assert.True(rows[0].Reserved >= 4_096 * 5_000);
        using var fits = await _http.SendAsync(Request(third, key, "claude-haiku-4-5", stream: false), Cancel);
        Assert.Equal(HttpStatusCode.OK, fits.StatusCode);
    }

    private static HttpRequestMessage Request(RunningGateway gateway, string? key, string model, bool stream, string prompt = "Count.") => new(HttpMethod.Post, new Uri(gateway.Address, "/v1/messages"))
    {
        Headers = { { "x-api-key", key } },
        Content = new StringContent(
            $$"""{"model":"{{model}}","max_tokens":4096,"stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"{{prompt}}"}]}""",
            Encoding.UTF8, "application/json"),
    };
}
