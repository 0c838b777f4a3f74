using System.Text.Json;
using Farthing.Catalogue;
using Farthing.Gateway.TokenCounts;
using Farthing.Wire;

namespace Farthing.Costing.Profiles;

/// <summary>The article's table with any price book: what so many output tokens cost.</summary>
/// <param name="Rows">The costs in the order of <paramref name="Models"/>; null where a price is not known.</param>
internal sealed record ProfileTable(PriceBook Book, DateOnly On, bool Batch, IReadOnlyList<Choice> Models, IReadOnlyList<(Profile Profile, IReadOnlyList<Usd?> Costs)> Rows)
{
    public const string All = "all";

    public static IEnumerable<string> Names => Article.Profiles.Select(p => p.Name).Distinct().Append(All);

    public bool IsKnown => Rows.All(r => r.Costs.All(c => c is not null));

    /// <param name="name">A profile or <see cref="All"/>.</param>
    /// <exception cref="FormatException">There is no such profile.</exception>
    public static ProfileTable Of(string name, PriceBook book, DateOnly on, bool batch, IReadOnlyList<Choice> models)
    {
        var profiles = Article.Profiles.Where(p => name == All || p.Name == name).ToList();
        if (profiles.Count == 0) throw new FormatException($"--profile: there is no profile '{name}'; choose one of: {string.Join(", ", Names)}.");
        return new ProfileTable(book, on, batch, models, [.. profiles.Select(p => (p, Costs(p)))]);

        IReadOnlyList<Usd?> Costs(Profile profile) => [.. models.Select(m => CostCalculator.Cost(new Usage(Input: 0, Output: profile.OutputTokens), m.Price, batch ? ServiceMode.Batch : ServiceMode.Standard))];
    }

    public void WriteText(TextWriter to)
    {
        to.WriteLine($"Price book '{Book.Name}'{(Batch ? ", in a batch" : "")}, on {Amount.Day(On)}. {Book.About}");
        to.WriteLine("Output tokens only, as the article counts; what goes into the prompt comes on top.");
        to.WriteLine();
        TextTable.Write(to, ["profile", "", "output tokens", .. Models.Select(m => m.Asked)],
            Rows.Select(r => (IReadOnlyList<string>)[r.Profile.Name, r.Profile.Label, Amount.Number(r.Profile.OutputTokens), .. r.Costs.Select(Amount.Exact)]), left: 2);
        if (Tokenizers() is { } note)
        {
            to.WriteLine();
            to.WriteLine(note);
        }
    }

    public void WriteJson(Utf8JsonWriter to)
    {
        to.WriteStartObject();
        to.WriteString("price_book", Book.Name);
        to.WriteString("on", Amount.Day(On));
        to.WriteBoolean("batch", Batch);
        to.WriteString("counts", "output tokens");
        to.WriteStartArray("profiles");
        foreach (var (profile, costs) in Rows)
        {
            to.WriteStartObject();
            to.WriteString("profile", profile.Name);
            to.WriteString("label", profile.Label);
            to.WriteNumber("output_tokens", profile.OutputTokens);
            to.WriteStartArray("costs");
            foreach (var (model, cost) in Models.Zip(costs))
            {
                to.WriteStartObject();
                to.WriteString("model", model.Asked);
                to.WriteString("model_id", model.Model.Id);
                to.WriteUsd("cost_usd", cost);
                to.WriteEndObject();
            }
            to.WriteEndArray();
            to.WriteEndObject();
        }
        to.WriteEndArray();
        to.WriteEndObject();
    }

    /// <summary>What the table does not show: that the same text is not the same number of tokens.</summary>
    private string? Tokenizers()
    {
        var factors = Models.Select(m => (m.Asked, TokenRules.Of(m.Asked, m.Model).Factor)).GroupBy(m => m.Factor).OrderBy(g => g.Key).ToList();
        if (factors.Count < 2) return null;
        var others = factors.Skip(1).Select(g => FormattableString.Invariant($"about {g.Key / factors[0].Key:0.##} of {string.Join(" or ", g.Select(m => m.Asked))}"));
        return $"The same text is not the same number of tokens: one of {string.Join(" or ", factors[0].Select(m => m.Asked))} is {string.Join(", ", others)}.";
    }
}
