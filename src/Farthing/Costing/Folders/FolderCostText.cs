using System.Text.Json;
using Farthing.Catalogue;
using Farthing.Gateway.TokenCounts;

namespace Farthing.Costing.Folders;

/// <summary>The costs of a folder as they are printed.</summary>
internal sealed record FolderCostText(CountedFolder Folder, double Ratio, PriceBook Book, DateOnly On, IReadOnlyList<FolderCost> Costs)
{
    private static readonly (string Name, Func<FolderCost, CostRange?> Cost)[] s_ways =
        [("plain", c => c.Plain), ("cached", c => c.Cached), ("batched", c => c.Batched), ("both", c => c.Both)];

    /// <summary>Whether there is a plain cost for each model.</summary>
    public bool IsKnown => Costs.All(c => c.Plain is not null);

    public void WriteText(TextWriter to)
    {
        to.WriteLine(Invariant($"{Folder.Path}: {Folder.Files.Count:N0} files, {Folder.Tokens:N0} tokens (o200k_base). Price book '{Book.Name}', on {Amount.Day(On)}. {Book.About}"));
        foreach (var left in Folder.LeftOut)
            to.WriteLine(Invariant($"Left out: {left.Count:N0} {left.Reason}: {string.Join(", ", left.Examples)}{(left.Count > left.Examples.Count ? ", …" : "")}"));
        to.WriteLine(Invariant($"One call a file: {(Folder.Instruction.Tokens > 0 ? $"the instruction of {Folder.Instruction.Tokens:N0} tokens, " : "")}the file, and {Ratio:0.###} tokens of answer for each of the file's (--output-ratio)."));
        to.WriteLine("Cached: the first call writes the instruction to the cache, the others read it in time. Batched: within a day. Both: hits in a batch are best effort.");
        to.WriteLine();
        TextTable.Write(to, ["model", "prompt tokens", "output tokens", .. s_ways.Select(w => w.Name)], Costs.SelectMany(Rows));
        to.WriteLine();
        foreach (var note in Notes()) to.WriteLine(note);
    }

    public void WriteJson(Utf8JsonWriter to)
    {
        to.WriteStartObject();
        to.WriteString("path", Folder.Path);
        to.WriteString("price_book", Book.Name);
        to.WriteString("on", Amount.Day(On));
        to.WriteNumber("files", Folder.Files.Count);
        to.WriteNumber("o200k_base_tokens", Folder.Tokens);
        to.WriteNumber("instruction_o200k_base_tokens", Folder.Instruction.Tokens);
        to.WriteNumber("output_ratio", Ratio);
        to.WriteStartArray("left_out");
        foreach (var left in Folder.LeftOut)
        {
            to.WriteStartObject();
            to.WriteString("reason", left.Reason);
            to.WriteNumber("count", left.Count);
            to.WriteStrings("examples", left.Examples);
            to.WriteEndObject();
        }
        to.WriteEndArray();
        to.WriteStartArray("models");
        foreach (var cost in Costs) Write(to, cost);
        to.WriteEndArray();
        to.WriteStrings("notes", Notes());
        to.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter to, FolderCost cost)
    {
        to.WriteStartObject();
        to.WriteString("model", cost.Model.Asked);
        to.WriteString("model_id", cost.Model.Model.Id);
        to.WriteNumber("calls", cost.Calls);
        Range("prompt_tokens", cost.Prompt);
        Range("output_tokens", cost.Output);
        foreach (var (name, way) in s_ways) to.WriteUsd(name + "_usd", way(cost) is { } range ? (range.Low.Dollars, range.Likely.Dollars, range.High.Dollars) : null);
        to.WriteNumber("files_beyond_context", cost.TooLong.Count);
        to.WriteEndObject();

        void Range(string name, TokenRange range)
        {
            to.WriteStartObject(name);
            to.WriteNumber("low", range.Low);
            to.WriteNumber("likely", range.Likely);
            to.WriteNumber("high", range.High);
            to.WriteEndObject();
        }
    }

    private static IEnumerable<IReadOnlyList<string>> Rows(FolderCost cost)
    {
        yield return Row(cost.Model.Asked, r => r.Likely, r => r.Likely);
        yield return Row("  at least", r => r.Low, r => r.Low);
        yield return Row("  at most", r => r.High, r => r.High);

        IReadOnlyList<string> Row(string head, Func<TokenRange, long> tokens, Func<CostRange, Usd> money) =>
            [head, Amount.Number(tokens(cost.Prompt)), Amount.Number(tokens(cost.Output)), .. s_ways.Select(w => Amount.Rounded(w.Cost(cost) is { } range ? money(range).Dollars : null))];
    }

    private IEnumerable<string> Notes()
    {
        foreach (var note in Costs.Select(c => c.CacheNote).OfType<string>().Distinct()) yield return note;
        foreach (var cost in Costs.Where(c => c.Batched is null || (c.Both is null && c.Cached is not null)))
            yield return $"{cost.Model.Asked}: the price book has no price for {(cost.Batched is not null ? "cached input within a batch" : cost.Model.Price.RatesFor(0, ServiceMode.Batch).Input is null ? "a batch" : "prompts as long as some of these within a batch")}.";
        foreach (var cost in Costs.Where(c => c.TooLong.Count > 0))
            yield return Invariant($"{cost.Model.Asked}: {cost.TooLong.Count:N0} files exceed its context of {cost.Model.Model.ContextTokens:N0} tokens: {string.Join(", ", cost.TooLong.Take(3))}{(cost.TooLong.Count > 3 ? ", …" : "")}");
        foreach (var group in Costs.GroupBy(c => TokenRules.Of(c.Model.Asked, c.Model.Model) is var r ? (r.IsCalibrated, r.Factor) : default))
            yield return Exactness(string.Join(", ", group.Select(c => c.Model.Asked)), group.Key.IsCalibrated, group.Key.Factor);
        yield return "Thinking before the answer is not counted; models that think bill it as output.";
    }

    private static string Exactness(string names, bool isEstimate, double factor)
    {
        if (!isEstimate) return $"{names}: tokens are counted with the vocabulary of OpenAI's models, o200k_base.";
        var rules = TokenRules.Of("", null) with { Factor = factor };
        var (prose, code) = (TokenSpread.Of(TextKind.Prose, rules), TokenSpread.Of(TextKind.Code, rules));
        return Invariant($"{names}: tokens are estimated, {factor:0.##} for each of o200k_base; at least and at most are {prose.Low:0.##} and {prose.High:0.##} for prose, {code.Low:0.##} and {code.High:0.##} for code.");
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
