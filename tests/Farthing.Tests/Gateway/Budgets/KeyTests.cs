using System.Net;
using Xunit;

namespace Farthing.Tests.Gateway.Budgets;

/// <summary>Keys as commands make them, on a gateway that runs meanwhile.</summary>
public class KeyTests
{
    private const string Ask = """{"model":"claude-haiku-4-5","max_tokens":50,"metadata":{"user_id":"ann"},"messages":[{"role":"user","content":"hi"}]}""";

    private const string Said = """{"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn","usage":{"input_tokens":10,"output_tokens":50}}""";

    [Fact]
    public async Task A_call_is_billed_to_the_keys_team_and_project_and_to_whom_the_caller_names()
    {
        await using var gateway = await TestGateway.StartAsync();
        await Commands.RunAsync(gateway, "teams", "create", "backend");
        await Commands.RunAsync(gateway, "projects", "create", "shop");
        await Commands.RunAsync(gateway, "projects", "create", "site");
        var key = await Commands.KeyAsync(gateway, "anna", "--team", "backend", "--project", "shop", "--project", "site");

        gateway.Anthropic.Then(200, Said).Then(200, Said);
        Assert.Equal(HttpStatusCode.OK, await UntilKnownAsync(gateway, key));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(gateway, key, ("x-farthing-project", "site"), ("x-claude-code-session-id", "s1"), ("x-farthing-label", "nightly"))).StatusCode);
        var wrong = await AskAsync(gateway, key, ("x-farthing-project", "other"));

        Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        Assert.Contains("the key 'anna' bills shop, site, not 'other'", await wrong.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await gateway.LedgerAsync(2);
        Assert.Equal("backend shop ann", gateway.Ask("SELECT team || ' ' || project || ' ' || user FROM entries WHERE session IS NULL"));
        Assert.Equal("backend site s1 nightly", gateway.Ask("SELECT team || ' ' || project || ' ' || session || ' ' || label FROM entries WHERE session IS NOT NULL"));
    }

    [Fact]
    public async Task A_key_that_is_revoked_opens_nothing_and_is_told_so()
    {
        await using var gateway = await TestGateway.StartAsync();
        var key = await Commands.KeyAsync(gateway, "ci");
        gateway.Anthropic.Then(200, Said);
        Assert.Equal(HttpStatusCode.OK, await UntilKnownAsync(gateway, key));

        await Commands.RunAsync(gateway, "keys", "revoke", "ci");

        for (var i = 0; ; i++)
        {
            gateway.Anthropic.Then(200, Said);
            using var response = await AskAsync(gateway, key);
            if (response.StatusCode == HttpStatusCode.OK && i < 100)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
                continue;
            }

            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("false", response.Headers.GetValues("x-should-retry").Single());
            Assert.Contains("the key 'ci' was revoked at", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            return;
        }
    }

    [Fact]
    public async Task A_key_asks_only_for_its_models_and_only_so_often()
    {
        await using var gateway = await TestGateway.StartAsync();
        var key = await Commands.KeyAsync(gateway, "ci", "--model", "claude-haiku-*", "--requests-per-minute", "1");
        gateway.Anthropic.Then(200, Said);
        Assert.Equal(HttpStatusCode.OK, await UntilKnownAsync(gateway, key));

        using var often = await AskAsync(gateway, key);
        Assert.Equal(HttpStatusCode.TooManyRequests, often.StatusCode);
        Assert.InRange(int.Parse(often.Headers.GetValues("retry-after").Single(), System.Globalization.CultureInfo.InvariantCulture), 1, 60);
        Assert.False(often.Headers.Contains("x-should-retry"));
        using var request = TestGateway.Post("/v1/messages", Ask.Replace("claude-haiku-4-5", "claude-opus-5", StringComparison.Ordinal));
        request.Headers.Remove("x-api-key");
        request.Headers.Add("x-api-key", key);
        using var other = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, other.StatusCode);
        Assert.Equal("false", other.Headers.GetValues("x-should-retry").Single());
        Assert.Contains("the key 'ci' may ask for claude-haiku-*, not for 'claude-opus-5'", await other.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_only_this_machine_under_its_own_names_is_let_in()
    {
        await using var gateway = await TestGateway.StartAsync(s => s with { Key = null, NoKey = true });
        gateway.Anthropic.Then(200, Said);
        using var local = new HttpRequestMessage(HttpMethod.Post, "/v1/messages") { Content = new StringContent(Ask) };
        using var allowed = await gateway.Http.SendAsync(local, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);

        using var rebound = new HttpRequestMessage(HttpMethod.Post, "/v1/messages") { Content = new StringContent(Ask), Headers = { Host = "evil.example" } };
        using var refused = await gateway.Http.SendAsync(rebound, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("not 'evil.example'", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_team_budget_is_a_wall_that_names_itself_and_warns_before()
    {
        await using var gateway = await TestGateway.StartAsync();
        await Commands.RunAsync(gateway, "teams", "create", "backend");
        var key = await Commands.KeyAsync(gateway, "anna", "--team", "backend");
        await Commands.RunAsync(gateway, "budgets", "set", "team:backend", "0.0004", "--per", "day", "--zone", "Europe/Berlin", "--warn", "50");
        gateway.Anthropic.Always = http => Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(http.Response, http.Request.Path.Value!.EndsWith("count_tokens", StringComparison.Ordinal) ? """{"input_tokens":10}""" : Said);

        Assert.Equal(HttpStatusCode.OK, await UntilKnownAsync(gateway, key));
        await gateway.LedgerAsync(1);
        using var refused = await AskAsync(gateway, key);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("false", refused.Headers.GetValues("x-should-retry").Single());
        var message = await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("this call could cost up to $0.00026, and $0.00014 is left of the budget of team backend per day, $0.0004. It renews at ", message, StringComparison.Ordinal);
        Assert.Contains("farthing budgets set team:backend USD --per day", message, StringComparison.Ordinal);
        Assert.Equal(50L, gateway.Ask("SELECT percent FROM budget_warnings"));

        await Commands.RunAsync(gateway, "budgets", "set", "team:backend", "1", "--per", "day", "--zone", "Europe/Berlin", "--warn", "1");
        using var raised = await AskAsync(gateway, key);
        Assert.Equal(HttpStatusCode.OK, raised.StatusCode);
        await gateway.LedgerAsync(2);
        Assert.Contains("each equal to the ledger to the nano-dollar", await Commands.RunAsync(gateway, "budgets", "check"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_budgets_set_is_not_told_stays_as_it_was_and_another_zone_counts_anew_from_the_ledger()
    {
        await using var gateway = await TestGateway.StartAsync();
        var key = await Commands.KeyAsync(gateway, "ci");
        await Commands.RunAsync(gateway, "budgets", "set", "key:ci", "1", "--per", "day", "--zone", "Pacific/Kiritimati", "--soft", "--warn", "50");
        gateway.Anthropic.Always = http => Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(http.Response, Said);
        Assert.Equal(HttpStatusCode.OK, await UntilKnownAsync(gateway, key));
        await gateway.LedgerAsync(1);

        Assert.Equal(
            "the budget of key ci per day: $2, only warned of, renewed at midnight in Pacific/Kiritimati, warns at 50 % (before: $1, only warned of, renewed at midnight in Pacific/Kiritimati, warns at 50 %)\n",
            await Commands.RunAsync(gateway, "budgets", "set", "key:ci", "2", "--per", "day"));
        Assert.StartsWith("the budget of key ci per day: $2, renewed at midnight in UTC, warns at 50 % (before: ",
            await Commands.RunAsync(gateway, "budgets", "set", "key:ci", "2", "--per", "day", "--soft", "false", "--zone", "UTC"), StringComparison.Ordinal);
        using var again = await AskAsync(gateway, key);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        await gateway.LedgerAsync(2);

        Assert.Contains("each equal to the ledger to the nano-dollar", await Commands.RunAsync(gateway, "budgets", "check"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_passes_the_budget_of_a_key_is_told_the_key_by_its_name()
    {
        await using var gateway = await TestGateway.StartAsync();
        var key = await Commands.KeyAsync(gateway, "ci");
        await Commands.RunAsync(gateway, "budgets", "set", "key:ci", "0.0001", "--per", "day");
        gateway.Anthropic.Always = http => Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(http.Response, """{"input_tokens":10}""");

        Assert.Equal(HttpStatusCode.TooManyRequests, await UntilKnownAsync(gateway, key));
        using var refused = await AskAsync(gateway, key);

        var message = await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("$0.0001 is left of the budget of key ci per day, $0.0001. It renews at ", message, StringComparison.Ordinal);
        Assert.Contains("raise it with `farthing budgets set key:ci USD --per day`", message, StringComparison.Ordinal);
    }

    /// <summary>A running gateway reads what has changed once a second.</summary>
    private static async Task<HttpStatusCode> UntilKnownAsync(TestGateway gateway, string key)
    {
        for (var i = 0; ; i++)
        {
            using var response = await AskAsync(gateway, key);
            if (response.StatusCode != HttpStatusCode.Unauthorized || i == 100) return response.StatusCode;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<HttpResponseMessage> AskAsync(TestGateway gateway, string key, params (string, string)[] headers)
    {
        using var request = TestGateway.Post("/v1/messages", Ask, headers);
        request.Headers.Remove("x-api-key");
        request.Headers.Add("x-api-key", key);
        return await gateway.Http.SendAsync(request);
    }
}
