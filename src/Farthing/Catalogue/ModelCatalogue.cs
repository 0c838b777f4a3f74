using System.Text.Json;

namespace Farthing.Catalogue;

/// <summary>The models we know, with their dated prices, limits and ends. Immutable.</summary>
internal sealed class ModelCatalogue
{
    private static readonly Lazy<ModelCatalogue> s_embedded = new(LoadEmbedded);

    private readonly Dictionary<string, ModelEntry> _byName = new(StringComparer.OrdinalIgnoreCase);

    private ModelCatalogue(DateOnly asOf, IReadOnlyDictionary<string, string> books, IReadOnlyList<ModelEntry> models)
    {
        (AsOf, Books, Models) = (asOf, books, models);
        foreach (var model in Models)
        {
            foreach (var name in model.Aliases.Prepend(model.Id))
            {
                if (!_byName.TryAdd(name, model))
                    throw new InvalidDataException($"Model catalogue: '{name}' is named twice, by '{_byName[name].Id}' and by '{model.Id}'.");
            }
        }
    }

    /// <summary>The catalogue built into the program.</summary>
    public static ModelCatalogue Embedded => s_embedded.Value;

    public DateOnly AsOf { get; }

    public IReadOnlyList<ModelEntry> Models { get; }

    /// <summary>Price books by name, with what each is.</summary>
    public IReadOnlyDictionary<string, string> Books { get; }

    public IEnumerable<string> BookNames => Books.Keys;

    /// <exception cref="InvalidDataException">A name is used twice.</exception>
    public static ModelCatalogue Of(DateOnly asOf, IReadOnlyDictionary<string, string> books, IReadOnlyList<ModelEntry> models) => new(asOf, books, [.. models]);

    /// <exception cref="InvalidDataException">The stream is not a catalogue; the message names the place.</exception>
    public static ModelCatalogue Load(Stream json)
    {
        try
        {
            var file = JsonSerializer.Deserialize(json, CatalogueJson.Default.CatalogueFile) ?? throw new JsonException("The document is null.");
            return Of(file.AsOf, file.PriceBooks, file.Models);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Model catalogue: {e.Message}", e);
        }
    }

    /// <summary>
    /// Finds a model by id or alias, bare or as <c>provider/model</c>. Any tag of a local Ollama model finds the model,
    /// except the tags that run in Ollama's cloud. A fine-tuned model (<c>ft:BASE:…</c>) has its base's limits and prices of its own.
    /// Null when unknown.
    /// </summary>
    public ModelEntry? Find(string model)
    {
        if (FindBare(model) is { } bare) return bare;
        var slash = model.IndexOf('/');
        return slash > 0 && FindBare(model[(slash + 1)..]) is { } entry && entry.Provider.Equals(model[..slash], StringComparison.OrdinalIgnoreCase)
            ? entry
            : null;
    }

    /// <summary>The model of this very id or alias.</summary>
    public ModelEntry? FindExact(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The vendor by catalogue, else by the family that the name shows: a model that came out today works today. Null when neither tells.</summary>
    public string? VendorOf(string model) => Find(model)?.Provider ?? ModelFamily.Vendor(model);

    private ModelEntry? FindBare(string model)
    {
        if (_byName.TryGetValue(model, out var exact)) return exact;
        if (model.Split(':') is ["ft", var fineTuned, _, ..]) return _byName.GetValueOrDefault(fineTuned)?.FineTuned(model);
        var colon = model.IndexOf(':');
        return colon > 0 && !model.EndsWith("cloud", StringComparison.OrdinalIgnoreCase)
            && _byName.TryGetValue(model[..colon], out var local) && local.Provider == "ollama" ? local : null;
    }

    /// <summary>The known names nearest to a misspelt one, nearest first; empty when nothing is near.</summary>
    public IReadOnlyList<string> Suggest(string model, int count = 3) =>
        Spelling.Nearest(model[(model.IndexOf('/') + 1)..], _byName.Keys, count);

    /// <summary>The price book of that name, or null. <see cref="BookNames"/> lists them.</summary>
    public PriceBook? Book(string name) => Books.TryGetValue(name, out var about) ? new PriceBook(name, about, this) : null;

    private static ModelCatalogue LoadEmbedded()
    {
        using var json = typeof(ModelCatalogue).Assembly.GetManifestResourceStream("models.json")
            ?? throw new InvalidDataException("Model catalogue: the resource models.json is missing from the program.");
        return Load(json);
    }
}
