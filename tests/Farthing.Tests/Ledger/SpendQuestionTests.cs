using CsCheck;
using Farthing.Ledger;
using Farthing.Ledger.Commands;
using Farthing.Wire;
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
        ["model"] = "CASE kind WHEN 'correction' THEN model ELSE COALESCE(model_served, model) END",
        ["day"] = "date(started / 1000, 'unixepoch')",
        ["session"] = "COALESCE(session, '')",
        ["user"] = "COALESCE(user, '')",
        ["label"] = "COALESCE(label, '')",
    };

    /// <summary>Those of an answer as the entries have them. A correction is no call, only the difference.</summary>
    private const string Sums = """
        SUM(kind <> 'correction'), SUM(CASE kind WHEN 'correction' THEN 0 ELSE attempt END), SUM(CASE kind WHEN 'correction' THEN 0 ELSE COALESCE(estimated, 0) END),
        SUM(kind <> 'correction' AND cost_nanos IS NULL), SUM(COALESCE(input, 0)), SUM(COALESCE(cache_read, 0)), SUM(COALESCE(cache_write_5m, 0) + COALESCE(cache_write_1h, 0)),
        SUM(COALESCE(output, 0)), SUM(COALESCE(cost_nanos, 0)), SUM(charged_nanos) - SUM(COALESCE(cost_nanos, 0))
        """;

    [Fact]
    public async Task Groups_of_one_cost_come_by_name()
    {
        await using var books = new Books();
        var (ledger, _) = books.Open();
        foreach (var (user, cost) in new[] { ("d", 0), ("b", 0), ("e", 7), ("a", 0), ("c", 0), ("f", 7) })
        {
            var hold = Books.Hold(user, billing: new Billing("k", User: user));
            await ledger.HoldAsync(hold, 0);
            await ledger.SettleAsync(hold, Books.End(cost));
        }

        var question = new SpendQuestion(["user"], 0, long.MaxValue, false);
        Assert.Equal(["e", "f", "a", "b", "c", "d"], question.Answer(books.Database).SelectMany(question.Names));
    }

    [Fact]
    public async Task Whatever_it_is_grouped_by_and_whenever_it_begins_and_ends_the_answer_is_what_the_entries_add_up_to()
    {
        await using var books = await FilledAsync();
        var times = Gen.Long[s_last - 130, s_last + 30];
        var groupings = Gen.Int[0, s_columns.Count - 1].Array[0, 3].Select(numbers => numbers.Distinct().Select(n => s_columns.Keys.ElementAt(n)).ToArray());
        Gen.Select(groupings, times, times, Gen.Bool).Sample((by, since, until, simulated) =>
        {
            var question = new SpendQuestion(by, since, until, simulated);
            var rows = question.Answer(books.Database).Select(r => string.Join('|', [.. question.Names(r), .. r.Sums.ToArray().Select(n => $"{n}")]));
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
        var held = new List<(Hold, Settlement)>();
        for (var i = 0; i < 400; i++)
        {
            var simulated = i % 7 == 0;
            var hold = Books.Hold($"{i}", simulated: simulated, billing: new Billing($"k{i % 3}", i % 2 == 0 ? "blue" : null, "shop", $"s{i / 5}", $"u{i % 4}", i % 11 == 0 ? "nightly" : null), at: Books.Start.AddMinutes(-17 * i));
            await ledger.HoldAsync(hold, 0);
            Retry[] retries = i % 13 == 0 ? [new Retry(hold.Started, hold.Started, "openai", "openai-chat", "m", simulated, 503)] : [];
            if (i % 50 > 0) await ledger.SettleAsync(hold, End(i, simulated, retries));
            else held.Add((hold, End(i, simulated, retries)));
        }

        books.Clock.Advance(Books.Lease);
        await books.Open().Ledger.SweepAsync(); // what is held is charged as unknown, and every second of them corrected
        foreach (var (hold, end) in held.Where((_, i) => i % 2 == 0)) await ledger.SettleAsync(hold, end);
        return books;

        static Settlement End(int i, bool simulated, Retry[] retries) => Books.End(i % 17 == 0 ? null : i * 13, simulated: simulated, retries: retries) with
        {
            ModelServed = $"m{i % 2}",
            Estimated = i % 5 == 0,
            Usage = new Usage(Input: i, CacheRead: 2 * i, CacheWrite5m: 3 * i, CacheWrite1h: 5 * i, Output: 7 * i),
        };
    }

    private static IEnumerable<string> Entries(Books books, SpendQuestion question)
    {
        var groups = question.By.Select(by => s_columns[by]).ToArray();
        var all = books.Text($"""
            SELECT group_concat(line, char(10)) FROM (SELECT concat_ws('|', {string.Concat(groups.Select(g => g + ", "))}{Sums}) AS line FROM entries AS e
            WHERE kind <> 'retry' AND started >= {question.SinceHour} * 3600000 AND started < {question.UntilHour} * 3600000 AND simulated = {(question.Simulated ? 1 : 0)}
            {(groups.Length == 0 ? "HAVING COUNT(*) > 0" : "GROUP BY " + string.Join(", ", groups))})
            """);
        return all.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
    }
}
