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
            team,project,calls,attempts,estimated,unpriced,input,cache_read,cache_write,output,cost_usd
            blue,shop,2,2,0,0,2,0,0,4,1.75
            red,,1,1,0,0,1,0,0,2,0.00000004

            """, output, ignoreLineEndingDifferences: true);
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
    [InlineData("--by", "colour", "--by: 'colour' is no grouping; write key, team, project, provider, model, day, session, user")]
    [InlineData("--since", "soon", "--since: 'soon' is no time; write days or hours back, as in 7d or 24h, a day, as in 2026-11-01, or all")]
    public async Task Says_what_it_can_not_read(string option, string value, string message)
    {
        await using var books = new Books();
        var (code, _, error) = await RunAsync(books, option, value);
        Assert.Equal(2, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }
}
