using System.Globalization;
using Farthing.Catalogue;
using Farthing.Storage;
using Farthing.Wire;

namespace Farthing.Costing.Savings;

/// <summary>Calls of one model that were priced at the same rates, and whose prompts lie in one bracket: no price tier begins within it.</summary>
/// <param name="Model">As the provider named it, else as it was asked for.</param>
/// <param name="Shortest">The shortest prompt of the bracket, in tokens.</param>
/// <param name="Rates">Those that were used; null where none are known.</param>
/// <param name="Calls">Those whose usage is known or estimated.</param>
/// <param name="Paid">What was charged for these calls.</param>
/// <param name="Lost">Calls that a crash cut off: nothing but their worst case is known.</param>
/// <param name="Unreported">Calls of which neither usage nor cost is known.</param>
/// <param name="IsFree">Whether they were known to cost nothing, whatever a price list has for the model: a server of the user's own answered.</param>
internal sealed record TrafficSum(
    string Model, long Shortest, Rates? Rates, long Calls, long Estimated, Usage Usage, Usd Paid, long Lost, Usd LostCost, long Unreported, bool IsFree = false)
{
    public long Prompt => Usage.Prompt ?? 0;
}

/// <summary>What real models were asked for, read from the ledger's entries. Calls for embeddings are left out: no other model answers them.</summary>
internal static class Traffic
{
    private const string Real = "simulated = 0 AND kind IN ('settle', 'unknown', 'correction') AND dialect_out NOT LIKE '%embed%' AND started >= @since AND started < @until";

    private const string Prompt = "COALESCE(input, 0) + COALESCE(cache_read, 0) + COALESCE(cache_write_5m, 0) + COALESCE(cache_write_1h, 0)";

    /// <param name="since">Unix milliseconds.</param>
    public static IReadOnlyList<string> Models(Database database, long since, long until)
    {
        using var connection = database.Connect();
        using var query = new Statement(connection, "SELECT DISTINCT model FROM hourly WHERE simulated = 0 AND hour >= @since / 3600000 AND hour <= @until / 3600000 ORDER BY 1");
        return query.Set("@since", since).Set("@until", until).Texts();
    }

    /// <param name="bounds">Prompts of more tokens than one of these are in another bracket; ascending.</param>
    public static IReadOnlyList<TrafficSum> Read(Database database, long since, long until, IReadOnlyList<long> bounds)
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        var bracket = bounds.Count == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"CASE WHEN prompt <= {bounds[0]} THEN 0 ELSE {string.Join(" + ", bounds.Select(b => string.Create(CultureInfo.InvariantCulture, $"(prompt > {b})")))} END");
#pragma warning disable CA2100 // put together from the constants above and whole numbers
        command.CommandText = $"""
            SELECT name, rates, {bracket}, SUM(NOT lost), COALESCE(SUM(NOT lost AND estimated = 1), 0),
                SUM(input), SUM(cache_read), SUM(cache_write_5m), SUM(cache_write_1h), SUM(output),
                COALESCE(SUM(CASE WHEN NOT lost THEN paid END), 0), SUM(lost), COALESCE(SUM(CASE WHEN lost THEN paid END), 0),
                SUM(kind = 'settle' AND input IS NULL AND output IS NULL), SUM(paid IS NULL)
            FROM (SELECT *, COALESCE(model_served, model) AS name, {Prompt} AS prompt, kind = 'unknown' AS lost,
                    cost_nanos + CASE WHEN kind = 'correction' THEN (SELECT u.cost_nanos FROM entries u WHERE u.call_id = e.call_id AND u.kind = 'unknown') ELSE 0 END AS paid
                FROM entries e
                WHERE {Real} AND NOT (kind = 'unknown' AND EXISTS (SELECT 1 FROM entries c WHERE c.call_id = e.call_id AND c.kind = 'correction')))
            GROUP BY 1, 2, 3 ORDER BY 1, 3, 2
            """;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("@since", since);
        command.Parameters.AddWithValue("@until", until);
        using var rows = command.ExecuteReader();
        var sums = new List<TrafficSum>();
        while (rows.Read())
        {
            var place = rows.GetInt32(2);
            sums.Add(new TrafficSum(
                rows.GetString(0), place == 0 ? 0 : bounds[place - 1] + 1, rows.IsDBNull(1) ? null : RatesText.Read(rows.GetString(1)), rows.GetInt64(3) - rows.GetInt64(13), rows.GetInt64(4),
                new Usage(Count(5), Count(6), Count(7), Count(8), Count(9)), new Usd(rows.GetInt64(10)), rows.GetInt64(11), new Usd(rows.GetInt64(12)), rows.GetInt64(13),
                IsFree: rows.IsDBNull(1) && rows.GetInt64(10) == 0 && rows.GetInt64(14) == 0));
        }

        return sums;

        long? Count(int column) => rows.IsDBNull(column) ? null : rows.GetInt64(column);
    }
}
