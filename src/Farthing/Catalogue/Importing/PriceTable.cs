namespace Farthing.Catalogue.Importing;

/// <summary>Somebody else's price table in our shape.</summary>
/// <param name="Name">Whose it is, as in "LiteLLM's table".</param>
/// <param name="Source">Where it is published.</param>
/// <param name="LeftOut">Models that it names and that have no price here.</param>
internal sealed record PriceTable(string Name, string Source, IReadOnlyList<TableRow> Rows, IReadOnlyList<LeftOut> LeftOut)
{
    public const string Free = "a price of 0, which means free there, or not known; price_overrides in farthing.yaml says which";

    public const string NoInput = "no price for input tokens";

    public const string Twice = "named twice; the first counts";
}

/// <summary>One model of the table.</summary>
/// <param name="Entry">Without prices.</param>
/// <param name="Periods">Ordered by date.</param>
/// <param name="NotCarried">Its fields that have no place here.</param>
/// <param name="FineTuned">Whether they are the prices of models that were fine-tuned from it.</param>
internal sealed record TableRow(ModelEntry Entry, IReadOnlyList<Price> Periods, IReadOnlyList<string> NotCarried, bool FineTuned);

/// <param name="Why">The reason, as it follows a colon.</param>
internal sealed record LeftOut(string Model, string Provider, string Why);
