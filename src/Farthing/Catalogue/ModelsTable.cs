using System.Globalization;
using Spectre.Console;

namespace Farthing.Catalogue;

internal static class ModelsTable
{
    public static Table Create(IEnumerable<ModelEntry> models, PriceBook book, DateOnly on)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("Model");
        table.AddColumn("Provider");
        foreach (var heading in new[] { "Context", "Output", "$/M in", "cached", "write", "out" })
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap());
        table.AddColumn("End");
        foreach (var model in models)
        {
            var price = book.Find(model, on);
            var colour = model.IsRetired(on) ? "red" : Retirement.IsSoon(model, on) ? "yellow" : "default";
            table.AddRow([
                Text(model.Id, colour), Text(model.Provider), Text(Tokens(model.ContextTokens)), Text(Tokens(model.MaxOutputTokens)),
                .. Rates(price), Text(Retirement.Describe(model, on), colour)]);
            foreach (var tier in price.Tiers)
                table.AddRow([Text($"  prompt over {Tokens(tier.AbovePromptTokens)}", "grey"), Text(""), Text(""), Text(""), .. Rates(tier.Rates), Text("")]);
        }
        return table;
    }

    /// <summary>As in <c>128K</c> (of 128,000), <c>32K</c> (of 32,768), <c>1.05M</c>; empty when unknown.</summary>
    public static string Tokens(long? tokens) => tokens switch
    {
        null => "",
        >= 1_000_000 => (tokens.Value / 1_000_000m).ToString("0.##", CultureInfo.InvariantCulture) + "M",
        >= 1_000 => (tokens.Value / (tokens.Value % 1_024 == 0 && tokens.Value % 1_000 != 0 ? 1_024m : 1_000m)).ToString("0", CultureInfo.InvariantCulture) + "K",
        _ => tokens.Value.ToString(CultureInfo.InvariantCulture),
    };

    private static Markup[] Rates(Price price) => price.Kind switch
    {
        PriceKind.Free => [Text("free"), Text("free"), Text("free"), Text("free")],
        PriceKind.Known => Rates(price.Rates),
        _ => [Text("unknown"), Text("unknown"), Text("unknown"), Text("unknown")],
    };

    private static Markup[] Rates(Rates rates) => [Rate(rates.Input), Rate(rates.CacheRead), Rate(rates.CacheWrite5m), Rate(rates.Output)];

    private static Markup Rate(decimal? rate) => Text(rate?.ToString("0.00####", CultureInfo.InvariantCulture) ?? "-");

    private static Markup Text(string text, string style = "default") => new($"[{style}]{Markup.Escape(text)}[/]");
}
