using Farthing.Catalogue;
using Farthing.Configuration;
using Farthing.Wire;
using Xunit;

namespace Farthing.Tests.Catalogue;

public class CatalogueLayersTests
{
    private static readonly DateOnly s_today = new(2026, 11, 25);

    private static ModelCatalogue With(string yaml) =>
        ModelCatalogue.Embedded.With(SettingsReader.FromYaml("farthing.yaml", "price_overrides:\n" + yaml, _ => null).PriceOverrides, PriceBook.List);

    private static string? Cost(ModelCatalogue catalogue, string model, DateOnly? on = null) =>
        CostCalculator.Cost(new Usage(Input: 1_000_000, Output: 1_000_000), catalogue.Book(PriceBook.List)!.Find(model, on ?? s_today))?.ToString();

    private static CatalogueFile File(params ModelEntry[] models) =>
        new() { AsOf = s_today, PriceBooks = new Dictionary<string, string> { ["list"] = "" }, Models = models };

    private static ModelEntry Entry(string id, string provider, Price price, params string[] aliases) => new()
    {
        Id = id,
        Provider = provider,
        Aliases = aliases,
        Capabilities = new(),
        AsOf = s_today,
        Sources = ["https://example.test"],
        Prices = new Dictionary<string, IReadOnlyList<Price>> { ["list"] = [price] },
    };

    private static Price Price(decimal input, DateOnly? from = null) =>
        new() { From = from, Rates = new Rates(Input: input, Output: 1), AsOf = s_today, Sources = ["https://example.test"] };

    [Fact]
    public void An_override_prices_a_known_model_by_id_or_alias()
    {
        var catalogue = With("  claude-haiku-4-5:\n    input: 0.9\n    output: 4.5\n");
        Assert.Equal("5.4", Cost(catalogue, "claude-haiku-4-5-20251001"));
        Assert.Equal("5.4", Cost(catalogue, "anthropic/claude-haiku-4-5"));
        Assert.Equal(200_000, catalogue.Find("claude-haiku-4-5")!.ContextTokens);
    }

    [Fact]
    public void An_override_counts_from_its_day_and_leaves_the_days_before()
    {
        var catalogue = With("  gpt-4o-mini:\n    input: 1\n    output: 1\n    from: 2026-11-25\n");
        Assert.Equal("0.75", Cost(catalogue, "gpt-4o-mini", s_today.AddDays(-1)));
        Assert.Equal("2", Cost(catalogue, "gpt-4o-mini"));
    }

    [Fact]
    public void An_override_prices_a_model_that_the_catalogue_does_not_know()
    {
        Assert.Null(Cost(ModelCatalogue.Embedded, "gpt-9"));
        var catalogue = With("  gpt-9:\n    input: 3\n    output: 4\n");
        Assert.Equal("7", Cost(catalogue, "gpt-9"));
        Assert.Equal("openai", catalogue.Find("gpt-9")!.Provider);
    }

    [Fact]
    public void A_free_local_model_costs_nothing_under_any_tag()
    {
        var catalogue = With("  ollama/llama3.3:\n    free: true\n");
        Assert.Equal("0", Cost(catalogue, "ollama/llama3.3"));
        Assert.Equal("0", Cost(catalogue, "ollama/llama3.3:70b"));
        Assert.Null(Cost(catalogue, "groq/llama3.3"));
    }

    [Fact]
    public void A_model_that_another_provider_serves_keeps_its_limits_and_not_its_vendors_price_and_end()
    {
        var catalogue = With("  azure/gpt-4o-mini:\n    input: 0.2\n    output: 0.8\n");
        Assert.Equal("1", Cost(catalogue, "azure/gpt-4o-mini"));
        Assert.Equal("0.75", Cost(catalogue, "gpt-4o-mini"));
        var entry = catalogue.Find("azure/gpt-4o-mini")!;
        Assert.Equal((128_000L, null), (entry.ContextTokens, entry.ShutdownDate));
    }

    [Fact]
    public void An_override_for_one_tag_or_one_fine_tuned_model_leaves_the_others()
    {
        var catalogue = With("  qwen2.5-coder:32b:\n    input: 1\n    output: 1\n  ft:gpt-4o-mini-2024-07-18:org::id:\n    input: 2\n    output: 2\n");
        Assert.Equal(("2", "0"), (Cost(catalogue, "qwen2.5-coder:32b"), Cost(catalogue, "qwen2.5-coder:7b")));
        Assert.Equal(("4", "1.5"), (Cost(catalogue, "ft:gpt-4o-mini-2024-07-18:org::id"), Cost(catalogue, "ft:gpt-4o-mini-2024-07-18:org::other")));
    }

    [Fact]
    public void A_part_that_an_override_leaves_out_is_unknown_and_not_free()
    {
        var price = With("  gpt-4o-mini:\n    input: 1\n    output: 1\n").Book(PriceBook.List)!.Find("gpt-4o-mini", s_today);
        Assert.Null(CostCalculator.Cost(new Usage(Input: 1, CacheRead: 1, Output: 1), price));
        Assert.Equal(["farthing.yaml: price_overrides.gpt-4o-mini"], price.Sources);
    }

    [Fact]
    public void An_imported_period_is_laid_over_a_known_model_and_an_imported_model_is_new()
    {
        var catalogue = ModelCatalogue.Embedded.Over(File(Entry("gpt-4o-mini-2024-07-18", "openai", Price(9, s_today)), Entry("gpt-9", "openai", Price(2))));
        Assert.Equal(("0.75", "10"), (Cost(catalogue, "gpt-4o-mini", s_today.AddDays(-1)), Cost(catalogue, "gpt-4o-mini")));
        Assert.Equal("3", Cost(catalogue, "gpt-9"));
        Assert.Equal("gpt-6-luna", catalogue.Find("gpt-4o-mini")!.Successor);
    }

    /// <summary>A release that comes to know an imported model or its alias must still start.</summary>
    [Fact]
    public void An_imported_name_that_is_taken_breaks_nothing()
    {
        var catalogue = ModelCatalogue.Embedded.Over(File(Entry("codestral", "mistral", Price(2)), Entry("gpt-9", "openai", Price(2), "gpt-4o", "gpt-9-latest"), Entry("gpt-9", "openai", Price(5, s_today))));
        Assert.Equal(("0", "3"), (Cost(catalogue, "codestral"), Cost(catalogue, "mistral/codestral")));
        Assert.Equal("gpt-4o", catalogue.Find("gpt-4o")!.Id);
        Assert.Equal(("3", "6"), (Cost(catalogue, "gpt-9-latest", s_today.AddDays(-1)), Cost(catalogue, "gpt-9-latest")));
    }

    [Fact]
    public void The_overlay_is_written_and_read_whole_and_exactly()
    {
        using var folder = new TemporaryFolder();
        var path = folder.In("models.json");
        Assert.Null(CatalogueOverlay.Read(path));
        var embedded = ModelCatalogue.Embedded;
        CatalogueOverlay.Write(path, new CatalogueFile { AsOf = embedded.AsOf, PriceBooks = embedded.Books, Models = embedded.Models });
        Assert.Equivalent(embedded.Models, CatalogueOverlay.Read(path)!.Models, strict: true);
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_broken_overlay_is_named_with_the_way_out()
    {
        using var folder = new TemporaryFolder();
        System.IO.File.WriteAllText(folder.In("models.json"), """{"as_of":"2026-11-25","price_books":{},"models":[{"id":"a"}]}""");
        var refusal = Assert.Throws<IOException>(() => CatalogueOverlay.Read(folder.In("models.json")));
        Assert.Contains(folder.In("models.json"), refusal.Message, StringComparison.Ordinal);
        Assert.Contains("delete it to go without", refusal.Message, StringComparison.Ordinal);
    }
}
