using System.Globalization;

namespace Farthing.Catalogue.Importing;

internal static class ImportText
{
    private const int NameWidth = 34;

    public static void Write(TextWriter to, ImportPlan plan)
    {
        to.WriteLine($"{plan.Table.Name}: {plan.New.Count()} new, {plan.Changed.Count()} with another price, {plan.Same} as in the catalogue, {plan.LeftOut.Count} left out. US dollars per million tokens.");
        Section(to, $"Another price, from {Day(plan.From)} on; the days before keep theirs:", plan.Changed, m =>
            (m.Price.From == plan.From ? "" : $"from {Day(m.Price.From!.Value)}: ") + string.Join(", ", m.Changes.Select(c => $"{c.Part} {Rate(c.Before)} → {Rate(c.After)}")));
        Section(to, "New:", plan.New, m => New(m.Price) + (m.Entry.ShutdownDate is { } end ? $", ends {Day(end)}" : ""));
        if (plan.LeftOut.Count > 0) Title(to, "Left out:");
        foreach (var reason in plan.LeftOut.GroupBy(l => l.Why, l => l.Model))
            to.WriteLine($"  {reason.Key}: {string.Join(", ", reason)}");
        if (plan.NotCarried.Count > 0)
            Title(to, $"Fields that the catalogue cannot carry (models): {string.Join(", ", plan.NotCarried.Select(f => $"{f.Key} ({f.Value})"))}");
    }

    public static string Absent(ImportPlan plan, (string Model, string? Near) one) =>
        $"'{one.Model}' is not in {plan.Table.Name}{(one.Near is null ? "" : $"; the nearest there is '{one.Near}'")}.";

    private static void Section(TextWriter to, string title, IEnumerable<ModelImport> models, Func<ModelImport, string> line)
    {
        var any = false;
        foreach (var model in models)
        {
            if (!any) Title(to, title);
            any = true;
            to.WriteLine($"  {model.Name,-NameWidth} {line(model)}");
        }
    }

    private static string New(Price price)
    {
        var parts = PriceMerge.Differences(Price.Unknown, price).Where(c => !c.Part.Contains(" over ", StringComparison.Ordinal)).Select(c => $"{c.Part} {Rate(c.After)}");
        return string.Join(", ", parts) + (price.Tiers.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", dearer over {string.Join(" and ", price.Tiers.Select(t => t.AbovePromptTokens))}"));
    }

    private static void Title(TextWriter to, string text)
    {
        to.WriteLine();
        to.WriteLine(text);
    }

    private static string Rate(decimal? rate) => rate is { } known ? DecimalText.Exact(known) : "not established";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
