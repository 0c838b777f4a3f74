using System.Text.Json;
using Farthing.Catalogue;
using Farthing.Ledger.Audit.Reports;
using Farthing.Storage;
using Microsoft.Data.Sqlite;

namespace Farthing.Ledger.Audit;

/// <summary>What the ledger has of a vendor's account in one bucket after the other.</summary>
internal sealed class LedgerSide : IDisposable
{
    /// <summary>A call belongs to the bucket in which it began. Simulated ones are read to be counted, whoever was played.</summary>
    private const string Sums = """
        SELECT COALESCE(model_served, (SELECT c.model_served FROM entries c WHERE e.kind = 'unknown' AND c.call_id = e.call_id AND c.kind = 'correction'), model),
            simulated, rates, SUM(kind = 'settle'), SUM(kind = 'unknown') - SUM(kind = 'correction'), SUM(kind = 'retry'),
            SUM(kind = 'settle' AND estimated = 1), SUM(kind = 'settle' AND cost_nanos IS NULL), SUM(kind = 'settle' AND at >= @to),
            COALESCE(SUM(input), 0), COALESCE(SUM(cache_read), 0), COALESCE(SUM(cache_write_5m), 0), COALESCE(SUM(cache_write_1h), 0), COALESCE(SUM(output), 0),
            COALESCE(SUM(cost_nanos), 0), COALESCE(SUM(CASE WHEN kind = 'unknown' THEN cost_nanos END), 0)
        FROM entries e
        WHERE started >= @from AND started < @to AND kind <> 'release'
            AND (simulated = 1 OR provider IN (SELECT value FROM json_each(@providers)))
            AND (@embeddings = 1 OR dialect_out NOT LIKE '%embed%')
        GROUP BY 1, 2, 3
        """;

    /// <summary>Calls from before the bucket that ended in it. No call takes longer than a day.</summary>
    private const string Early = """
        SELECT COALESCE(model_served, model), COUNT(*) FROM entries
        WHERE started < @from AND started >= @from - 86400000 AND at >= @from AND kind = 'settle' AND simulated = 0
            AND provider IN (SELECT value FROM json_each(@providers))
        GROUP BY 1
        """;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _sums;
    private readonly SqliteCommand _early;

    /// <param name="embeddings">Whether calls for embeddings are among those that the vendor counts.</param>
    public LedgerSide(Database database, IReadOnlyList<string> providers, bool embeddings)
    {
        _connection = database.Connect();
        (_sums, _early) = (_connection.CreateCommand(), _connection.CreateCommand());
        (_sums.CommandText, _early.CommandText) = (Sums, Early);
        foreach (var command in new[] { _sums, _early })
        {
            command.Parameters.AddWithValue("@providers", "[" + string.Join(',', providers.Select(p => $"\"{JsonEncodedText.Encode(p)}\"")) + "]");
            command.Parameters.Add("@from", SqliteType.Integer);
            command.Parameters.Add("@to", SqliteType.Integer);
        }

        _sums.Parameters.AddWithValue("@embeddings", embeddings ? 1 : 0);
    }

    /// <summary>The sums by model as the ledger names it.</summary>
    public IReadOnlyList<(string Model, LedgerSums Sums)> Read(Bucket bucket)
    {
        foreach (var command in new[] { _sums, _early })
        {
            command.Parameters["@from"].Value = bucket.From.ToUnixTimeMilliseconds();
            command.Parameters["@to"].Value = bucket.To.ToUnixTimeMilliseconds();
        }

        var found = new List<(string, LedgerSums)>();
        using (var rows = _sums.ExecuteReader())
        {
            while (rows.Read())
            {
                var usage = Enumerable.Range(9, 5).Select(rows.GetInt64).ToArray();
                found.Add((rows.GetString(0), rows.GetInt64(1) == 1
                    ? LedgerSums.None with { Simulated = rows.GetInt64(3) }
                    : LedgerSums.Of(usage, rows.IsDBNull(2) ? null : RatesText.Read(rows.GetString(2)), new Usd(rows.GetInt64(14)), rows.GetInt64(3)) with
                    {
                        Unknown = rows.GetInt64(4),
                        Retries = rows.GetInt64(5),
                        Estimated = rows.GetInt64(6),
                        Unpriced = rows.GetInt64(7),
                        Late = rows.GetInt64(8),
                        UnknownCost = new Usd(rows.GetInt64(15)),
                    }));
            }
        }

        using var early = _early.ExecuteReader();
        while (early.Read()) found.Add((early.GetString(0), LedgerSums.None with { Early = early.GetInt64(1) }));
        return found;
    }

    public void Dispose()
    {
        _sums.Dispose();
        _early.Dispose();
        _connection.Dispose();
    }
}
