using System.Globalization;
using Farthing.Catalogue;
using Farthing.Gateway.TokenCounts;
using Farthing.Storage;
using Farthing.Wire;

namespace Farthing.Costing.Advice;

/// <summary>What this installation has really used.</summary>
/// <param name="Days">Days with calls.</param>
internal sealed record LedgerUse(IReadOnlyList<ModelUsage> Models, int Days)
{
    private const string Real = "FROM hourly WHERE simulated = 0 AND input + cache_read + cache_write_5m + cache_write_1h + output > 0";

    /// <summary>Without what was simulated, and without hours in which a model gave nothing.</summary>
    public static LedgerUse Read(Database database)
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT model, sum(calls), sum(input), sum(cache_read), sum(cache_write_5m), sum(cache_write_1h), sum(output) {Real} GROUP BY model ORDER BY model";
        var models = new List<ModelUsage>();
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
                models.Add(new ModelUsage(reader.GetString(0), new Usage(reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6)), reader.GetInt64(1)));
        }

        command.CommandText = $"SELECT count(DISTINCT hour / 24) {Real}";
        return new LedgerUse(models, Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture));
    }

    /// <summary>The same as each developer's share of a day with calls, in o200k_base tokens. Null where there were none.</summary>
    public Workload? Of(int developers, int workingDays, ModelCatalogue catalogue)
    {
        var calls = Models.Sum(m => m.Calls);
        if (calls == 0) return null;
        var (prompt, output, kept, read) = (0m, 0m, 0m, 0m);
        foreach (var use in Models)
        {
            var factor = (decimal)TokenRules.Of(use.Model, catalogue.Find(use.Model)).Factor;
            prompt += (use.Usage.Prompt ?? 0) / factor;
            output += (use.Usage.Output ?? 0) / factor;
            read += (use.Usage.CacheRead ?? 0) / factor;
            kept += ((use.Usage.CacheRead ?? 0) + (use.Usage.CacheWrite5m ?? 0) + (use.Usage.CacheWrite1h ?? 0)) / factor;
        }

        var isCached = kept > 0;
        return new Workload(
            (decimal)calls / Days / developers, (long)(prompt / calls), (long)(output / calls),
            isCached ? decimal.Round(kept / prompt, 4) : Workload.UsualShared, isCached ? decimal.Round(read / kept, 4) : Workload.UsualHits, workingDays,
            FormattableString.Invariant($"From the ledger: {calls:N0} calls on {Days:N0} days. {(isCached ? "What the caches did is its, too." : "Nothing was cached; what a cache would do is assumed.")}"));
    }
}
