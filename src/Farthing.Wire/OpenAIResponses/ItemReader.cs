using System.Text.Json;

namespace Farthing.Wire.OpenAIResponses;

/// <summary>Reads the items that an assistant produces, in a history and in a reply alike.</summary>
internal static class ItemReader
{
    /// <summary>The blocks of an assistant's item; null for an item that is somebody else's.</summary>
    public static IReadOnlyList<Block>? Read(string type, JsonElement e, string path) => type switch
    {
        "message" => e.Field("content") is { } content ? PartReader.Content(content, path + ".content") : [],
        "function_call" => [Call(e, path)],
        "custom_tool_call" => [new ToolCallBlock(e.Need("call_id", path), Name(e, path), CustomTools.Wrap(e.Find("input", path) ?? ""))],
        "reasoning" => [ReasoningItem.Read(e, path)],
        _ when type.EndsWith("_output", StringComparison.Ordinal) => null,
        // Anthropic's compaction is readable, this one is not.
        "compaction" => [new UnknownBlock(OpenAIResponsesDialect.DialectName, "encrypted_compaction", e)],
        _ => [new UnknownBlock(OpenAIResponsesDialect.DialectName, type, e)],
    };

    public static string Name(JsonElement e, string path) => CustomTools.Qualified(e.Find("namespace", path), e.Need("name", path));

    private static ToolCallBlock Call(JsonElement e, string path) =>
        new(e.Need("call_id", path), Name(e, path), e.Find("arguments", path) is { Length: > 0 } arguments ? arguments : "{}");
}
