using Farthing.Catalogue;
using Xunit;

namespace Farthing.Tests.Catalogue;

/// <summary>Guards what a reader of <c>data/models.json</c> may take for granted.</summary>
public class ModelsFileTests
{
    public static TheoryData<string> Ids => [.. ModelCatalogue.Embedded.Models.Select(m => m.Id)];

    private static ModelEntry Model(string id) => Assert.IsType<ModelEntry>(ModelCatalogue.Embedded.Find(id));

    [Fact]
    public void No_two_models_share_an_id_or_an_alias()
    {
        var names = ModelCatalogue.Embedded.Models.SelectMany(m => m.Aliases.Prepend(m.Id)).ToList();
        Assert.True(names.Count > 80);
        Assert.Distinct(names);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_model_and_every_price_names_its_sources_and_their_day(string id)
    {
        var model = Model(id);
        Assert.InRange(model.AsOf, new DateOnly(2026, 1, 1), ModelCatalogue.Embedded.AsOf);
        Assert.NotEmpty(model.Sources);
        Assert.All(model.Sources, IsAddress);
        Assert.NotEmpty(model.Prices["list"]);
        Assert.Equal(model.Sources.Distinct(), model.Sources);
        if (model.Vision is { } vision) IsDated(vision.AsOf, vision.Sources);
        if (model.ToolPreamble is { } preamble) IsDated(preamble.AsOf, preamble.Sources);
        Assert.All(Periods(model).SelectMany(p => p), price =>
        {
            Assert.InRange(Assert.NotNull(price.AsOf), new DateOnly(2026, 1, 1), ModelCatalogue.Embedded.AsOf);
            Assert.NotEmpty(price.Sources);
        });
        Assert.All(model.Prices["list"].Concat(model.FineTunedPrices.Values.SelectMany(p => p)).SelectMany(p => p.Sources), IsAddress);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Price_periods_are_ordered_and_do_not_overlap(string id)
    {
        foreach (var periods in Periods(Model(id)))
        {
            Assert.All(periods, p => Assert.True(p.From is null || p.To is null || p.From < p.To));
            Assert.All(periods.Zip(periods.Skip(1)), pair => Assert.True(pair.First.To is not null && pair.First.To <= pair.Second.From));
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rates_are_positive_and_tiers_rise(string id)
    {
        foreach (var price in Periods(Model(id)).SelectMany(p => p))
        {
            Assert.NotEqual(PriceKind.Unknown, price.Kind);
            Assert.All(EveryRates(price).SelectMany(Each).Append(price.Training ?? 1), rate => Assert.InRange(rate, 0.0001m, 1000m));
            if (price.Kind == PriceKind.Known) Assert.True(price.Rates.Input is not null && (price.Rates.Output is not null || Model(id).MaxOutputTokens == 0));
            Assert.Equal(price.Tiers.Select(t => t.AbovePromptTokens).Order().Distinct(), price.Tiers.Select(t => t.AbovePromptTokens));
            Assert.All(price.Tiers, t => Assert.True(t.AbovePromptTokens > 0 && t.Rates.Input >= price.Rates.Input && t.Rates.Output >= price.Rates.Output));
            Assert.True(price.BatchMultiplier is null || price.BatchRates is null);
            Assert.InRange(price.BatchMultiplier ?? 0.5m, 0.1m, 1m);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_part_is_cheaper_from_the_cache_and_dearer_into_it(string id)
    {
        foreach (var rates in Periods(Model(id)).SelectMany(p => p).SelectMany(EveryRates))
        {
            Assert.True(rates.CacheRead is null || rates.CacheRead <= rates.Input);
            Assert.True(rates.CacheWrite5m is null || rates.CacheWrite5m > rates.Input);
            Assert.True(rates.CacheWrite1h is null || rates.CacheWrite1h > rates.CacheWrite5m);
        }
    }

    /// <summary>Flex processing: the batch price, at once, for GPT-5 and later (pricing-and-providers §1).</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void Flex_is_the_batch_price_and_only_GPT_5_and_later_have_it(string id)
    {
        foreach (var price in Model(id).Prices["list"].Where(p => p.FlexRates is not null))
        {
            Assert.Matches("^gpt-[5-9]", id);
            Assert.Equal(price.RatesFor(0, ServiceMode.Batch), price.FlexRates);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Images_and_preambles_are_told_only_of_models_that_take_them(string id)
    {
        var model = Model(id);
        Assert.True(model.Vision is null || model.Capabilities.Vision is true);
        Assert.True(model.ToolPreamble is null || model.Capabilities.Tools is true);
        Assert.True(model.FineTunedPrices.Count == 0 || model.Capabilities.FineTunable is true);
        if (model.ToolPreamble is { } preamble) Assert.InRange(preamble.Most, 1, 1_024); // what a worst case allows for envelopes and preambles
        if (model.Vision is { } vision) Assert.InRange(vision.Tokens(1_000, 1_000), 200, 40_000);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Limits_fit_and_ends_agree(string id)
    {
        var model = Model(id);
        Assert.True(model.MaxOutputTokens is null || model.MaxOutputTokens <= model.ContextTokens);
        if (model.Successor is { } successor)
        {
            Assert.NotEqual(model.Id, successor);
            Assert.Equal(successor, Model(successor).Id);
            Assert.False(Model(successor).IsRetired(ModelCatalogue.Embedded.AsOf));
        }
        Assert.Equal(model.ShutdownDate is not null, model.Status == ModelStatus.Deprecated);
        Assert.True(model.ShutdownDate is null || model.RetireNotBefore is null);
    }

    [Fact]
    public void Every_price_book_that_a_model_uses_is_described() =>
        Assert.Equal(["article", "list"], ModelCatalogue.Embedded.Models.SelectMany(m => m.Prices.Keys).Distinct().Order());

    [Fact]
    public void Every_book_in_the_file_can_be_opened() =>
        Assert.All(ModelCatalogue.Embedded.BookNames, name => Assert.NotEmpty(Assert.IsType<PriceBook>(ModelCatalogue.Embedded.Book(name)).About));

    [Fact]
    public void The_article_prices_only_the_two_models_that_it_compares() =>
        Assert.Equal(["claude-haiku-4-5-20251001", "gpt-4o-mini"], ModelCatalogue.Embedded.Models.Where(m => m.Prices.ContainsKey("article")).Select(m => m.Id));

    private static IEnumerable<IReadOnlyList<Price>> Periods(ModelEntry model) => model.Prices.Values.Concat(model.FineTunedPrices.Values);

    private static IEnumerable<Rates> EveryRates(Price price) =>
        price.Tiers.SelectMany(t => new[] { t.Rates, t.BatchRates, t.FlexRates, t.PriorityRates })
            .Concat([price.Rates, price.BatchRates, price.FlexRates, price.PriorityRates]).OfType<Rates>();

    private static void IsDated(DateOnly asOf, IReadOnlyList<string> sources)
    {
        Assert.InRange(asOf, new DateOnly(2026, 1, 1), ModelCatalogue.Embedded.AsOf);
        Assert.NotEmpty(sources);
        Assert.All(sources, IsAddress);
    }

    private static IEnumerable<decimal> Each(Rates r) =>
        new[] { r.Input, r.CacheRead, r.CacheWrite5m, r.CacheWrite1h, r.Output }.OfType<decimal>();

    private static void IsAddress(string source) => Assert.True(Uri.TryCreate(source, UriKind.Absolute, out var uri) && uri.Scheme == "https", source);
}
