using Farthing.Catalogue;

namespace Farthing.Configuration;

/// <summary>Whether every name in <c>models</c> leads to a provider, as the router will find it: what leads nowhere would answer each call with 404.</summary>
internal static class AliasCheck
{
    public static void Note(Settings settings, ModelCatalogue catalogue, Mistakes mistakes)
    {
        foreach (var alias in settings.Aliases)
            foreach (var (name, place) in alias.Use.Zip(alias.Places))
                if (Problem(name, settings, catalogue) is { } problem) mistakes.Add(new SettingsException(place, problem));
    }

    /// <summary>What is wrong with a name in <c>use</c>; null where it leads to a provider. A configured provider's own models are not known to us, so each of them is fine.</summary>
    public static string? Problem(string name, Settings settings, ModelCatalogue catalogue)
    {
        if (Settings.IsSimulated(name)) return Simulated(name[Settings.SimulatorPrefix.Length..], catalogue) ? null : Unknown(name, "is none that the simulator plays", catalogue);

        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var prefix = slash > 0 ? name[..slash] : null;
        if (settings.Providers.Any(p => p.Name == prefix)) return null;
        var vendor = catalogue.VendorOf(name);
        if (settings.Providers.Count == 0 ? Simulated(name, catalogue) : settings.Providers.Any(p => p.Name == vendor)) return null;

        if (settings.Aliases.Any(a => a.Name == name)) return $"names '{name}', which is an alias too: name the models that it leads to";
        if (prefix is not null && prefix != vendor) return NoProvider(name, prefix, settings);
        return vendor is null ? Unknown(name, "leads to no provider", catalogue)
            : $"names '{name}', but no provider '{vendor}' is configured: {(Variable(vendor) is { } variable ? $"set {variable}, or " : "")}describe it under providers";
    }

    private static bool Simulated(string model, ModelCatalogue catalogue) => catalogue.VendorOf(model) is { } vendor && Settings.SimulatedVendors.Contains(vendor);

    private static string NoProvider(string name, string prefix, Settings settings)
    {
        var configured = settings.Providers.Select(p => p.Name).ToArray();
        var near = Spelling.Nearest(prefix, configured, 1) is [var found] ? found : null;
        return $"names '{name}', but no provider '{prefix}' is configured; "
            + (near is not null ? $"the nearest is '{near}'" : configured.Length == 0 ? "there is none" : $"there are: {string.Join(", ", configured)}");
    }

    private static string Unknown(string name, string problem, ModelCatalogue catalogue) =>
        $"names '{name}', which {problem}; {(catalogue.Suggest(name, 1) is [var near] ? $"the nearest is '{near}'" : "farthing models lists what is known")}. A provider's own model is written provider/model";

    private static string? Variable(string vendor) => vendor switch
    {
        "anthropic" => "ANTHROPIC_API_KEY",
        "openai" => "OPENAI_API_KEY",
        "ollama" => "OLLAMA_HOST",
        _ => null,
    };
}
