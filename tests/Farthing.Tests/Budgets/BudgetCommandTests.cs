using System.CommandLine;
using Farthing.Budgets.Commands;
using Farthing.Keys.Commands;
using Farthing.Tests.Ledger;
using Xunit;

namespace Farthing.Tests.Budgets;

public class BudgetCommandTests
{
    private static async Task<(int Code, string Output, string Error)> RunAsync(Books books, string line)
    {
        var root = new RootCommand { KeysCommand.Create(books.Clock), BudgetsCommand.Create(books.Clock) };
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await root.Parse([.. line.Split(' '), "--data", books.Folder]).InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, output.ToString().ReplaceLineEndings("\n"), error.ToString());
    }

    private static string KeyId(Books books, string where) => books.Text($"SELECT id FROM keys WHERE {where}");

    [Fact]
    public async Task A_key_is_named_as_people_call_it()
    {
        await using var books = new Books();
        await RunAsync(books, "keys create ci");

        Assert.Equal("the budget of key ci per day: $5, renewed at midnight in UTC, warns at 80, 100 %\n", (await RunAsync(books, "budgets set key:ci 5 --per day")).Output);
        Assert.Contains(" key:ci ", (await RunAsync(books, "budgets list")).Output, StringComparison.Ordinal);
        var id = KeyId(books, "name = 'ci'");
        Assert.Contains($"\"scope\": \"key\",\n    \"of\": \"{id}\",\n    \"name\": \"ci\",", (await RunAsync(books, "budgets list --json")).Output, StringComparison.Ordinal);
        var budget = Assert.Single(books.Open().Budgets.Load());
        Assert.Equal("raise it with `farthing budgets set key:ci USD --per day`", budget.Mending);

        await RunAsync(books, "keys revoke ci");
        Assert.Contains(" key:ci (revoked) ", (await RunAsync(books, "budgets list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_keys_with_one_name_the_revoked_one_keeps_its_budget_and_is_told_apart_by_its_id()
    {
        await using var books = new Books();
        await RunAsync(books, "keys create ci");
        await RunAsync(books, "budgets set key:ci 5");
        await RunAsync(books, "keys revoke ci");
        books.Clock.Advance(TimeSpan.FromMinutes(1));
        await RunAsync(books, "keys create ci");

        Assert.Equal("the budget of key ci per month: $7, renewed at midnight in UTC, warns at 80, 100 %\n", (await RunAsync(books, "budgets set key:ci 7")).Output);
        var old = KeyId(books, "revoked_at IS NOT NULL");
        Assert.Equal(["key:ci", $"key:ci (revoked, id {old})"], books.Open().Budgets.Load().Select(b => b.Shown).Order());
        Assert.Equal(["key:" + old, "key:ci"], books.Open().Budgets.Load().Select(b => b.Spelled).Order());
        Assert.Equal($"the budget of key ci (revoked, id {old}) per month: $6, renewed at midnight in UTC, warns at 80, 100 % (before: $5, renewed at midnight in UTC, warns at 80, 100 %)\n", (await RunAsync(books, $"budgets set key:{old} 6")).Output);
    }

    [Fact]
    public async Task A_sum_that_differs_is_told_with_its_scope_and_dollars()
    {
        await using var books = new Books();
        await RunAsync(books, "keys create ci");
        await RunAsync(books, "budgets set key:ci 5 --per day");
        await RunAsync(books, "budgets list"); // begins the window's sums
        Assert.Equal((0, "1 sum equal to the ledger to the nano-dollar\n"), ((await RunAsync(books, "budgets check")).Code, (await RunAsync(books, "budgets check")).Output));
        books.Execute("UPDATE budget_sums SET spent = 1500000000");

        var (code, output, _) = await RunAsync(books, "budgets check");
        Assert.Equal((1, "the budget of key ci per day from 2026-11-22 00:00 UTC: $1.5 spent, the ledger says $0; $0 held, the holds say $0\n"), (code, output));
        Assert.Contains("\"spent_usd\": 1.5,\n      \"ledger_spent_usd\": 0,", (await RunAsync(books, "budgets check --json")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("Asia/Kolkata")]
    public async Task Worst_cases_of_calls_without_a_known_cost_are_told_apart_from_what_was_paid(string zone)
    {
        await using var books = new Books();
        var (ledger, _) = books.Open();
        var midnight = zone == "UTC" ? Books.Start.AddHours(-12) : Books.Start.AddHours(-17.5); // 18:30 UTC of the day before: within an hour
        foreach (var (id, at, cost) in new[] { ("1", Books.Start, (long?)100_000_000), ("2", Books.Start, null), ("3", midnight.AddMinutes(1), null), ("4", midnight.AddMinutes(-1), null) })
        {
            var hold = Books.Hold(id, reserved: 250_000_000, at: at);
            await ledger.HoldAsync(hold, 0);
            await ledger.SettleAsync(hold, Books.End(cost));
        }

        await RunAsync(books, $"budgets set installation 5 --per day --zone {zone}");
        Assert.Contains("installation per day: $0.5 of what is spent are worst cases of calls whose cost is not known; farthing spend leaves them out of the cost.\n", (await RunAsync(books, "budgets list")).Output, StringComparison.Ordinal);
        Assert.Contains("\"spent_usd\": 0.6,\n    \"unpriced_usd\": 0.5,", (await RunAsync(books, "budgets list --json")).Output, StringComparison.Ordinal);
    }
}
