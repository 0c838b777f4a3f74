using System.Text.Json.Nodes;

namespace Farthing.Wire.Tests.Vectors;

/// <summary>Compares replies as documents; text that was split over neighbouring blocks is one text.</summary>
internal static class Merged
{
    public static bool Same(string a, string b) => JsonNode.DeepEquals(Normal(a), Normal(b));

    private static JsonNode Normal(string json)
    {
        var root = JsonNode.Parse(json)!;
        if (root["content"] is not JsonArray blocks) return root;
        var merged = new JsonArray();
        foreach (var block in blocks.ToList())
        {
            if (merged.LastOrDefault() is { } last && Type(last) == "text" && Type(block!) == "text")
                last["text"] = last["text"]!.GetValue<string>() + block!["text"]!.GetValue<string>();
            else
                merged.Add(block!.DeepClone());
        }
        root["content"] = merged;
        return root;
    }

    private static string? Type(JsonNode block) => block["type"]?.GetValue<string>();
}
