using System.Net;
using Farthing.Catalogue;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Farthing.Tests.Gateway.Budgets;

/// <summary>The ledger cannot be written while calls come and go.</summary>
public class OutageTests
{
    private const string Ask = """{"model":"claude-haiku-4-5","max_tokens":50,"messages":[{"role":"user","content":"hi"}]}""";

    private const string Said = """{"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn","usage":{"input_tokens":10,"output_tokens":50}}""";

    private const string Break = "CREATE TRIGGER no_holds BEFORE INSERT ON holds BEGIN SELECT RAISE(ABORT, 'disk full'); END; CREATE TRIGGER no_entries BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'disk full'); END";

    private const string Mend = "DROP TRIGGER no_holds; DROP TRIGGER no_entries";

    [Theory]
    [InlineData("/v1/messages")]
    [InlineData("/v1/chat/completions")]
    public async Task Callers_get_503_to_be_tried_again_and_never_401_and_what_was_answered_is_written_later(string path)
    {
        await using var gateway = await TestGateway.StartAsync();
        var (asked, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        gateway.Anthropic.Then(async http =>
        {
            asked.SetResult();
            await go.Task;
            await http.Response.WriteAsync(Said);
        });
        var underWay = gateway.SendAsync(path, Ask);
        await asked.Task;
        Execute(gateway, Break);

        var (refused, _) = await gateway.SendAsync(path, Ask);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.True(refused.Headers.Contains("retry-after"));
        go.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await underWay).Response.StatusCode);
        await Task.Delay(1_500, TestContext.Current.CancellationToken); // it is tried again meanwhile, in vain
        Execute(gateway, Mend);

        Assert.EndsWith("output=50 estimated=0 cost_nanos=260000", (await gateway.LedgerAsync())[0], StringComparison.Ordinal);
        Assert.Equal(0L, gateway.Ask("SELECT COUNT(*) FROM holds"));
        gateway.Anthropic.Then(200, Said);
        Assert.Equal(HttpStatusCode.OK, (await gateway.SendAsync(path, Ask)).Response.StatusCode);
    }

    [Fact]
    public async Task Open_lets_calls_through_up_to_its_bound_and_writes_them_down_later()
    {
        await using var gateway = await TestGateway.StartAsync(s => s with { FailOpen = Usd.FromDollars(0.006m), Limit = Usd.FromDollars(1) });
        gateway.Anthropic.Always = http => http.Response.WriteAsync(Said);
        Execute(gateway, Break);

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++) statuses.Add((await gateway.SendAsync("/v1/messages", Ask)).Response.StatusCode);
        Execute(gateway, Mend);

        var made = statuses.Count(s => s == HttpStatusCode.OK);
        Assert.InRange(made, 1, 3); // each could cost somewhat over $0.0025
        Assert.All(statuses.Skip(made), s => Assert.Equal(HttpStatusCode.ServiceUnavailable, s));
        Assert.Equal(made, (await gateway.LedgerAsync(made)).Count);
        Assert.Equal(made * 260_000L, gateway.Ask("SELECT spent FROM budget_sums WHERE budget = 'limit_usd' AND simulated = 0"));
    }

    [Fact]
    public async Task What_a_call_took_of_the_bound_is_given_back_also_where_the_ledger_is_there_again_when_it_ends()
    {
        await using var gateway = await TestGateway.StartAsync(s => s with { FailOpen = Usd.FromDollars(0.003m) }); // room for one such call
        gateway.Anthropic.Always = http => http.Response.WriteAsync(Said);
        Execute(gateway, "CREATE TRIGGER no_holds BEFORE INSERT ON holds BEGIN SELECT RAISE(ABORT, 'disk full'); END"); // an end can be written

        for (var made = 1; made <= 3; made++)
        {
            var status = HttpStatusCode.ServiceUnavailable;
            for (var tries = 0; status == HttpStatusCode.ServiceUnavailable && tries < 100; tries++) // it is given back a little after the entry can be read
            {
                status = (await gateway.SendAsync("/v1/messages", Ask)).Response.StatusCode;
                if (status == HttpStatusCode.ServiceUnavailable) await Task.Delay(50, TestContext.Current.CancellationToken);
            }

            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Equal(made, (await gateway.LedgerAsync(made)).Count);
        }
    }

    private static void Execute(TestGateway gateway, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(gateway.Folder, "farthing.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this test
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
