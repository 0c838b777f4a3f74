using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Farthing.Imports.LiteLlm;

/// <summary>Writes farthing.yaml.</summary>
internal static partial class FarthingYaml
{
    public static string Of(Imported imported)
    {
        var yaml = new StringBuilder("# Imported from a LiteLLM configuration; docs/configuration.md tells all settings.\n");
        if (imported.Key is { } key) yaml.Append("key: ").Append(Scalar($"env:{key}")).Append('\n');
        if (imported.Limit is { } limit) yaml.Append("limit_usd: ").Append(limit).Append('\n');
        if (imported.Providers.Count > 0) yaml.Append("\nproviders:\n");
        foreach (var provider in imported.Providers)
        {
            yaml.Append("  ").Append(Scalar(provider.Name)).Append(":\n    dialect: ").Append(provider.Dialect).Append("\n    base_url: ").Append(Scalar(provider.Address)).Append('\n');
            if (provider.Key is { } variable) yaml.Append("    api_key: ").Append(Scalar($"env:{variable}")).Append('\n');
            if (provider.LegacyMaxTokens) yaml.Append("    legacy_max_tokens: true\n");
        }

        if (imported.Aliases.Count > 0) yaml.Append("\nmodels:\n");
        foreach (var (name, use) in imported.Aliases)
            yaml.Append("  ").Append(Scalar(name)).Append(":\n    use: [").AppendJoin(", ", use.Select(Scalar)).Append("]\n");
        if (imported.Prices.Count > 0) yaml.Append("\nprice_overrides:\n");
        foreach (var price in imported.Prices)
        {
            yaml.Append("  ").Append(Scalar(price.Model)).Append(":\n");
            if (price.Parts.Count == 0) yaml.Append("    free: true\n");
            foreach (var (part, rate) in price.Parts) yaml.Append(CultureInfo.InvariantCulture, $"    {part}: {rate:0.##########}\n");
        }

        return yaml.ToString();
    }

    /// <summary>Plain where no reader can take it for anything else; else in double quotes, which YAML reads as JSON does.</summary>
    private static string Scalar(string text) => Plain().IsMatch(text) ? text : $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9._/-]*(:[A-Za-z0-9_./-]+)*$")]
    private static partial Regex Plain();
}
