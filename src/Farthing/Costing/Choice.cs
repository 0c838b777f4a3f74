using System.CommandLine;
using System.Globalization;
using Farthing.Catalogue;

namespace Farthing.Costing;

/// <summary>A model to be priced: as somebody named it, as the catalogue knows it, and what it costs on the day.</summary>
internal sealed record Choice(string Asked, ModelEntry Model, Price Price)
{
    /// <summary>The models of a list such as <c>claude-haiku-4-5,gpt-4o-mini</c>.</summary>
    /// <exception cref="FormatException">One is not known, or none is named.</exception>
    public static IReadOnlyList<Choice> Named(string list, PriceBook book, DateOnly on, string option = "--models")
    {
        var names = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct().ToList();
        if (names.Count == 0) throw new FormatException($"{option} names no model; give one or several, such as claude-haiku-4-5,gpt-4o-mini.");
        return [.. names.Select(name => One(name, book, on, option))];
    }

    /// <summary>The article's two models and their successors, as far as the book prices them on the day.</summary>
    public static IReadOnlyList<Choice> Usual(PriceBook book, DateOnly on)
    {
        var models = Article.Models.Concat(Article.Models.Select(m => book.Catalogue.Find(m)?.Successor).OfType<string>());
        return [.. models.Distinct().Select(name => One(name, book, on, "--models")).Where(c => c.Price.Kind != PriceKind.Unknown)];
    }

    public static Choice One(string name, PriceBook book, DateOnly on, string option)
    {
        var model = book.Catalogue.Find(name) ?? throw new FormatException(Unknown(name, book.Catalogue, option));
        return new Choice(name, model, book.Find(model, on));
    }

    /// <summary>Without it the book of farthing.yaml holds, which has the prices that were imported and overridden.</summary>
    public static Option<string?> PricesOption() => new("--prices") { HelpName = "BOOK", Description = "The price book: list or article; default: that of farthing.yaml, else list" };

    /// <exception cref="FormatException">There is no such book.</exception>
    public static PriceBook Book(string name, ModelCatalogue catalogue) => catalogue.Book(name)
        ?? throw new FormatException($"--prices: there is no price book '{name}'; choose one of: {string.Join(", ", catalogue.BookNames)}.");

    /// <exception cref="FormatException">It is no date.</exception>
    public static DateOnly Day(string? typed, DateOnly today) =>
        typed is null ? today
        : DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new FormatException($"--on: '{typed}' is not a date; write it as 2026-11-22.");

    private static string Unknown(string name, ModelCatalogue catalogue, string option)
    {
        return $"{option}: the catalogue does not know '{name}'.{Spelling.DidYouMean(catalogue.Suggest(name))} 'farthing models --all' lists every model.";
    }
}
