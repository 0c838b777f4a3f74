using System.Globalization;
using System.Text.Json;

namespace Farthing.Catalogue;

internal static class ModelShowText
{
    private const int NameWidth = 24;
    private const int RateWidth = 15;

    private static readonly string[] s_parts = ["input", "cache read", "write 5m", "write 1h", "output"];

    public static void Write(TextWriter to, ModelEntry model, DateOnly on)
    {
        to.WriteLine($"{model.Id} ({model.Provider}){(model.Aliases.Count == 0 ? "" : ", also " + string.Join(", ", model.Aliases))}");
        Line(to, "state", string.Join("; ", new[] { model.Status?.ToString().ToLowerInvariant() ?? "", Retirement.Describe(model, on) }.Where(t => t.Length > 0)));
        Line(to, "context", Tokens(model.ContextTokens));
        Line(to, "output", Tokens(model.MaxOutputTokens));
        Line(to, "cacheable", model.MinCacheableTokens is { } least ? $"from {Tokens(least)}" : "");
        Line(to, "tokenizer", model.Tokenizer ?? "");
        foreach (var (label, value) in new (string, bool?)[] { ("can", true), ("cannot", false), ("not known", null) }) Line(to, label, Capabilities(model, value));
        Line(to, "image", model.Vision is { } vision
            ? Invariant($"{vision.Tokens(1_024, 1_024):N0} tokens at 1,024 × 1,024 pixels, {(vision.Most is { } most ? Invariant($"{most:N0} at most") : "no known bound")}") : "");
        Line(to, "tool use", model.ToolPreamble is { } preamble ? $"{preamble.Auto} tokens before the prompt, {preamble.Any} where a call is demanded" : "");
        Line(to, "notes", model.Notes ?? "");
        Line(to, "as of", $"{Day(model.AsOf)}, {string.Join(", ", model.Sources)}");
        to.WriteLine();
        to.WriteLine("US dollars per million tokens; '-' is not established.");
        foreach (var (book, periods) in model.Prices) Periods(to, $"price book '{book}'", periods, on);
        foreach (var (book, periods) in model.FineTunedPrices) Periods(to, $"fine-tuned from it, price book '{book}'", periods, on);
    }

    private static void Periods(TextWriter to, string title, IReadOnlyList<Price> periods, DateOnly on)
    {
        foreach (var price in periods)
        {
            to.WriteLine();
            to.WriteLine($"{title}, {(price.From is { } from ? "from " + Day(from) : "since launch")}{(price.To is { } end ? " until " + Day(end.AddDays(-1)) : "")}{(price.Holds(on) ? " (today's)" : "")}");
            if (price.Kind == PriceKind.Free) to.WriteLine("  free");
            else
            {
                to.WriteLine($"  {"",-NameWidth}{string.Concat(s_parts.Select(p => p.PadLeft(RateWidth)))}");
                Modes(to, price, 0, "");
                foreach (var tier in price.Tiers) Modes(to, price, tier.AbovePromptTokens + 1, Invariant($"prompt over {tier.AbovePromptTokens:N0}"));
                if (price.Training is { } training) to.WriteLine(Invariant($"  training {training:0.00####}"));
            }
            to.WriteLine($"  as of {(price.AsOf is { } asOf ? Day(asOf) + ", " : "")}{string.Join(", ", price.Sources)}");
            if (price.Notes is { } notes) to.WriteLine($"  {notes}");
        }
    }

    /// <summary>The standard rates always; those of another mode where any is known.</summary>
    private static void Modes(TextWriter to, Price price, long promptTokens, string tier)
    {
        foreach (var mode in Enum.GetValues<ServiceMode>())
        {
            var rates = price.RatesFor(promptTokens, mode);
            if (mode != ServiceMode.Standard && rates == Rates.Unknown) continue;
            var name = (tier, mode) switch
            {
                ("", _) => mode.ToString().ToLowerInvariant(),
                (_, ServiceMode.Standard) => tier,
                _ => "  " + mode.ToString().ToLowerInvariant(),
            };
            to.WriteLine($"  {name,-NameWidth}{string.Concat(new[] { rates.Input, rates.CacheRead, rates.CacheWrite5m, rates.CacheWrite1h, rates.Output }.Select(Rate))}".TrimEnd());
        }
    }

    private static string Rate(decimal? rate) => (rate?.ToString("0.00########", CultureInfo.InvariantCulture) ?? "-").PadLeft(RateWidth);

    /// <summary>The names that the catalogue's file uses, of the capabilities with that value.</summary>
    private static string Capabilities(ModelEntry model, bool? value) => string.Join(", ",
        JsonSerializer.SerializeToElement(model.Capabilities, CatalogueJson.Default.Capabilities).EnumerateObject()
            .Where(c => value is null ? c.Value.ValueKind == JsonValueKind.Null : c.Value.ValueKind == (value.Value ? JsonValueKind.True : JsonValueKind.False))
            .Select(c => c.Name.Replace('_', ' ')));

    private static void Line(TextWriter to, string label, string text)
    {
        if (text.Length > 0) to.WriteLine($"  {label,-11}{text}");
    }

    private static string Tokens(long? tokens) => tokens is { } known ? Invariant($"{known:N0} tokens") : "";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
