using System.CommandLine;
using Farthing.Catalogue;
using Farthing.Gateway.TokenCounts;
using Farthing.Storage;

namespace Farthing.Costing.Savings;

/// <summary><c>farthing savings</c></summary>
internal static class SavingsCommand
{
    public static Command Create(OpenInstallation open, TimeProvider? clock = null)
    {
        InstallationOptions installation = new();
        var (since, until) = (TimeText.Since(), TimeText.Until());
        var by = new Option<string?>("--by") { HelpName = "GROUPING", Description = "model: a table for each model that was used" };
        var models = new Option<string?>("--models") { HelpName = "A,B", Description = "The models to compare with; by default those in use here, the article's two and their successors" };
        var prices = Choice.PricesOption();
        var on = new Option<string?>("--on") { HelpName = "DATE", Description = "The day whose prices the comparison uses, as in 2026-11-22; today by default" };
        var json = JsonOutput.Option();
        var command = new Command("savings", """
            What the same calls would have cost on other models, without caches and in batches, and what caching has saved so far.
            Tokens are scaled to each model's vocabulary, with the range of that estimate; what is assumed is printed.

            Examples:
              farthing savings
              farthing savings --since 2026-11-01 --by model --models claude-haiku-5-5,gpt-6-luna
            """) { since, until, by, models, prices, on, json, installation.Config, installation.Data };
        command.SetAction((parsed, _) => StoreCommand.RunAsync(parsed, installation.Data, (database, writes) =>
        {
            var now = (clock ?? TimeProvider.System).GetUtcNow();
            if (parsed.GetValue(by) is not (null or "model")) throw new FormatException($"--by: '{parsed.GetValue(by)}' is no grouping here; write model, or leave it out for all calls together");
            var (from, to) = (Milliseconds("--since", parsed.GetRequiredValue(since)), parsed.GetValue(until) is { } end ? Milliseconds("--until", end) : now.ToUnixTimeMilliseconds() + 1);
            var installed = installation.Open(open, parsed);
            var book = Choice.Book(parsed.GetValue(prices) ?? installed.Book, installed.Catalogue);
            var day = Choice.Day(parsed.GetValue(on), DateOnly.FromDateTime(now.UtcDateTime));
            var used = Traffic.Models(database, from, to);
            var others = parsed.GetValue(models) is { } named ? Choice.Named(named, book, day) : Usual(installed, used, book, day);
            var vocabularies = new Vocabularies(new FactorStore(database, writes).Load());
            var traffic = Traffic.Read(database, from, to, SavingsReport.Bounds(used, others, book, day, vocabularies));
            var output = parsed.InvocationConfiguration.Output;
            var report = SavingsReport.Of(traffic, others, book, day, vocabularies, parsed.GetValue(by) is not null);
            if (parsed.GetValue(json)) JsonOutput.Write(output, writer => SavingsJson.Write(writer, report));
            else if (traffic.Count == 0) output.WriteLine("The ledger has no call to a real model in that time. --since all goes back to the beginning.");
            else SavingsText.Write(output, report);
            return Task.FromResult(0);

            long Milliseconds(string option, string text) => TimeText.Hour(option, text, now) * 3_600_000;
        }));
        return command;
    }

    /// <summary>The usual models, those of the ledger and those that aliases name, as far as they are for sale on the day and answer in text.</summary>
    private static IReadOnlyList<Choice> Usual(Installation installed, IReadOnlyList<string> used, PriceBook book, DateOnly on) =>
        [.. Choice.Usual(book, on)
            .Concat(used.Select(book.Catalogue.Find).Concat(installed.Named.Select(n => n.Entry)).OfType<ModelEntry>().Select(m => new Choice(m.Id, m, book.Find(m, on))))
            .Where(c => c.Price is { Kind: PriceKind.Known, Rates.Output: not null } && !c.Model.IsRetired(on))
            .DistinctBy(c => c.Model.Id)];
}
