using Farthing.Catalogue;

namespace Farthing.Configuration;

/// <summary>Reads farthing.yaml and the environment into <see cref="Settings"/>; says everything that is wrong, with field and place.</summary>
internal static class SettingsReader
{
    private const string DefaultFile = "farthing.yaml";

    /// <param name="file">The file named by a flag; null takes FARTHING_CONFIG, else farthing.yaml in this folder if it exists.</param>
    /// <param name="catalogue">What the installation knows of models, so that <c>models</c> is checked too; null for commands that call none.</param>
    /// <exception cref="SettingsException">Something cannot be used; the message lists all of it.</exception>
    public static Settings Read(string? file, Func<string, string?> environment, Func<Settings, ModelCatalogue>? catalogue = null)
    {
        var named = file ?? (environment("FARTHING_CONFIG") is { Length: > 0 } set ? set : null);
        var path = named ?? DefaultFile;
        if (named is not null && !File.Exists(path)) throw new SettingsException($"the configuration file {path} does not exist");
        var mistakes = new Mistakes();
        var settings = File.Exists(path) ? SettingsFile.Read(path, File.ReadAllText(path), environment, mistakes) : new Settings();
        settings = FromEnvironment(settings, environment, mistakes);
        if (catalogue is not null && settings.Aliases.Count > 0) AliasCheck.Note(settings, catalogue(settings), mistakes);
        mistakes.ThrowIfAny();
        return settings;
    }

    /// <summary>The file alone.</summary>
    /// <inheritdoc cref="Read"/>
    public static Settings FromYaml(string file, string yaml, Func<string, string?> environment)
    {
        var mistakes = new Mistakes();
        var settings = SettingsFile.Read(file, yaml, environment, mistakes);
        mistakes.ThrowIfAny();
        return settings;
    }

    private static Settings FromEnvironment(Settings settings, Func<string, string?> environment, Mistakes mistakes)
    {
        settings = settings with
        {
            Listen = Set("FARTHING_LISTEN", SettingValues.Listen, settings.Listen),
            Key = Set("FARTHING_KEY", (text, _) => text, settings.Key),
            NoKey = Set("FARTHING_NO_KEY", SettingValues.Flag, settings.NoKey),
            Limit = Set("FARTHING_LIMIT_USD", (text, wrong) => SettingValues.Limit(text, wrong), settings.Limit),
            PriceBook = Set("FARTHING_PRICES", SettingValues.Prices, settings.PriceBook),
        };

        var providers = settings.Providers.ToList();
        // The vendors' own keys are enough to start; ANTHROPIC_BASE_URL and OPENAI_BASE_URL point clients at us, so they are never read here.
        if (Value("ANTHROPIC_API_KEY") is { } anthropic) Offer(new("anthropic", ["anthropic"], new Uri("https://api.anthropic.com/v1"), anthropic));
        if (Value("OPENAI_API_KEY") is { } openai) Offer(new("openai", ["openai-chat", "openai-responses"], new Uri("https://api.openai.com/v1"), openai));
        if (Set<Uri?>("OLLAMA_HOST", (text, wrong) => SettingValues.Url(text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text, wrong), null) is { } ollama)
            Offer(new("ollama", OllamaAddress.Dialects, OllamaAddress.Of(ollama), null));
        return settings with { Providers = providers };

        string? Value(string name) => environment(name) is { Length: > 0 } value ? value : null;
        T Set<T>(string name, Func<string, Func<string, SettingsException>, T> parse, T otherwise) => Value(name) is { } text
            ? mistakes.Try(() => parse(text, problem => new SettingsException($"environment variable {name} {problem}")), otherwise)
            : otherwise;
        void Offer(ProviderSettings provider)
        {
            if (providers.All(p => p.Name != provider.Name)) providers.Add(provider);
        }
    }
}
