using System.Globalization;
using System.Text.Json;
using Farthing.Catalogue;
using Xunit;

namespace Farthing.Tests.Catalogue;

/// <summary>The catalogue against the rows that were read from the vendors' own pages, where these are at hand.</summary>
public class VendorPagesTests
{
    private static readonly (string Theirs, Func<Rates, decimal?> Ours)[] s_parts =
    [
        ("input", r => r.Input), ("output", r => r.Output), ("cache_read", r => r.CacheRead),
        ("cache_write", r => r.CacheWrite5m), ("cache_write_5m", r => r.CacheWrite5m), ("cache_write_1h", r => r.CacheWrite1h),
    ];

    [Fact]
    public void Every_row_of_the_vendors_pages_stands_in_the_catalogue()
    {
        using var pages = JsonDocument.Parse(File.ReadAllText(PriceFiles.Path("overlay-2026-11-22.json")));
        var rows = pages.RootElement.GetProperty("models").EnumerateArray().ToList();
        Assert.True(rows.Count > 20);
        Assert.All(rows, row =>
        {
            var model = Assert.IsType<ModelEntry>(ModelCatalogue.Embedded.Find(row.GetProperty("id").GetString()!));
            Assert.Equal(Day(row, "shutdown_date"), model.ShutdownDate);
            Assert.Equal(Day(row, "retire_not_before"), model.RetireNotBefore);
            Assert.Equal(Number(row, "context_window"), model.ContextTokens);
            Assert.Equal(Number(row, "max_output"), model.MaxOutputTokens);
            Assert.Equal(Number(row, "min_cacheable_tokens"), model.MinCacheableTokens);
            if (row.TryGetProperty("replacement", out var successor)) Assert.Equal(successor.GetString(), model.Successor);

            var price = Assert.Single(model.Prices["list"], p => p.From == Day(row, "from") && p.To == Day(row, "to"));
            Same(row, price.Rates);
            Assert.Equal(Number(row, "batch_multiplier"), price.BatchMultiplier);
            if (row.TryGetProperty("batch_input", out _))
            {
                Assert.Equal(Number(row, "batch_input"), price.RatesFor(0, ServiceMode.Batch).Input);
                Assert.Equal(Number(row, "batch_output"), price.RatesFor(0, ServiceMode.Batch).Output);
            }
            if (row.GetProperty("tiers").ValueKind == JsonValueKind.Array) Same(row.GetProperty("tiers")[0], Assert.Single(price.Tiers).Rates);
        });
    }

    private static void Same(JsonElement row, Rates ours)
    {
        foreach (var (theirs, part) in s_parts.Where(p => row.TryGetProperty(p.Theirs, out _)))
        {
            if (theirs == "cache_write_1h" || Number(row, theirs) is not null) Assert.Equal(Number(row, theirs), part(ours));
        }
    }

    private static decimal? Number(JsonElement row, string field) => row.TryGetProperty(field, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => decimal.Parse(value.GetString()!, CultureInfo.InvariantCulture),
            JsonValueKind.Number => value.GetDecimal(),
            _ => null,
        }
        : null;

    private static DateOnly? Day(JsonElement row, string field) =>
        row.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? DateOnly.Parse(value.GetString()!, CultureInfo.InvariantCulture) : null;
}
