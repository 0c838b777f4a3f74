using Farthing.Storage;

namespace Farthing.Gateway.TokenCounts;

/// <summary>The fits in the database, read once at start.</summary>
internal sealed class FactorStore(Database database, WriteQueue writes)
{
    public IReadOnlyDictionary<string, FactorFit> Load()
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT model, samples, pp, pc, pj, cc, cj, jj, tp, tc, tj FROM token_factors";
        using var reader = command.ExecuteReader();
        var fits = new Dictionary<string, FactorFit>();
        while (reader.Read())
            fits[reader.GetString(0)] = new FactorFit(reader.GetInt64(1), [.. Enumerable.Range(2, 6).Select(reader.GetDouble)], [.. Enumerable.Range(8, 3).Select(reader.GetDouble)]);
        return fits;
    }

    public Task SaveAsync(string model, FactorFit fit) => writes.CommitAsync(statements =>
    {
        var statement = statements["INSERT OR REPLACE INTO token_factors VALUES (@model, @samples, @v0, @v1, @v2, @v3, @v4, @v5, @v6, @v7, @v8)"]
            .Set("@model", model).Set("@samples", fit.Samples);
        foreach (var (i, value) in fit.Products.Concat(fit.Targets).Index()) statement.SetReal($"@v{i}", value);
        statement.Run();
    });
}
