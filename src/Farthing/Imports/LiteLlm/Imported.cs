namespace Farthing.Imports.LiteLlm;

/// <param name="Dialect">As it stands in farthing.yaml.</param>
/// <param name="Key">The variable; null where no key is needed.</param>
internal sealed record ImportedProvider(string Name, string Dialect, string Address, string? Key, bool LegacyMaxTokens);

/// <summary>A field that was not carried, or not as it was. It never holds a value of the file, which could be a secret.</summary>
internal sealed record Loss(string Field, string Reason);

/// <summary>What a LiteLLM configuration becomes.</summary>
/// <param name="Key">The variable of the master key.</param>
internal sealed record Imported(
    string? Key, string? Limit, IReadOnlyList<ImportedProvider> Providers, IReadOnlyList<(string Name, IReadOnlyList<string> Use)> Aliases,
    IReadOnlyList<CustomPrice> Prices, IReadOnlyList<Loss> Losses);
