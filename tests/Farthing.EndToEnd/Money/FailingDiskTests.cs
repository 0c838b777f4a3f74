using System.Net;
using System.Text;
using System.Text.Json;
using Farthing.EndToEnd.Processes;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Farthing.EndToEnd.Money;

/// <summary>The database on a disk that is really full, read-only, or locked by another program, while one call is under way.</summary>
public sealed class FailingDiskTests : IDisposable
{
    private const string Said = """{"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn","usage":{"input_tokens":10,"output_tokens":50}}""";

    private static readonly (string Path, string Body, Func<JsonElement, string> Message)[] s_callers =
    [
        ("/v1/messages", """{"model":"claude-haiku-4-5","max_tokens":50,"messages":[{"role":"user","content":"hi"}]}""", e => e.GetProperty("error").GetProperty("message").GetString()!),
        ("/v1/chat/completions", """{"model":"claude-haiku-4-5","max_tokens":50,"messages":[{"role":"user","content":"hi"}]}""", e => e.GetProperty("error").GetProperty("message").GetString()!),
        ("/v1/responses", """{"model":"claude-haiku-4-5","max_output_tokens":50,"input":"hi"}""", e => e.GetProperty("error").GetProperty("message").GetString()!),
        ("/api/chat", """{"model":"claude-haiku-4-5","stream":false,"options":{"num_predict":50},"messages":[{"role":"user","content":"hi"}]}""", e => e.GetProperty("error").GetString()!),
    ];

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(2) };

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task On_a_full_disk_callers_are_told_to_come_again_what_was_answered_is_kept_and_it_recovers_by_itself()
    {
        using var disk = OwnDisk.Mount();
        await using var provider = await SlowProvider.StartAsync();
        using var home = provider.Home();
        await using var gateway = await RunningGateway.StartAsync(home, "--data", disk.Path);
        var underWay = CallAsync(gateway, s_callers[0]);
        await provider.Asked;

        disk.Fill();
        await RefusedAsync(gateway);
        provider.Answer();
        Assert.Equal(HttpStatusCode.OK, (await underWay).Status);
        await RefusedAsync(gateway);

        disk.Empty();
        await RecoveredAsync(gateway, Path.Combine(disk.Path, "farthing.db"));
    }

    [Fact]
    public async Task While_another_program_has_the_database_locked_callers_are_told_to_come_again_and_it_recovers_by_itself()
    {
        await using var provider = await SlowProvider.StartAsync();
        using var home = provider.Home();
        await using var gateway = await RunningGateway.StartAsync(home);
        var underWay = CallAsync(gateway, s_callers[0]);
        await provider.Asked;

        await using (var other = new SqliteConnection($"Data Source={home.In("farthing.db")};Pooling=False"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var begin = other.CreateCommand();
            begin.CommandText = "BEGIN IMMEDIATE";
            await begin.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await RefusedAsync(gateway);
            provider.Answer();
            Assert.Equal(HttpStatusCode.OK, (await underWay).Status);
        }

        await RecoveredAsync(gateway, home.In("farthing.db"));
    }

    [Fact]
    public async Task On_a_disk_gone_read_only_callers_are_told_to_come_again_and_the_next_gateway_charges_what_was_under_way()
    {
        using var disk = OwnDisk.Mount();
        await using var provider = await SlowProvider.StartAsync();
        using var home = provider.Home();
        await using (var gateway = await RunningGateway.StartAsync(home, "--data", disk.Path))
        {
            var underWay = CallAsync(gateway, s_callers[0]);
            await provider.Asked;

            disk.Break();
            await RefusedAsync(gateway);
            provider.Answer();
            Assert.Equal(HttpStatusCode.OK, (await underWay).Status);
            var ended = await gateway.StopAsync();
            Assert.Contains("1 calls could not be settled before the end", ended.Error, StringComparison.Ordinal);
        }

        disk.Repair();
        await using var next = await RunningGateway.StartAsync(home, "--data", disk.Path);
        await next.Process.UntilAsync(() => Ends(Path.Combine(disk.Path, "farthing.db")) is [var end] && end.StartsWith("unknown", StringComparison.Ordinal), "the charge of the call that was under way");
    }

    private async Task RefusedAsync(RunningGateway gateway)
    {
        foreach (var answer in await Task.WhenAll(s_callers.Select(c => CallAsync(gateway, c))))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (answer.Status, answer.RetryAfter is > 0));
            Assert.Contains("ledger", answer.Message, StringComparison.Ordinal);
        }

        using var ready = await _http.GetAsync(new Uri(gateway.Address, "/health/ready"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
    }

    private async Task RecoveredAsync(RunningGateway gateway, string database)
    {
        await gateway.Process.UntilAsync(() => Ends(database) is ["settle 260000"], "the end of the call that was under way");
        Assert.Equal(HttpStatusCode.OK, (await CallAsync(gateway, s_callers[0])).Status);
        await gateway.Process.UntilAsync(() => Ends(database) is ["settle 260000", "settle 260000"], "the end of the call after it");
    }

    /// <summary>How the calls ended; nothing while the file cannot be read.</summary>
    private static List<string> Ends(string database)
    {
        try
        {
            using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
            connection.Open();
            using var query = connection.CreateCommand();
            query.CommandText = "SELECT kind, cost_nanos FROM entries ORDER BY seq";
            using var rows = query.ExecuteReader();
            var ends = new List<string>();
            while (rows.Read()) ends.Add(rows.IsDBNull(1) ? rows.GetString(0) : $"{rows.GetString(0)} {rows.GetInt64(1)}");
            return ends;
        }
        catch (SqliteException)
        {
            return [];
        }
    }

    private async Task<(HttpStatusCode Status, string Message, int? RetryAfter)> CallAsync(RunningGateway gateway, (string Path, string Body, Func<JsonElement, string> Message) caller)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.Address, caller.Path))
        {
            Headers = { { "x-api-key", gateway.Key } },
            Content = new StringContent(caller.Body, Encoding.UTF8, "application/json"),
        };
        using var response = await _http.SendAsync(request);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return (response.StatusCode, response.IsSuccessStatusCode ? "" : caller.Message(body.RootElement), (int?)response.Headers.RetryAfter?.Delta?.TotalSeconds);
    }

    /// <summary>Keeps its first caller waiting until it is told to answer.</summary>
    private sealed class SlowProvider : IAsyncDisposable
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Microsoft.AspNetCore.Builder.WebApplication _web = null!;
        private Uri _address = null!;

        public Task Asked => _asked.Task.WaitAsync(TimeSpan.FromSeconds(60));

        public static async Task<SlowProvider> StartAsync()
        {
            var provider = new SlowProvider();
            (provider._web, provider._address) = await LocalServer.StartAsync(async http =>
            {
                provider._asked.TrySetResult();
                await provider._answer.Task;
                http.Response.ContentType = "application/json";
                await http.Response.WriteAsync(Said);
            });
            return provider;
        }

        /// <summary>A home whose gateway calls it.</summary>
        public TemporaryFolder Home()
        {
            var home = new TemporaryFolder();
            home.Write("farthing.yaml", $$"""
                lease_seconds: 2
                providers:
                  anthropic: { dialect: anthropic, base_url: "{{new Uri(_address, "v1")}}", api_key: provider-key }
                """);
            return home;
        }

        public void Answer() => _answer.TrySetResult();

        public async ValueTask DisposeAsync()
        {
            Answer();
            await _web.DisposeAsync();
        }
    }
}
