using CsCheck;
using Farthing.Ledger;
using Farthing.Ledger.Commands;
using Xunit;

namespace Farthing.Tests.Ledger;

public class SpendQuestionTests
{
    private static readonly long s_last = Books.Start.ToUnixTimeSeconds() / 3_600;

    /// <summary>The groupings as the entries have them.</summary>
    private static readonly Dictionary<string, string> s_columns = new()
    {
        ["key"] = "COALESCE((SELECT name FROM keys WHERE id = key_id), key_id)",
        ["team"] = "COALESCE(team, '')",
        ["project"] = "COALESCE(project, '')",
        ["provider"] = "provider",
        ["model"] = "COALESCE(model_served, model)",
        ["day"] = "date(started / 1000, 'unixepoch')",
        ["session"] = "COALESCE(session, '')",
        ["user"] = "COALESCE(user, '')",
        ["label"] = "COALESCE(label, '')",
    };

    [Fact]
    public async Task Whatever_it_is_grouped_by_and_whenever_it_begins_and_ends_the_answer_is_what_the_entries_add_up_to()
    {
        await using var books = await FilledAsync();
        var times = Gen.Long[s_last - 130, s_last + 30];
        var groupings = Gen.Int[0, s_columns.Count - 1].Array[0, 3].Select(numbers => numbers.Distinct().Select(n => s_columns.Keys.ElementAt(n)).ToArray());
        Gen.Select(groupings, times, times, Gen.Bool).Sample((by, since, until, simulated) =>
        {
            var question = new SpendQuestion(by, since, until, simulated);
            var rows = question.Answer(books.Database).Select(r => string.Join('|', [.. question.Names(r), $"{r.Calls}", $"{r.Input}", $"{r.Cost.Nanos}"]));
            Assert.Equal(Entries(books, question), rows.Order(StringComparer.Ordinal));
        }, iter: 300, threads: 1);
    }

    [Fact]
    public void Every_hour_that_is_asked_for_is_read_once_and_no_other()
    {
        var times = Gen.Long[480_000, 480_200];
        Gen.Select(times, times).Sample((since, until) =>
        {
            var read = SpendSource.Of(new SpendQuestion(["key"], since, until, false)).SelectMany(s => s.Time == "day" ? Range(s.From * 24, s.To * 24) : Range(s.From, s.To));
            Assert.Equal(Range(since, until), read);
        }, iter: 2_000, threads: 1);

        static IEnumerable<long> Range(long from, long to)
        {
            for (var hour = from; hour < to; hour++) yield return hour;
        }
    }

    private static async Task<Books> FilledAsync()
    {
        var books = new Books();
        books.Execute("INSERT INTO keys (id, name, hash, ends_with, created_at) VALUES ('k0', 'ci', x'00', 'aaaa', 0), ('k1', 'ci', x'01', 'bbbb', 0)");
        var (ledger, _) = books.Open();
        for (var i = 0; i < 400; i++)
        {
            var simulated = i % 7 == 0;
            var hold = Books.Hold($"{i}", simulated: simulated, billing: new Billing($"k{i % 3}", i % 2 == 0 ? "blue" : null, "shop", $"s{i / 5}", $"u{i % 4}", i % 11 == 0 ? "nightly" : null), at: Books.Start.AddMinutes(-17 * i));
            await ledger.HoldAsync(hold, 0);
            await ledger.SettleAsync(hold, Books.End(i * 13, simulated: simulated) with { ModelServed = $"m{i % 2}" });
        }

        return books;
    }

    private static IEnumerable<string> Entries(Books books, SpendQuestion question)
    {
        var groups = question.By.Select(by => s_columns[by]).ToArray();
        var all = books.Text($"""
            SELECT group_concat(line, char(10)) FROM (SELECT concat_ws('|', {string.Concat(groups.Select(g => g + ", "))}COUNT(*), SUM(input), SUM(cost_nanos)) AS line FROM entries
            WHERE started >= {question.SinceHour} * 3600000 AND started < {question.UntilHour} * 3600000 AND simulated = {(question.Simulated ? 1 : 0)}
            {(groups.Length == 0 ? "HAVING COUNT(*) > 0" : "GROUP BY " + string.Join(", ", groups))})
            """);
        return all.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
    }
}
