using System.Globalization;
using System.Text.Json;
using Farthing.Catalogue;
using Farthing.Wire;

namespace Farthing.Costing;

/// <param name="Cost">Null when it cannot be told, because a part has no known price.</param>
internal sealed record CostAnswer(string Asked, ModelEntry Model, PriceBook Book, Price Price, DateOnly On, Usage Usage, bool Batch, Usd? Cost)
{
    private ServiceMode Mode => Batch ? ServiceMode.Batch : ServiceMode.Standard;

    /// <summary>The parts that keep the cost from being known.</summary>
    public IReadOnlyList<string> Unpriced =>
        Price.Kind == PriceKind.Free ? [] : [.. CostCalculator.Parts(Usage, Price, Mode).Where(p => p.Rate is null).Select(p => p.Part)];

    public void WriteText(TextWriter to)
    {
        to.WriteLine($"{Model.Id}, price book '{Book.Name}'{(Batch ? ", in a batch" : "")}, on {Day(On)}. {Book.About}");
        if (Price.Kind == PriceKind.Free)
        {
            to.WriteLine("  free: it runs on your own machine");
        }
        else
        {
            foreach (var (part, tokens, rate) in CostCalculator.Parts(Usage, Price, Mode))
                to.WriteLine(Line(part, tokens, rate));
            if (Price.TierFor(Usage.Prompt ?? 0) is { } tier)
                to.WriteLine(Invariant($"  The prompt exceeds {tier.AbovePromptTokens:N0} tokens, so the rates for long prompts hold for the whole request."));
        }
        to.WriteLine(Cost is { } cost ? $"  {"cost",-15}{"",32} = {Dollars(cost.Dollars)}" : $"  cost unknown: the price book '{Book.Name}' has no price here{(Price.Kind == PriceKind.Unknown ? "" : " for " + string.Join(", ", Unpriced))}.");
        if (Price.AsOf is { } asOf) to.WriteLine($"Price as of {Day(asOf)}, from {string.Join(", ", Price.Sources)}.");
    }

    public void WriteJson(Utf8JsonWriter to)
    {
        to.WriteStartObject();
        to.WriteString("model", Asked);
        to.WriteString("model_id", Model.Id);
        to.WriteString("price_book", Book.Name);
        to.WriteString("on", Day(On));
        to.WriteBoolean("batch", Batch);
        to.WritePropertyName("prices_from");
        PriceJson.WriteOrigin(to, Price);
        to.WriteStartObject("usage");
        to.WriteNumber("input", Usage.Input ?? 0);
        to.WriteNumber("cache_read", Usage.CacheRead ?? 0);
        to.WriteNumber("cache_write_5m", Usage.CacheWrite5m ?? 0);
        to.WriteNumber("cache_write_1h", Usage.CacheWrite1h ?? 0);
        to.WriteNumber("output", Usage.Output ?? 0);
        to.WriteEndObject();
        to.WritePropertyName("rates_usd_per_million");
        PriceJson.WriteRates(to, Price.RatesFor(Usage.Prompt ?? 0, Mode));
        if (Unpriced.Count > 0)
        {
            to.WriteStrings("unpriced", Unpriced);
        }
        to.WriteUsd("cost_usd", Cost);
        to.WriteEndObject();
    }

    private static string Line(string part, long tokens, decimal? rate)
    {
        var times = rate is { } known ? Invariant($"× ${known:0.00########}/M") : "× unknown price";
        var amount = rate is { } priced ? " = " + Dollars(tokens * priced / 1_000_000m) : "";
        return Invariant($"  {part,-15}{tokens,15:N0} {times,-16}{amount}");
    }

    private static string Dollars(decimal dollars) => Invariant($"${dollars:0.00##############}");

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
