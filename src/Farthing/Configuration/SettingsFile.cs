using Farthing.Catalogue;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Farthing.Configuration;

/// <summary>Reads farthing.yaml.</summary>
internal static class SettingsFile
{
    /// <exception cref="SettingsException">It is not YAML, or not a mapping. Every other mistake is noted in <paramref name="mistakes"/>.</exception>
    public static Settings Read(string file, string yaml, Func<string, string?> environment, Mistakes mistakes)
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

        var top = new YamlSection(file, "", root, 1, mistakes);
        var otherwise = new Settings();
        var settings = new Settings
        {
            Listen = top.Value("listen", SettingValues.Listen, otherwise.Listen),
            Key = top.Value<string?>("key", SettingValues.Secret(environment), null),
            Limit = top.Value<Usd?>("limit_usd", (text, wrong) => SettingValues.Limit(text, wrong), null),
            PriceBook = top.Value("prices", SettingValues.Prices, otherwise.PriceBook),
            Drain = top.Value("drain_seconds", SettingValues.Seconds(0, 600), otherwise.Drain),
            FetchImages = top.Value("fetch_images", SettingValues.Flag, false),
            NoKey = top.Value("no_key", SettingValues.Flag, false),
            FailOpen = FailOpen(top),
            BudgetWebhook = top.Value<Uri?>("budget_webhook", SettingValues.Url, null),
            Lease = top.Value("lease_seconds", SettingValues.Seconds(1, 3_600), otherwise.Lease),
            Providers = [.. top.Sections("providers", "dialect: openai-chat").Select(p => ProviderReader.Read(p.Name, p.Section, environment))],
            Aliases = [.. top.Sections("models", "use: [anthropic/claude-haiku-4-5, openai/gpt-4o-mini]").Select(m => Alias(m.Name, m.Section))],
            PriceOverrides = [.. top.Sections("price_overrides", "input: 0.20").Select(p => PriceOverrideReader.Read(file, p.Name, p.Section))],
        };
        top.Close();
        return settings;
    }

    private static AliasSettings Alias(string name, YamlSection section)
    {
        var use = section.Items("use");
        if (use.Count == 0) section.Missing("use", "is missing: a model, or a list of models tried in order");
        if (use.Any(u => Settings.IsSimulated(u.Text)) && !use.All(u => Settings.IsSimulated(u.Text)))
            section.Mistake("use", "mixes simulated models (sim/…) with real ones: a call is either, and its cost is counted as one or the other");
        section.Close();
        return new AliasSettings(name, [.. use.Select(u => u.Text)]) { Places = [.. use.Select(u => u.Place)] };
    }

    private static Usd? FailOpen(YamlSection top)
    {
        var isOpen = top.Value("fail", (text, wrong) => text switch
        {
            "closed" => false,
            "open" => true,
            _ => throw wrong($"is '{text}'; it must be closed (no call is made while the ledger cannot be written) or open (calls worth fail_open_usd are)"),
        }, false);
        var bound = top.Value("fail_open_usd", SettingValues.Limit, Usd.FromDollars(1));
        return isOpen ? bound : null;
    }
}
