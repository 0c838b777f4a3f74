namespace Farthing.Catalogue;

internal static class ModelCheckText
{
    public static void Write(TextWriter to, ModelCheck check)
    {
        if (check.InUse == 0 && check.Unknown.Count == 0)
        {
            to.WriteLine($"Nothing to check: farthing.yaml names no model, and the ledger has no call to a real model in the last {ModelCheck.LedgerDays} days.");
            return;
        }
        to.WriteLine(check.Ending.Count == 0
            ? $"Of {Models(check.InUse)} in use none is retired or ends within {Retirement.SoonDays} days."
            : $"Of {Models(check.InUse)} in use {check.Ending.Count} {(check.Ending.Count == 1 ? "is" : "are")} retired or end{(check.Ending.Count == 1 ? "s" : "")} within {Retirement.SoonDays} days:");
        foreach (var ending in check.Ending) Write(to, ending, check.On);
        if (check.Unknown.Count > 0)
            to.WriteLine($"Not in the catalogue, so that no end of theirs is known: {string.Join(", ", check.Unknown)}.");
    }

    private static void Write(TextWriter to, EndingModel ending, DateOnly on)
    {
        to.WriteLine();
        to.WriteLine($"{ending.Model.Id}  {Retirement.Describe(ending.Model, on)}");
        var aliases = ending.Aliases.Count == 0 ? "" : $"named in farthing.yaml by {string.Join(", ", ending.Aliases)}; ";
        to.WriteLine(ending.Used is { } used
            ? FormattableString.Invariant($"  {aliases}{used.Calls:N0} {(used.Calls == 1 ? "call" : "calls")} in the last {ModelCheck.LedgerDays} days")
            : $"  {aliases}no call in the last {ModelCheck.LedgerDays} days");
        if (ending.Used is null || ending.Successor is null) return;
        to.WriteLine($"  cost of these calls at today's prices: {Dollars(ending.Cost)} here, {Dollars(ending.SuccessorCost)} with {ending.Successor.Id}{Difference(ending)}");
        to.WriteLine(ending.TokenRatio switch
        {
            1 => "  reckoned with the same counts of tokens: the vocabulary is the same",
            { } ratio => FormattableString.Invariant($"  reckoned with {ratio} times the tokens: the successor cuts the same text into more"),
            null => "  reckoned with the same counts of tokens: how the vocabularies relate is not known",
        });
    }

    private static string Difference(EndingModel ending)
    {
        if (ending is not { Cost: { } before, SuccessorCost: { } after }) return "";
        var change = after - before;
        if (change == Usd.Zero) return ": the same";
        var share = before == Usd.Zero ? "" : FormattableString.Invariant($" ({100m * Math.Abs(change.Nanos) / before.Nanos:0} %)");
        return $": {Dollars(new Usd(Math.Abs(change.Nanos)))}{share} {(change > Usd.Zero ? "more" : "less")}";
    }

    private static string Dollars(Usd? cost) => cost is { } known ? FormattableString.Invariant($"${known.Dollars:0.00#######}") : "unknown";

    private static string Models(int count) => count == 1 ? "1 model" : $"{count} models";
}
