using System.Globalization;
using System.Net;
using Farthing.Catalogue;
using Farthing.Wire;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Farthing.Configuration;

/// <summary>Reads farthing.yaml and the environment into <see cref="Settings"/>; says which field is wrong and where.</summary>
internal static class SettingsReader
{
    private const string DefaultFile = "farthing.yaml";

    /// <param name="file">The file named by a flag; null takes FARTHING_CONFIG, else farthing.yaml in this folder if it exists.</param>
    /// <exception cref="SettingsException">Something cannot be used.</exception>
    public static Settings Read(string? file, Func<string, string?> environment)
    {
        var named = file ?? (environment("FARTHING_CONFIG") is { Length: > 0 } set ? set : null);
        var path = named ?? DefaultFile;
        if (named is not null && !File.Exists(path)) throw new SettingsException($"the configuration file {path} does not exist");
        var settings = File.Exists(path) ? FromYaml(path, File.ReadAllText(path), environment) : new Settings();
        return FromEnvironment(settings, environment);
    }

    public static Settings FromYaml(string file, string yaml, Func<string, string?> environment)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException e)
        {
            throw new SettingsException($"{file}, line {e.Start.Line}: not YAML: {e.Message}");
        }

        if (stream.Documents.Count == 0) return new Settings();
        if (stream.Documents[0].RootNode is not YamlMappingNode root)
            throw new SettingsException($"{file}, line 1: must be a mapping of settings, such as 'listen: 127.0.0.1:4000'");

        var top = new YamlSection(file, "", root);
        var settings = new Settings();
        if (top.Text("listen") is { } listen) settings = settings with { Listen = Listen(listen, p => top.Wrong("listen", p)) };
        if (top.Text("key") is { } key) settings = settings with { Key = Secret(key, environment, p => top.Wrong("key", p)) };
        if (top.Text("limit_usd") is { } limit) settings = settings with { Limit = Limit(limit, p => top.Wrong("limit_usd", p)) };
        if (top.Text("prices") is { } prices) settings = settings with { PriceBook = Prices(prices, p => top.Wrong("prices", p)) };
        if (top.Text("drain_seconds") is { } drain) settings = settings with { Drain = Drain(drain, p => top.Wrong("drain_seconds", p)) };
        if (top.Text("fetch_images") is { } fetch) settings = settings with { FetchImages = Flag(fetch, p => top.Wrong("fetch_images", p)) };
        if (top.Text("no_key") is { } noKey) settings = settings with { NoKey = Flag(noKey, p => top.Wrong("no_key", p)) };
        settings = settings with { FailOpen = FailOpen(top) };
        if (top.Text("budget_webhook") is { } webhook) settings = settings with { BudgetWebhook = BaseUrl(webhook, p => top.Wrong("budget_webhook", p)) };
        if (top.Text("lease_seconds") is { } lease) settings = settings with { Lease = Lease(lease, p => top.Wrong("lease_seconds", p)) };
        settings = settings with
        {
            Providers = [.. top.Sections("providers").Select(p => Provider(p.Name, p.Section, environment))],
            Aliases = [.. top.Sections("models").Select(m => Alias(m.Name, m.Section))],
            PriceOverrides = [.. top.Sections("price_overrides").Select(p => PriceOverrideReader.Read(file, p.Name, p.Section))],
        };
        top.RefuseUnknown("listen", "key", "limit_usd", "prices", "drain_seconds", "fetch_images", "no_key", "fail", "fail_open_usd", "budget_webhook", "lease_seconds", "providers", "models", "price_overrides");
        return settings;
    }

    private static Settings FromEnvironment(Settings settings, Func<string, string?> environment)
    {
        if (Value("FARTHING_LISTEN") is { } listen) settings = settings with { Listen = Listen(listen, Wrong("FARTHING_LISTEN")) };
        if (Value("FARTHING_KEY") is { } key) settings = settings with { Key = key };
        if (Value("FARTHING_NO_KEY") is { } noKey) settings = settings with { NoKey = Flag(noKey, Wrong("FARTHING_NO_KEY")) };
        if (Value("FARTHING_LIMIT_USD") is { } limit) settings = settings with { Limit = Limit(limit, Wrong("FARTHING_LIMIT_USD")) };
        if (Value("FARTHING_PRICES") is { } prices) settings = settings with { PriceBook = Prices(prices, Wrong("FARTHING_PRICES")) };

        var providers = settings.Providers.ToList();
        // The vendors' own keys are enough to start; ANTHROPIC_BASE_URL and OPENAI_BASE_URL point clients at us, so they are never read here.
        if (Value("ANTHROPIC_API_KEY") is { } anthropic) Offer(new("anthropic", ["anthropic"], new Uri("https://api.anthropic.com/v1"), anthropic));
        if (Value("OPENAI_API_KEY") is { } openai) Offer(new("openai", ["openai-chat", "openai-responses"], new Uri("https://api.openai.com/v1"), openai));
        if (Value("OLLAMA_HOST") is { } ollama)
        {
            var url = ollama.Contains("://", StringComparison.Ordinal) ? ollama : "http://" + ollama;
            Offer(new("ollama", OllamaAddress.Dialects, OllamaAddress.Of(BaseUrl(url, Wrong("OLLAMA_HOST"))), null));
        }

        return settings with { Providers = providers };

        string? Value(string name) => environment(name) is { Length: > 0 } value ? value : null;
        void Offer(ProviderSettings provider)
        {
            if (providers.All(p => p.Name != provider.Name)) providers.Add(provider);
        }

        static Func<string, SettingsException> Wrong(string name) => problem => new SettingsException($"environment variable {name} {problem}");
    }

    private static ProviderSettings Provider(string name, YamlSection section, Func<string, string?> environment)
    {
        var known = string.Join(", ", Dialects.All.Select(d => d.Name));
        var dialects = section.List("dialect");
        if (dialects.Count == 0) throw section.Wrong("dialect", $"is missing: one of {known}, or a list of them, preferred first");
        if (dialects.FirstOrDefault(d => Dialects.Find(d) is null) is { } unknown) throw section.Wrong("dialect", $"is '{unknown}'; known: {known}");
        var url = section.Text("base_url") ?? throw section.Wrong("base_url", "is missing, such as https://api.openai.com/v1");
        var key = section.Text("api_key");
        var legacy = Flag(section.Text("legacy_max_tokens") ?? "false", p => section.Wrong("legacy_max_tokens", p));
        var address = BaseUrl(url, p => section.Wrong("base_url", p));
        var echo = Flag(section.Text("echo_reasoning") ?? Is(address, "deepseek.com"), p => section.Wrong("echo_reasoning", p));
        var nine = Flag(section.Text("nine_character_ids") ?? Is(address, "mistral.ai"), p => section.Wrong("nine_character_ids", p));
        section.RefuseUnknown("dialect", "base_url", "api_key", "legacy_max_tokens", "echo_reasoning", "nine_character_ids");
        if (name.Contains('/', StringComparison.Ordinal) || name == "sim") throw section.Wrong("dialect", $"belongs to a provider named '{name}': 'sim' and names with '/' are taken");
        if (dialects.Any(OllamaAddress.Dialects.Contains))
        {
            if (!dialects.All(OllamaAddress.Dialects.Contains)) throw section.Wrong("dialect", "mixes Ollama's API, which lies at /api, with one that lies at /v1: make them two providers");
            (dialects, address) = (OllamaAddress.Dialects, OllamaAddress.Of(address));
        }

        return new ProviderSettings(name, dialects, address,
            key is null ? null : Secret(key, environment, p => section.Wrong("api_key", p)))
        { LegacyMaxTokens = legacy, EchoReasoning = echo, NineCharacterIds = nine };
    }

    /// <summary>The default of a peculiarity: whether the address is that of the vendor who has it.</summary>
    private static string Is(Uri address, string vendor) => address.Host == vendor || address.Host.EndsWith("." + vendor, StringComparison.Ordinal) ? "true" : "false";

    private static AliasSettings Alias(string name, YamlSection section)
    {
        var use = section.List("use");
        if (use.Count == 0) throw section.Wrong("use", "is missing: a model, or a list of models tried in order");
        if (use.Any(Settings.IsSimulated) && !use.All(Settings.IsSimulated))
            throw section.Wrong("use", "mixes simulated models (sim/…) with real ones: a call is either, and its cost is counted as one or the other");
        section.RefuseUnknown("use");
        return new AliasSettings(name, use);
    }

    /// <summary>Parses <c>address:port</c>, <c>:port</c> or <c>port</c>; the address defaults to loopback.</summary>
    public static IPEndPoint Listen(string text, Func<string, SettingsException> wrong)
    {
        text = text.Trim();
        if (int.TryParse(text.StartsWith(':') ? text[1..] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 0 and <= 65535)
            return new IPEndPoint(IPAddress.Loopback, port);
        var named = text.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase) ? "127.0.0.1" + text["localhost".Length..] : text;
        return IPEndPoint.TryParse(named, out var endpoint) && named.EndsWith($":{endpoint.Port}", StringComparison.Ordinal) && (named[0] == '[' || named.Count(':') == 1)
            ? endpoint
            : throw wrong($"is '{text}'; it must be an address and a port, such as 127.0.0.1:4000");
    }

    public static Usd Limit(string text, Func<string, SettingsException> wrong) =>
        Usd.TryParse(text, out var amount)
            ? amount
            : throw wrong($"is '{text}'; it must be US dollars, such as 25 or 0.50");

    public static string Prices(string text, Func<string, SettingsException> wrong) =>
        text is "list" or "article" ? text : throw wrong($"is '{text}'; known price books: list, article");

    public static bool Flag(string text, Func<string, SettingsException> wrong) => text switch
    {
        "true" => true,
        "false" => false,
        _ => throw wrong("must be true or false"),
    };

    private static Usd? FailOpen(YamlSection top)
    {
        var bound = top.Text("fail_open_usd") is { } text ? Limit(text, p => top.Wrong("fail_open_usd", p)) : Usd.FromDollars(1);
        return top.Text("fail") switch
        {
            null or "closed" => null,
            "open" => bound,
            var other => throw top.Wrong("fail", $"is '{other}'; it must be closed (no call is made while the ledger cannot be written) or open (calls worth fail_open_usd are)"),
        };
    }

    private static TimeSpan Lease(string text, Func<string, SettingsException> wrong) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= 3_600
            ? TimeSpan.FromSeconds(seconds)
            : throw wrong($"is '{text}'; it must be 1 to 3600 seconds");

    private static TimeSpan Drain(string text, Func<string, SettingsException> wrong) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= 600
            ? TimeSpan.FromSeconds(seconds)
            : throw wrong($"is '{text}'; it must be 0 to 600 seconds");

    private static Uri BaseUrl(string text, Func<string, SettingsException> wrong) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw wrong($"is '{text}'; it must be an http or https address");

    /// <summary>A secret in the file is a mistake waiting to be committed, so <c>env:NAME</c> is the form the docs show; a literal works too.</summary>
    private static string Secret(string text, Func<string, string?> environment, Func<string, SettingsException> wrong)
    {
        if (!text.StartsWith("env:", StringComparison.Ordinal)) return text;
        return environment(text[4..]) is { Length: > 0 } value
            ? value
            : throw wrong($"names the environment variable {text[4..]}, which is not set");
    }
}
