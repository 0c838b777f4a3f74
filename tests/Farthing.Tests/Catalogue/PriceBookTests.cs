using Farthing.Catalogue;
using Xunit;

namespace Farthing.Tests.Catalogue;

public class PriceBookTests
{
    private static readonly PriceBook s_list = ModelCatalogue.Embedded.Book(PriceBook.List)!;

    [Theory]
    [InlineData("2026-09-27", null)]
    [InlineData("2026-09-28", "0.20")]
    [InlineData("2026-10-06", "0.20")]
    [InlineData("2026-10-07", "0.10")]
    [InlineData("2030-01-01", "0.10")]
    public void A_price_holds_from_its_first_day_to_the_day_before_the_next(string on, string? cacheRead)
    {
        var price = s_list.Find("claude-sonnet-5-5", DateOnly.Parse(on, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(cacheRead is null ? PriceKind.Unknown : PriceKind.Known, price.Kind);
        Assert.Equal(cacheRead is null ? null : decimal.Parse(cacheRead, System.Globalization.CultureInfo.InvariantCulture), price.Rates.CacheRead);
    }

    [Theory]
    [InlineData("list", "qwen2.5-coder:7b", "Free")]
    [InlineData("list", "gpt-6-luna", "Known")]
    [InlineData("list", "no-such-model", "Unknown")]
    [InlineData("article", "claude-haiku-4-5", "Known")]
    [InlineData("article", "gpt-6-luna", "Unknown")]
    [InlineData("article", "qwen2.5-coder", "Unknown")]
    public void A_price_is_known_free_or_unknown(string book, string model, string kind) =>
        Assert.Equal(kind, ModelCatalogue.Embedded.Book(book)!.Find(model, new DateOnly(2026, 11, 22)).Kind.ToString());

    [Theory]
    [InlineData(100_000, "0.10", "0.50")]
    [InlineData(100_001, "0.50", "2.50")]
    public void A_tier_begins_above_its_threshold(long prompt, string input, string output)
    {
        var rates = s_list.Find("claude-haiku-5-5", new DateOnly(2026, 11, 22)).RatesFor(prompt);
        Assert.Equal((input, output), (Text(rates.Input), Text(rates.Output)));
    }

    [Fact]
    public void Batch_rates_are_scaled_listed_or_unknown()
    {
        var on = new DateOnly(2026, 11, 22);
        Assert.Equal(new Rates(0.25m, 0.025m, 0.3125m, 0.5m, 1.25m), s_list.Find("claude-haiku-5-5", on).RatesFor(200_000, ServiceMode.Batch));
        Assert.Equal(new Rates(0.075m, 0.075m, null, null, 0.30m), s_list.Find("gpt-4o-mini", on).RatesFor(1_000, ServiceMode.Batch));
        Assert.Equal(Rates.Unknown, s_list.Find("gpt-6-luna", on).RatesFor(300_000, ServiceMode.Batch));
        Assert.Equal(Rates.Unknown, s_list.Find("o4-mini", on).RatesFor(1_000, ServiceMode.Batch));
    }

    [Fact]
    public void Flex_costs_what_a_batch_costs_and_an_unlisted_mode_is_unknown()
    {
        var on = new DateOnly(2026, 11, 22);
        Assert.Equal(new Rates(0.05m, 0.005m, 0.0625m, null, 0.25m), s_list.Find("gpt-6-luna", on).RatesFor(1_000, ServiceMode.Flex));
        Assert.Equal(Rates.Unknown, s_list.Find("gpt-6-luna", on).RatesFor(300_000, ServiceMode.Flex));
        Assert.Equal(Rates.Unknown, s_list.Find("gpt-4o-mini", on).RatesFor(1_000, ServiceMode.Flex));
        Assert.Equal(Rates.Unknown, s_list.Find("claude-haiku-5-5", on).RatesFor(1_000, ServiceMode.Flex));
        Assert.Equal(Rates.Unknown, s_list.Find("gpt-6-luna", on).RatesFor(1_000, ServiceMode.Priority));
    }

    [Theory]
    [InlineData("ft:gpt-4o-mini-2024-07-18:org:name:id", "0.30", "0.15", "1.20", "3.00")]
    [InlineData("ft:gpt-4o-2024-08-06:org::id:ckpt-step-90", "3.75", "1.875", "15.00", "25.00")]
    [InlineData("openai/ft:gpt-4.1-mini:org::id", "0.80", "0.20", "3.20", "5.00")]
    public void A_fine_tuned_model_has_prices_of_its_own(string model, string input, string cacheRead, string output, string training)
    {
        var price = s_list.Find(model, new DateOnly(2026, 11, 22));
        Assert.Equal((input, cacheRead, output, training), (Text(price.Rates.Input), Text(price.Rates.CacheRead), Text(price.Rates.Output), Text(price.Training)));
        Assert.Equal(Rates.Unknown, price.RatesFor(10, ServiceMode.Batch));
    }

    [Fact]
    public void A_model_fine_tuned_from_one_without_such_a_price_is_unknown_and_not_its_base() =>
        Assert.Equal(PriceKind.Unknown, s_list.Find("ft:gpt-4.1:org::id", new DateOnly(2026, 11, 22)).Kind);

    [Fact]
    public void There_is_no_book_of_another_name() => Assert.Null(ModelCatalogue.Embedded.Book("dream"));

    private static string? Text(decimal? rate) => rate?.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
