using System.Text.Json;

namespace Farthing.Wire.OpenAIResponses;

internal static class ReplyReader
{
    public static Reply Read(JsonElement body)
    {
        var status = body.Find("status", "");
        if (status is not ("completed" or "incomplete")) throw WireException.Invalid("status", $"is \"{status}\": the answer is not complete.");
        var blocks = Blocks(body);
        return new Reply
        {
            Id = body.Find("id", ""),
            Model = body.Find("model", ""),
            Blocks = blocks,
            Stop = Statuses.Read(status, Statuses.Incomplete(body), blocks.Any(b => b is ToolCallBlock), blocks.Any(b => b is RefusalBlock)),
            Usage = UsageReader.Read(body),
        };
    }

    /// <summary>The error that a response of status <c>failed</c>, or a bare error body, speaks of.</summary>
    public static WireError? Failure(JsonElement response)
    {
        var status = response.Field("status");
        if (response.Field("error") is not null) return OpenAIChat.Errors.FromEvent(response);
        return status.Is("failed") || status.Is("cancelled")
            ? new WireError(502, WireErrorKind.Internal, $"The provider's response is {status!.Value.Text("status")}, and it does not say why.")
            : null;
    }

    public static List<Block> Blocks(JsonElement response) => response.Field("output") is not { } output
        ? throw WireException.Invalid("output", "is required.")
        : [.. output.Items("output").SelectMany(i => Item(i.Value, i.Path)).Where(b => b is not ThinkingBlock { Text: "", Signature: null })];

    private static IReadOnlyList<Block> Item(JsonElement e, string path)
    {
        var type = e.Need("type", path);
        return ItemReader.Read(type, e, path) ?? [new UnknownBlock(OpenAIResponsesDialect.DialectName, type, e)];
    }
}
