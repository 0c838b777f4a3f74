using System.CommandLine;
using System.Globalization;
using Farthing.Catalogue;

namespace Farthing.Costing.Advice;

/// <summary>The options of <c>farthing advise</c>.</summary>
internal sealed class AdviseOptions
{
    private readonly Option<string?> _developers = new("--developers") { HelpName = "N", Description = "How many; by default all three profiles: 1, 10 and 100" };
    private readonly Option<string> _requests = Number("--requests-per-day", "Requests of each developer on a working day", Workload.UsualRequests);
    private readonly Option<string> _input = Number("--input-tokens", "Tokens of a prompt", Workload.UsualInput);
    private readonly Option<string> _output = Number("--output-tokens", "Tokens of an answer", Workload.UsualOutput);
    private readonly Option<string> _shared = Number("--shared", "The part of a prompt that is the same in every request", Workload.UsualShared);
    private readonly Option<string> _hits = Number("--cache-hits", "The part of the requests that find it in the cache", Workload.UsualHits);
    private readonly Option<string> _days = Number("--working-days", "A month", Article.WorkingDays);
    private readonly Option<string?> _migration = new("--migration-usd") { HelpName = "USD", Description = FormattableString.Invariant($"What moving to another model costs once, in all; ${Recommendation.UsualHour} for each developer by default") };
    private readonly Option<string> _ecosystem = new("--ecosystem") { HelpName = "NAME", Description = $"What you work with: {string.Join(", ", AdviceReport.Ecosystems.Keys)}", DefaultValueFactory = _ => "mixed" };
    private readonly Option<string?> _needs = new("--needs") { HelpName = "A,B", Description = $"What the model must be able to do, of: {string.Join(", ", Need.All.Select(n => n.Name))}" };
    private readonly Option<string?> _models = new("--models") { HelpName = "A,B", Description = "The models to choose from; the article's two and their successors by default" };
    private readonly Option<string?> _prices = Choice.PricesOption();
    private readonly Option<string?> _on = new("--on") { HelpName = "DATE", Description = "The day whose prices hold, as in 2026-11-22; today by default" };

    public Option<bool> FromLedger { get; } = new("--from-ledger") { Description = "Take the requests and tokens of this installation's ledger" };

    public InstallationOptions Installation { get; } = new();

    public Option<bool> Json { get; } = new("--json") { Description = "Print JSON" };

    public IEnumerable<Option> All =>
        [_developers, _requests, _input, _output, _shared, _hits, _days, FromLedger, _migration, _ecosystem, _needs, _models, _prices, _on, Json, Installation.Config, Installation.Data];

    /// <param name="ledger">Reads the ledger; called only where it is asked for.</param>
    /// <exception cref="FormatException">Something typed is wrong.</exception>
    public AdviceReport Answer(ParseResult parsed, Installation installed, DateOnly today, Func<LedgerUse> ledger)
    {
        var book = Choice.Book(parsed.GetValue(_prices) ?? installed.Book, installed.Catalogue);
        var on = Choice.Day(parsed.GetValue(_on), today);
        var ecosystem = parsed.GetRequiredValue(_ecosystem);
        if (!AdviceReport.Ecosystems.ContainsKey(ecosystem)) throw new FormatException($"--ecosystem: '{ecosystem}' is not known; choose one of: {string.Join(", ", AdviceReport.Ecosystems.Keys)}.");
        int? developers = parsed.GetValue(_developers) is { } typed ? (int)Read("--developers", typed, 1, 1_000_000, whole: true) : null;
        var work = parsed.GetValue(FromLedger) ? Measured(parsed, developers, installed.Catalogue, ledger) : Assumed(parsed);
        return AdviceReport.Of(
            book, on, ecosystem, Need.Named(parsed.GetValue(_needs)), work,
            parsed.GetValue(_models) is { } models ? Choice.Named(models, book, on) : null,
            developers is { } n ? [TeamSize.Of(n)] : TeamSize.Typical,
            parsed.GetValue(_migration) is { } usd ? Read("--migration-usd", usd, 0, 1_000_000_000) : null);
    }

    private Workload Assumed(ParseResult parsed) => Workload.Usual with
    {
        RequestsPerDay = Of(parsed, _requests, 0, 1_000_000),
        InputTokens = (long)Of(parsed, _input, 0, 10_000_000, whole: true),
        OutputTokens = (long)Of(parsed, _output, 0, 10_000_000, whole: true),
        SharedShare = Of(parsed, _shared, 0, 1),
        HitShare = Of(parsed, _hits, 0, 1),
        WorkingDays = Days(parsed),
    };

    private Workload Measured(ParseResult parsed, int? developers, ModelCatalogue catalogue, Func<LedgerUse> ledger)
    {
        if (developers is null) throw new FormatException("--from-ledger: say with --developers how many people the ledger's calls are from.");
        var stray = new Option[] { _requests, _input, _output, _shared, _hits }.FirstOrDefault(o => parsed.GetResult(o) is { Implicit: false });
        if (stray is not null) throw new FormatException($"{stray.Name} does not go with --from-ledger, which tells it.");
        return ledger().Of(developers.Value, Days(parsed), catalogue)
            ?? throw new FormatException("--from-ledger: the ledger has no settled call of a real model yet; leave it out to reckon with assumed figures.");
    }

    private int Days(ParseResult parsed) => (int)Of(parsed, _days, 1, 31, whole: true);

    private static decimal Of(ParseResult parsed, Option<string> option, decimal least, decimal most, bool whole = false) => Read(option.Name, parsed.GetRequiredValue(option), least, most, whole);

    private static decimal Read(string option, string typed, decimal least, decimal most, bool whole = false) =>
        decimal.TryParse(typed, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most && (!whole || number == decimal.Truncate(number))
            ? number
            : throw new FormatException(FormattableString.Invariant($"{option}: '{typed}' will not do; give a {(whole ? "whole " : "")}number from {least} to {most}."));

    private static Option<string> Number(string name, string description, decimal usual) =>
        new(name) { HelpName = "N", Description = description, DefaultValueFactory = _ => usual.ToString(CultureInfo.InvariantCulture) };
}
