namespace Farthing.Catalogue;

internal static class ModelFamily
{
    /// <summary>The vendor by the family that a name shows: a model that came out today has one too. Null where it shows none.</summary>
    public static string? Vendor(string model) => model switch
    {
        _ when model.StartsWith("claude", StringComparison.Ordinal) => "anthropic",
        _ when model.StartsWith("gpt-", StringComparison.Ordinal) || model.StartsWith("chatgpt-", StringComparison.Ordinal)
            || model.StartsWith("text-embedding-", StringComparison.Ordinal) || model.StartsWith("ft:", StringComparison.Ordinal) => "openai",
        ['o', >= '1' and <= '9', ..] => "openai",
        _ when model.Contains(':', StringComparison.Ordinal) => "ollama", // name:tag is how Ollama names models
        _ => null,
    };
}
