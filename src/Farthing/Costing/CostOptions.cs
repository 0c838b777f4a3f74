using System.CommandLine;
using System.Globalization;
using Farthing.Catalogue;
using Farthing.Costing.Folders;
using Farthing.Costing.Profiles;

namespace Farthing.Costing;

/// <summary>What <c>farthing cost</c> is to price.</summary>
internal enum CostWay { Call, Profile, Folder }

/// <summary>The options of <c>farthing cost</c>, and which go together.</summary>
internal sealed class CostOptions
{
    private readonly Option<string?> _model = new("--model", "-m") { HelpName = "MODEL", Description = "A call: a model id or alias, such as claude-haiku-4-5; 'farthing models' lists them" };
    private readonly Option<string> _input = Tokens("--input", "Tokens of the whole prompt, cached or not");
    private readonly Option<string> _output = Tokens("--output", "Tokens of the answer, reasoning included");
    private readonly Option<string> _cached = Tokens("--cached", "The part of --input that is read from the prompt cache");
    private readonly Option<string> _write = Tokens("--cache-write", "The part of --input that is written to the cache, for 5 minutes or the provider's usual life");
    private readonly Option<string> _write1h = Tokens("--cache-write-1h", "The part of --input that is written to the cache for 1 hour");
    private readonly Option<string?> _models = new("--models") { HelpName = "A,B", Description = "With --profile and --path: the models; the article's two and their successors by default" };
    private readonly Option<string?> _prices = Choice.PricesOption();
    private readonly Option<string?> _on = new("--on") { HelpName = "DATE", Description = "The day whose prices hold, as in 2026-11-22; today by default" };
    private readonly Option<string> _ratio = new("--output-ratio") { HelpName = "R", Description = "With --path: tokens of answer for each token of a file", DefaultValueFactory = _ => "0.2" };
    private readonly Option<string> _mostBytes = new("--max-file-bytes")
    {
        HelpName = "N",
        Description = "With --path: larger files are left out",
        DefaultValueFactory = _ => FolderWalk.UsualMostBytes.ToString(CultureInfo.InvariantCulture),
    };

    public Option<string?> Profile { get; } = new("--profile") { HelpName = "NAME", Description = $"A profile of the article: {string.Join(", ", ProfileTable.Names)}" };

    public Option<string?> Path { get; } = new("--path") { HelpName = "DIR", Description = "A folder: one call for each of its files" };

    public Option<string?> Instruction { get; } = new("--instruction") { HelpName = "FILE", Description = "With --path: what every call begins with, which a cache can keep" };

    public Option<bool> Batch { get; } = new("--batch") { Description = "Price it as part of a batch" };

    public InstallationOptions Installation { get; } = new();

    public Option<bool> Json { get; } = new("--json") { Description = "Print JSON" };

    public IEnumerable<Option> All =>
        [_model, _input, _output, _cached, _write, _write1h, Profile, Path, Instruction, _ratio, _mostBytes, _models, Batch, _prices, _on, Json, Installation.Config, Installation.Data];

    /// <exception cref="FormatException">None or several are asked for, or an option belongs to another one.</exception>
    public CostWay Way(ParseResult parsed)
    {
        (Option Chooses, CostWay Way, Option[] With)[] ways =
        [
            (_model, CostWay.Call, [_input, _output, _cached, _write, _write1h, Batch]),
            (Profile, CostWay.Profile, [_models, Batch]),
            (Path, CostWay.Folder, [_models, Instruction, _ratio, _mostBytes]),
        ];
        var asked = ways.Where(w => IsGiven(w.Chooses)).ToList();
        if (asked.Count != 1) throw new FormatException("Give one of --model (a call), --profile (a profile of the article) and --path (a folder); --help has examples.");
        var stray = ways.SelectMany(w => w.With).Except(asked[0].With).FirstOrDefault(IsGiven);
        return stray is null ? asked[0].Way : throw new FormatException($"{stray.Name} does not go with {asked[0].Chooses.Name}; it goes with {string.Join(" and ", ways.Where(w => w.With.Contains(stray)).Select(w => w.Chooses.Name))}.");

        bool IsGiven(Option option) => parsed.GetResult(option) is { Implicit: false };
    }

    public CostQuestion Question(ParseResult parsed, Installation installed) => new(
        parsed.GetRequiredValue(_model)!, parsed.GetRequiredValue(_input), parsed.GetRequiredValue(_output), parsed.GetRequiredValue(_cached),
        parsed.GetRequiredValue(_write), parsed.GetRequiredValue(_write1h), parsed.GetValue(Batch), parsed.GetValue(_prices) ?? installed.Book, parsed.GetValue(_on));

    public (PriceBook Book, DateOnly On, IReadOnlyList<Choice> Models) Models(ParseResult parsed, Installation installed, DateOnly today)
    {
        var book = Choice.Book(parsed.GetValue(_prices) ?? installed.Book, installed.Catalogue);
        var on = Choice.Day(parsed.GetValue(_on), today);
        return (book, on, parsed.GetValue(_models) is { } named ? Choice.Named(named, book, on) : Choice.Usual(book, on));
    }

    public double Ratio(ParseResult parsed) =>
        double.TryParse(parsed.GetRequiredValue(_ratio), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ratio) && ratio <= 100
            ? ratio
            : throw new FormatException($"--output-ratio: '{parsed.GetRequiredValue(_ratio)}' is not a ratio; give a number from 0 to 100, such as 0.2.");

    public long MostBytes(ParseResult parsed) =>
        long.TryParse(parsed.GetRequiredValue(_mostBytes), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes is > 0 and <= 100_000_000
            ? bytes
            : throw new FormatException($"--max-file-bytes: '{parsed.GetRequiredValue(_mostBytes)}' is not a size; give a whole number from 1 to 100000000.");

    private static Option<string> Tokens(string name, string description) =>
        new(name) { HelpName = "TOKENS", Description = description, DefaultValueFactory = _ => "0" };
}
