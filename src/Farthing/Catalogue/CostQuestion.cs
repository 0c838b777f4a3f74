using System.Globalization;
using Farthing.Wire;

namespace Farthing.Catalogue;

/// <summary>What <c>farthing cost</c> was asked, as typed.</summary>
/// <param name="Input">The whole prompt; <paramref name="Cached"/>, <paramref name="CacheWrite"/> and <paramref name="CacheWrite1h"/> are parts of it.</param>
internal sealed record CostQuestion(
    string Model,
    string Input = "0",
    string Output = "0",
    string Cached = "0",
    string CacheWrite = "0",
    string CacheWrite1h = "0",
    bool Batch = false,
    string Prices = PriceBook.List,
    string? On = null)
{
    /// <summary>Looks up and reckons.</summary>
    /// <exception cref="FormatException">Something typed is wrong; the message says what and how to mend it.</exception>
    public CostAnswer Answer(ModelCatalogue catalogue, DateOnly today)
    {
        var usage = Usage();
        var on = On is null ? today : Day(On);
        var book = catalogue.Book(Prices)
            ?? throw new FormatException($"--prices: there is no price book '{Prices}'; choose one of: {string.Join(", ", catalogue.BookNames)}.");
        var model = catalogue.Find(Model) ?? throw new FormatException(Unknown(catalogue));
        var price = book.Find(model, on);
        try
        {
            return new CostAnswer(Model, model, book, price, on, usage, Batch, CostCalculator.Cost(usage, price, Batch ? ServiceMode.Batch : ServiceMode.Standard));
        }
        catch (OverflowException)
        {
            throw new FormatException("The cost exceeds 9 billion dollars, the most that Farthing counts; give fewer tokens.");
        }
    }

    private Usage Usage()
    {
        var input = Tokens("--input", Input);
        var cached = Tokens("--cached", Cached);
        var write = Tokens("--cache-write", CacheWrite);
        var write1h = Tokens("--cache-write-1h", CacheWrite1h);
        var parts = (decimal)cached + write + write1h;
        if (parts > input)
        {
            throw new FormatException(string.Create(CultureInfo.InvariantCulture,
                $"--input is the whole prompt, and --cached, --cache-write and --cache-write-1h are parts of it: together they are {parts}, but --input is {input}."));
        }
        return new Usage(input - cached - write - write1h, cached, write, write1h, Tokens("--output", Output));
    }

    private static long Tokens(string option, string typed) =>
        decimal.TryParse(typed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= long.MaxValue
            ? (long)number
            : throw new FormatException($"{option}: '{typed}' is not a number of tokens; give a whole number from 0 to {long.MaxValue}, without separators.");

    private static DateOnly Day(string typed) =>
        DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new FormatException($"--on: '{typed}' is not a date; write it as 2026-11-22.");

    private string Unknown(ModelCatalogue catalogue)
    {
        var near = catalogue.Suggest(Model);
        var meant = near.Count == 0 ? "" : $" Did you mean {string.Join(" or ", near)}?";
        return $"--model: the catalogue does not know '{Model}'.{meant} 'farthing models --all' lists every model.";
    }
}
