using Farthing.Catalogue;
using Farthing.Configuration;
using Farthing.Providers;
using Farthing.Wire;

namespace Farthing.Routing;

/// <summary>Turns a model name into the ordered attempts for one request. Pure: what it knows is fixed when it is made.</summary>
/// <param name="simulated">The simulator's faces by the vendor that each plays; empty when it does not run.</param>
internal sealed class Router(
    IReadOnlyList<Provider> providers, IReadOnlyDictionary<string, Provider> simulated, IReadOnlyList<AliasSettings> aliases, ModelCatalogue catalogue)
{
    /// <exception cref="WireException">404: the name leads nowhere; the message says how to name a model.</exception>
    public Plan Plan(string asked, Dialect caller)
    {
        var names = Alias(asked)?.Use ?? [asked];
        var attempts = new Attempt[names.Count];
        for (var i = 0; i < attempts.Length; i++) attempts[i] = Resolve(names[i], caller) ?? throw Unknown(asked, names[i]);
        return new Plan(asked, attempts);
    }

    /// <summary>
    /// The names that a caller can use, for <c>/v1/models</c>: aliases first, then what the catalogue knows of each provider,
    /// then what the simulator plays beside real providers.
    /// </summary>
    public IEnumerable<NamedModel> Names() => aliases.Select(a => a.Name)
        .Concat(catalogue.Models.Select(m => m.Id))
        .Concat(providers.Count > 0 ? catalogue.Models.Select(m => Settings.SimulatorPrefix + m.Id) : [])
        .Distinct() // an alias may bear a model's name, and leads first
        .Select(Named).OfType<NamedModel>();

    /// <summary>Where one name leads; null where it leads nowhere. Also finds names that <see cref="Names"/> does not list, such as dated ids.</summary>
    public NamedModel? Named(string name)
    {
        var first = Alias(name)?.Use[0] ?? name;
        return Find(first) is ({ } provider, _, var entry) ? new NamedModel(name, entry, provider) : null;
    }

    private Attempt? Resolve(string name, Dialect caller) =>
        Find(name) is ({ } provider, var model, var entry) ? new Attempt(provider, provider.DialectFor(caller, entry?.Capabilities.Reasoning is true), model, entry) : null;

    /// <summary>The provider that a name leads to, and the name without its prefix; the provider is null where it leads nowhere.</summary>
    private (Provider? Provider, string Model, ModelEntry? Entry) Find(string name)
    {
        if (Settings.IsSimulated(name)) return Simulated(name[Settings.SimulatorPrefix.Length..]);

        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && ProviderNamed(name.AsSpan(0, slash)) is { } named)
            return (named, name[(slash + 1)..], catalogue.Find(name) ?? catalogue.Find(name[(slash + 1)..]));

        // With no provider configured the simulator stands in for all of them, so that every client can be tried without a key.
        return providers.Count == 0 ? Simulated(name) : (ProviderNamed(catalogue.VendorOf(name)), name, catalogue.Find(name));
    }

    private AliasSettings? Alias(string name)
    {
        foreach (var alias in aliases)
            if (alias.Name == name) return alias;
        return null;
    }

    private Provider? ProviderNamed(ReadOnlySpan<char> provider)
    {
        foreach (var one in providers)
            if (provider.SequenceEqual(one.Name)) return one;
        return null;
    }

    private (Provider? Provider, string Model, ModelEntry? Entry) Simulated(string model) =>
        (catalogue.VendorOf(model) is { } vendor ? simulated.GetValueOrDefault(vendor) : null, model, catalogue.Find(model));

    private WireException Unknown(string asked, string name)
    {
        var known = providers.Count == 0 ? "no provider is configured, only the simulator" : "configured providers: " + string.Join(", ", providers.Select(p => p.Name));
        var of = asked == name ? $"model '{asked}'" : $"model '{name}', which the alias '{asked}' names,";
        return new WireException(new WireError(404, WireErrorKind.NotFound,
            $"{of} leads to no provider ({known}).{Spelling.DidYouMean(Spelling.Nearest(name, Names().SelectMany(n => n.Entry is { } e && e.Id == n.Name ? e.Aliases.Prepend(n.Name) : [n.Name]), 3))} GET /v1/models lists the names; a provider's own model is written provider/model.", "model", "model_not_found"));
    }
}
