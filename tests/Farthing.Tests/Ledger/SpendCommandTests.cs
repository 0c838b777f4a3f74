using System.CommandLine;
using Farthing.Ledger;
using Farthing.Ledger.Commands;
using Farthing.Tests.Catalogue;
using Xunit;

namespace Farthing.Tests.Ledger;

public class SpendCommandTests
{
    private static async Task<(int Code, string Output, string Error)> RunAsync(Books books, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await SpendCommand.Create(Installed.Bare, books.Clock).Parse([.. args, "--data", books.Folder]).InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    private static async Task<Books> SpentAsync()
    {
        var books = new Books();
        var (ledger, _) = books.Open();
        foreach (var (id, billing, ago, cost) in new[]
        {
            ("1", new Billing("k1", "blue", "shop", "s1", "ann"), 1, 1_500_000_000L), ("2", new Billing("k1", "blue", "shop", "s2", "=cmd|' /C calc'!A0"), 26, 250_000_000L),
            ("3", new Billing("k2", "red"), 1, 40L), ("4", new Billing("k2", "red"), 2_000, 7L),
        })
        {
            var hold = Books.Hold(id, billing: billing, at: Books.Start.AddHours(-ago));
            await ledger.HoldAsync(hold, 0);
            await ledger.SettleAsync(hold, Books.End(cost));
        }

        return books;
    }

    [Fact]
    public async Task Groups_come_by_cost_and_as_csv_in_full()
    {
        await using var books = await SpentAsync();
        var (code, output, _) = await RunAsync(books, "--by", "team,project", "--csv");
        Assert.Equal(0, code);
        Assert.Equal("""
            team,project,calls,attempts,estimated,unpriced,input,cache_read,cache_write,output,cost_usd,unpriced_usd
            blue,shop,2,2,0,0,2,0,0,4,1.75,0
            red,,1,1,0,0,1,0,0,2,0.00000004,0

            """, output, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task A_time_in_which_nobody_called_has_nothing_of_the_times_before_and_after()
    {
        await using var books = await SpentAsync();
        Assert.Equal((0, "[]"), await JsonAsync("--since", "2026-11-23"));
        Assert.Equal((0, "[]"), await JsonAsync("--since", "2026-01-01", "--until", "2026-02-01"));
        Assert.Equal((0, "[]"), await JsonAsync("--since", "2026-10-01", "--until", "2026-11-01"));

        async Task<(int, string)> JsonAsync(params string[] time)
        {
            var (code, output, _) = await RunAsync(books, ["--json", .. time]);
            return (code, output.Trim());
        }
    }

    [Fact]
    public async Task Days_come_in_their_order_and_a_name_that_a_caller_chose_is_no_formula()
    {
        await using var books = await SpentAsync();
        var (_, days, _) = await RunAsync(books, "--by", "day", "--since", "all", "--csv");
        Assert.Equal(["day", "2026-08-31", "2026-11-21", "2026-11-22"], days.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(',')[0]));
        var (_, users, _) = await RunAsync(books, "--by", "user", "--csv");
        Assert.Contains("\n'=cmd|' /C calc'!A0,", users.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_holds_the_exact_cost()
    {
        await using var books = await SpentAsync();
        var (_, output, _) = await RunAsync(books, "--by", "key", "--since", "2h", "--json");
        Assert.Contains("\"key\": \"k2\"", output, StringComparison.Ordinal);
        Assert.Contains("\"cost_usd\": 0.00000004", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--by", "colour", "--by: 'colour' is no grouping; write key, team, project, provider, model, day, session, user, label")]
    [InlineData("--since", "soon", "--since: 'soon' is no time; write days or hours back, as in 7d or 24h, a day, as in 2026-11-01, or all")]
    public async Task Says_what_it_can_not_read(string option, string value, string message)
    {
        await using var books = new Books();
        var (code, _, error) = await RunAsync(books, option, value);
        Assert.Equal(2, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_tell_what_was_spent_for_what()
    {
        await using var books = new Books();
        var (ledger, _) = books.Open();
        foreach (var (id, label, cost) in new[] { ("1", "nightly", 30L), ("2", "nightly", 12L), ("3", "review", 5L), ("4", null, 1L) })
        {
            var hold = Books.Hold(id, billing: new Billing("k", Label: label));
            await ledger.HoldAsync(hold, 0);
            await ledger.SettleAsync(hold, Books.End(cost));
        }

        var (_, output, _) = await RunAsync(books, "--by", "label", "--csv");
        Assert.Equal(["nightly,2", "review,1", ",1"], output.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => string.Join(',', l.Split(',').Take(2))));
    }

    [Fact]
    public async Task What_budgets_are_charged_beside_the_cost_is_told_in_words_and_in_json()
    {
        await using var books = new Books();
        var (ledger, _) = books.Open();
        foreach (var (id, cost) in new[] { ("1", (long?)100_000_000), ("2", null) })
        {
            var hold = Books.Hold(id, reserved: 250_000_000);
            await ledger.HoldAsync(hold, 0);
            await ledger.SettleAsync(hold, Books.End(cost));
        }

        var (_, words, _) = await RunAsync(books);
        Assert.Contains("1 call has no known cost and is not in it, but budgets are charged $0.25 for it, the worst case that was held; price_overrides in farthing.yaml gives later calls a price.", words, StringComparison.Ordinal);
        var (_, json, _) = await RunAsync(books, "--json");
        Assert.Contains("\"cost_usd\": 0.1,\n    \"unpriced_usd\": 0.25", json.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_only_simulated_calls_were_made_it_says_so_and_names_the_option()
    {
        const string said = "Nothing was spent in that time: the only call was simulated. --simulated shows what it would have cost.";
        await using var books = new Books();
        var (ledger, _) = books.Open();
        var hold = Books.Hold("1", simulated: true);
        await ledger.HoldAsync(hold, 0);
        await ledger.SettleAsync(hold, Books.End(5, simulated: true));

        Assert.Equal(said, (await RunAsync(books)).Output.Trim());
        var (_, json, error) = await RunAsync(books, "--json");
        Assert.Equal(("[]", "farthing spend: " + said), (json.Trim(), error.Trim()));
        Assert.StartsWith("SIMULATED", (await RunAsync(books, "--simulated")).Output, StringComparison.Ordinal);
    }
}
