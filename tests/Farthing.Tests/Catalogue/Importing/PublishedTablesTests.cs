using System.Text.Json;
using Farthing.Catalogue;
using Farthing.Catalogue.Importing;
using Xunit;

namespace Farthing.Tests.Catalogue.Importing;

/// <summary>The tables as they were published, where they are at hand.</summary>
public class PublishedTablesTests
{
    private static readonly DateOnly s_today = new(2026, 11, 25);

    private static PriceTable LiteLlm()
    {
        using var file = File.OpenRead(PriceFiles.Path("litellm/model_prices_and_context_window.json"));
        return LiteLlmTable.Read(file, s_today);
    }

    private static PriceTable GenAiPrices()
    {
        using var file = File.OpenRead(PriceFiles.Path("genai-prices/genai-prices-0.1.8.subset.json"));
        return GenAiPricesTable.Read(file, s_today);
    }

    private static Price Of(PriceTable table, string model) => table.Rows.First(r => r.Entry.Id == model).Periods[^1];

    [Fact]
    public void Rates_for_a_token_become_exact_ones_for_a_million()
    {
        var mini = Of(LiteLlm(), "gpt-4o-mini");
        Assert.Equal(new Rates(Input: 0.15m, CacheRead: 0.075m, Output: 0.6m), mini.Rates);
        Assert.Equal("0.15", DecimalText.Exact(mini.Rates.Input!.Value));
        Assert.Equal(new Rates(Input: 0.075m, Output: 0.3m), mini.BatchRates);
        Assert.Equal(new Rates(Input: 0.25m, CacheRead: 0.125m, Output: 1m), mini.PriorityRates);
    }

    [Fact]
    public void Tiers_cache_writes_and_modes_are_read()
    {
        var sonnet = Of(LiteLlm(), "claude-sonnet-4-5");
        Assert.Equal(new Rates(3m, 0.3m, 3.75m, 6m, 15m), sonnet.Rates);
        Assert.Equal(new PriceTier(200_000, new Rates(6m, 0.6m, 7.5m, 12m, 22.5m)), Assert.Single(sonnet.Tiers));
        Assert.Equal(new Rates(Input: 0.125m, CacheRead: 0.0125m, Output: 1m), Of(LiteLlm(), "gpt-5-mini").FlexRates);
        Assert.Equal(new PriceTier(200_000, new Rates(6m, 0.6m, 7.5m, 12m, 22.5m)), Assert.Single(Of(GenAiPrices(), "claude-sonnet-4-5").Tiers));
    }

    /// <summary>Every row is in one of the two lists, and no rate is 0 or past what any vendor asks.</summary>
    [Fact]
    public void Every_model_is_read_or_left_out_with_a_reason()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(PriceFiles.Path("litellm/model_prices_and_context_window.json")));
        var table = LiteLlm();
        Assert.Equal(document.RootElement.EnumerateObject().Count(), table.Rows.Count + table.LeftOut.Count);
        var rates = table.Rows.Concat(GenAiPrices().Rows).SelectMany(r => r.Periods).Select(p => p.Rates).SelectMany(r => new[] { r.Input, r.CacheRead, r.CacheWrite5m, r.CacheWrite1h, r.Output }).OfType<decimal>().ToList();
        Assert.True(rates.Count > 2_000);
        Assert.All(rates, rate => Assert.InRange(rate, 0.0001m, 1_000m));
    }

    [Fact]
    public void All_of_them_can_lie_over_the_catalogue_and_be_imported_twice()
    {
        foreach (var table in new[] { LiteLlm(), GenAiPrices() })
        {
            var plan = ImportPlan.Of(table, ModelCatalogue.Embedded, s_today, (_, _) => true);
            var catalogue = ModelCatalogue.Embedded.Over(plan.Into(null));
            Assert.True(catalogue.Models.Count > 150);
            Assert.Empty(ImportPlan.Of(table, catalogue, s_today, (_, _) => true).Models);
            foreach (var model in ModelCatalogue.Embedded.Models)
                Assert.Equal(ModelCatalogue.Embedded.Book("list")!.Find(model, s_today.AddDays(-1)).Rates, catalogue.Book("list")!.Find(model.Id, s_today.AddDays(-1)).Rates);
        }
    }
}
