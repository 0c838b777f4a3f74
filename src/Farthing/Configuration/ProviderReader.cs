using Farthing.Wire;

namespace Farthing.Configuration;

/// <summary>Reads one server of <c>providers</c>.</summary>
internal static class ProviderReader
{
    /// <summary>Stands where an address is missing or wrong, so that reading can go on; such settings are never used.</summary>
    private static readonly Uri s_nowhere = new("http://nowhere.invalid/");

    public static ProviderSettings Read(string name, YamlSection section, Func<string, string?> environment)
    {
        if (name == Settings.SimulatorPrefix.TrimEnd('/')) section.MistakenName("cannot be a provider's name: sim/NAME is what the simulator plays");
        if (name.Contains('/', StringComparison.Ordinal)) section.MistakenName($"cannot be a provider's name: the '/' is what parts it from a model, as in provider/model; call it {name.Replace('/', '-')}");

        var known = string.Join(", ", Dialects.All.Select(d => d.Name));
        var dialects = section.List("dialect");
        if (dialects.Count == 0) section.Missing("dialect", $"is missing: one of {known}, or a list of them, preferred first");
        foreach (var unknown in dialects.Where(d => Dialects.Find(d) is null)) section.Mistake("dialect", $"is '{unknown}'; known: {known}");
        var isOllama = dialects.Any(OllamaAddress.Dialects.Contains);
        var address = section.Value<Uri?>("base_url", (text, wrong) => BaseUrl(text, isOllama, wrong), null);
        if (address is null) section.Missing("base_url", "is missing, such as https://api.openai.com/v1");
        address ??= s_nowhere;
        var key = section.Value<string?>("api_key", SettingValues.Secret(environment), null);
        var legacy = section.Value("legacy_max_tokens", SettingValues.Flag, false);
        var echo = section.Value("echo_reasoning", SettingValues.Flag, Is(address, "deepseek.com"));
        var nine = section.Value("nine_character_ids", SettingValues.Flag, Is(address, "mistral.ai"));
        var free = section.Value("free", SettingValues.Flag, false);
        if (isOllama)
        {
            if (!dialects.All(OllamaAddress.Dialects.Contains)) section.Mistake("dialect", "mixes Ollama's API, which lies at /api, with one that lies at /v1: make them two providers");
            (dialects, address) = (OllamaAddress.Dialects, OllamaAddress.Of(address));
        }

        section.Close();
        return new ProviderSettings(name, dialects, address, key) { LegacyMaxTokens = legacy, EchoReasoning = echo, NineCharacterIds = nine, Free = free };
    }

    /// <summary>Vendors' pages show whole endpoints; ours is the part before what a dialect adds itself.</summary>
    private static Uri BaseUrl(string text, bool isOllama, Func<string, SettingsException> wrong)
    {
        var address = SettingValues.Url(text, wrong);
        var path = address.AbsolutePath.TrimEnd('/');
        var endpoint = Dialects.All.Append(Dialects.OpenAIEmbeddings)
            .Where(d => isOllama || !OllamaAddress.Dialects.Contains(d.Name))
            .Select(d => d.Path)
            .Where(p => path.EndsWith(p, StringComparison.Ordinal))
            .MaxBy(p => p.Length);
        return endpoint is null ? address
            : throw wrong($"is '{text}', but {endpoint} is added by Farthing itself: write {address.GetLeftPart(UriPartial.Authority)}{path[..^endpoint.Length]}");
    }

    /// <summary>The default of a peculiarity: whether the address is that of the vendor who has it.</summary>
    private static bool Is(Uri address, string vendor) => address.Host == vendor || address.Host.EndsWith("." + vendor, StringComparison.Ordinal);
}
