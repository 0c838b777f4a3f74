namespace Farthing.Catalogue.Importing;

/// <summary>What an import would change. A price of ours that differs gets a new period from today; its past stays as it was. Pure.</summary>
/// <param name="Same">How many models cost the same already.</param>
/// <param name="NotCarried">Fields of the table that have no place in the catalogue, with the number of models that have each.</param>
internal sealed record ImportPlan(PriceTable Table, DateOnly From, IReadOnlyList<ModelImport> Models, int Same, IReadOnlyList<LeftOut> LeftOut, IReadOnlyDictionary<string, int> NotCarried)
{
    private const string Book = PriceBook.List;

    public IEnumerable<ModelImport> New => Models.Where(m => m.IsNew);

    public IEnumerable<ModelImport> Changed => Models.Where(m => !m.IsNew);

    /// <param name="wanted">Which rows are meant, by provider and model; the others are passed over in silence.</param>
    public static ImportPlan Of(PriceTable table, ModelCatalogue catalogue, DateOnly today, Func<string, string, bool> wanted)
    {
        var models = new List<ModelImport>();
        var leftOut = table.LeftOut.Where(l => wanted(l.Provider, l.Model)).ToList();
        var rows = table.Rows.Where(r => wanted(r.Entry.Provider, r.Entry.Id)).ToList();
        var seen = new Dictionary<string, TableRow>();
        var named = catalogue.Models.SelectMany(m => m.Aliases.Prepend(m.Id), (m, name) => (m, name)).ToDictionary(n => n.name, n => n.m, StringComparer.OrdinalIgnoreCase);
        var same = 0;
        // An id before its aliases: where a table has both, the id says what the model costs.
        foreach (var row in rows.OrderBy(r => catalogue.FindExact(r.Entry.Id) is { } known && known.Id != r.Entry.Id))
        {
            var id = CatalogueLayers.IdOf(row.Entry, taken => named.GetValueOrDefault(taken)?.Provider);
            var known = catalogue.FindExact(id);
            var name = (row.FineTuned ? "ft:" : "") + (named.GetValueOrDefault(id)?.Id ?? id);
            if (!seen.TryAdd(name, row))
            {
                if (!row.Periods.Select(p => (p.From, p.Rates)).SequenceEqual(seen[name].Periods.Select(p => (p.From, p.Rates)))) LeaveOut($"another name of {name}, with another price");
            }
            else if (known is null && row.FineTuned) LeaveOut("fine-tuned from a model that the catalogue does not know");
            else if (known is null)
            {
                models.Add(ModelImport.OfNew(id, row));
                foreach (var alias in row.Entry.Aliases.Prepend(id)) named.TryAdd(alias, models[^1].Entry);
            }
            else if (Change(known, row, today) is var (import, why) && import is not null) models.Add(import);
            else if (why is not null) LeaveOut(why);
            else same++;

            void LeaveOut(string reason) => leftOut.Add(new(row.Entry.Id, row.Entry.Provider, reason));
        }
        return new ImportPlan(table, today, models, same, leftOut, rows.SelectMany(r => r.NotCarried).GroupBy(f => f).OrderBy(f => f.Key, StringComparer.Ordinal).ToDictionary(f => f.Key, f => f.Count()));
    }

    private static (ModelImport? Import, string? Why) Change(ModelEntry known, TableRow row, DateOnly today)
    {
        var ours = (row.FineTuned ? known.FineTunedPrices : known.Prices).GetValueOrDefault(Book) ?? [];
        var before = ours.FirstOrDefault(p => p.Holds(today));
        if (before?.Free == true) return (null, "free here, since it runs on your own machine");
        var periods = new List<Price>();
        foreach (var theirs in row.Periods.Where(p => p.To is null || p.To > today))
        {
            var from = theirs.From is { } start && start > today ? start : today;
            var then = ours.FirstOrDefault(p => p.Holds(from)) ?? Price.Unknown;
            if (PriceMerge.Agrees(theirs, then)) continue;
            if (from == today && theirs.Rates != then.Rates && ours.FirstOrDefault(p => p.To <= today && theirs.Rates.Or(p.Rates) == p.Rates) is { } old)
                return (null, FormattableString.Invariant($"older than the catalogue: the price that held until {old.To!.Value.AddDays(-1):yyyy-MM-dd}"));
            periods.Add(PriceMerge.Over(theirs, then) with { From = from, To = theirs.To });
        }
        return (periods.Count == 0 ? null : ModelImport.OfChange(known, row, before ?? Price.Unknown, periods), null);
    }

    /// <summary>Of the names asked for, those that the table does not have, each with the nearest that it has; null where none is near.</summary>
    public IReadOnlyList<(string Model, string? Near)> Absent(IEnumerable<string> asked)
    {
        var names = Table.Rows.Select(r => r.Entry.Id).Concat(Table.LeftOut.Select(l => l.Model)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. asked.Where(a => !names.Contains(a)).Select(a => (a, Spelling.Nearest(a, names, 1) is [var near] ? near : null))];
    }

    /// <summary>The overlay with all that is new in it. What it had for days before today stays.</summary>
    public CatalogueFile Into(CatalogueFile? overlay)
    {
        var models = overlay?.Models.ToList() ?? [];
        foreach (var one in Models)
        {
            var place = models.FindIndex(m => m.Id == one.Entry.Id && m.Provider == one.Entry.Provider);
            if (place < 0) models.Add(one.Entry);
            else models[place] = models[place] with { Prices = Laid(models[place].Prices, one.Entry.Prices), FineTunedPrices = Laid(models[place].FineTunedPrices, one.Entry.FineTunedPrices) };
        }
        return new CatalogueFile { AsOf = From, PriceBooks = overlay?.PriceBooks ?? new Dictionary<string, string> { [Book] = "Prices that were imported." }, Models = models };
    }

    private static IReadOnlyDictionary<string, IReadOnlyList<Price>> Laid(IReadOnlyDictionary<string, IReadOnlyList<Price>> lower, IReadOnlyDictionary<string, IReadOnlyList<Price>> upper) =>
        upper.TryGetValue(Book, out var over) ? new Dictionary<string, IReadOnlyList<Price>>(lower) { [Book] = PricePeriods.Lay(lower.GetValueOrDefault(Book) ?? [], over) } : lower;
}

/// <summary>What is to be laid over one model.</summary>
/// <param name="Entry">For the overlay: a new model whole, of a known one its new periods alone.</param>
/// <param name="Changes">Empty for a new model.</param>
internal sealed record ModelImport(ModelEntry Entry, bool IsNew, string Name, Price Price, IReadOnlyList<PartChange> Changes)
{
    public static ModelImport OfNew(string id, TableRow row) =>
        new(row.Entry with { Id = id, Prices = Books(row.Periods) }, true, id, row.Periods[^1], []);

    public static ModelImport OfChange(ModelEntry known, TableRow row, Price before, IReadOnlyList<Price> periods)
    {
        var none = Books(null);
        var entry = new ModelEntry
        {
            Id = known.Id,
            Provider = known.Provider,
            Capabilities = new(),
            AsOf = row.Entry.AsOf,
            Sources = row.Entry.Sources,
            Prices = row.FineTuned ? none : Books(periods),
            FineTunedPrices = row.FineTuned ? Books(periods) : none,
        };
        return new(entry, false, (row.FineTuned ? "ft:" : "") + known.Id, periods[0], PriceMerge.Differences(before, periods[0]));
    }

    private static Dictionary<string, IReadOnlyList<Price>> Books(IReadOnlyList<Price>? periods) => periods is null ? [] : new() { [PriceBook.List] = periods };
}
