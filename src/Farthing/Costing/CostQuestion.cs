using System.Globalization;
using Farthing.Catalogue;
using Farthing.Wire;

namespace Farthing.Costing;

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
        var on = Choice.Day(On, today);
        var book = Choice.Book(Prices, catalogue);
        var (_, model, price) = Choice.One(Model, book, on, "--model");
        return new CostAnswer(Model, model, book, price, on, usage, Batch, CostCalculator.Cost(usage, price, Batch ? ServiceMode.Batch : ServiceMode.Standard));
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
}
