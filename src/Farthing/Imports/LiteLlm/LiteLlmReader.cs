using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Farthing.Imports.LiteLlm;

/// <summary>Reads a LiteLLM configuration into what Farthing has for it. Pure.</summary>
internal sealed class LiteLlmReader
{
    private readonly Deployments _deployments = new();
    private readonly List<Loss> _losses = [];
    private string? _key;
    private string? _limit;

    private LiteLlmReader()
    {
    }

    /// <exception cref="FormatException">It is no LiteLLM configuration.</exception>
    public static Imported Read(string yaml)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException e)
        {
            throw new FormatException($"line {e.Start.Line}: not YAML: {e.Message}");
        }

        if (stream.Documents.Count == 0 || stream.Documents[0].RootNode is not YamlMappingNode root) throw new FormatException("it must be a mapping with model_list");
        if (!root.Children.ContainsKey(new YamlScalarNode("model_list"))) throw new FormatException("it has no model_list, so it is no LiteLLM configuration");
        return new LiteLlmReader().All(new Section("", root));
    }

    private Imported All(Section root)
    {
        foreach (var item in root.Items("model_list")) _deployments.Add(item);
        var (settings, router, general) = (root.Inner("litellm_settings"), root.Inner("router_settings"), root.Inner("general_settings"));
        foreach (var section in new[] { router, settings }.OfType<Section>())
        {
            _deployments.Fallbacks(section, "fallbacks");
            _deployments.DefaultFallbacks(section);
        }

        if (router is not null) _deployments.Aliases(router);
        if (settings is not null) Budget(settings);
        if (general is not null) Key(general);
        foreach (var section in new[] { root, settings, router, general }.OfType<Section>())
            _losses.AddRange(section.Rest().Select(field => new Loss(section.At(field), Reasons.Of(section.At(field)))));
        return new Imported(_key, _limit, _deployments.Providers, _deployments.Named(), _deployments.Prices, [.. _deployments.Losses, .. _losses]);
    }

    /// <summary>A limit for good is one of ours; one that renews is not.</summary>
    private void Budget(Section settings)
    {
        if (settings.Text("max_budget") is not { } budget) return;
        if (settings.Text("budget_duration") is not null)
            _losses.Add(new Loss(settings.At("max_budget"), $"limit_usd does not renew itself, as {settings.At("budget_duration")} asks; farthing budgets set makes one that does"));
        else if (decimal.TryParse(budget, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var dollars) && dollars <= 1_000_000_000)
            _limit = dollars.ToString(CultureInfo.InvariantCulture);
        else _losses.Add(new Loss(settings.At("max_budget"), "it is no amount of US dollars"));
    }

    private void Key(Section general)
    {
        if (general.Text("master_key") is not { } key) return;
        _key = Secret.Variable(key);
        if (_key is null) _losses.Add(new Loss(general.At("master_key"), "it holds a key itself, which is not copied: set FARTHING_KEY to it, or let 'farthing serve' make a new one"));
    }
}

internal static class Secret
{
    private const string Reference = "os.environ/";

    /// <summary>The variable that <c>os.environ/NAME</c> names; null for anything else.</summary>
    public static string? Variable(string text) => text.StartsWith(Reference, StringComparison.Ordinal) && text.Length > Reference.Length ? text[Reference.Length..] : null;
}
