using System.Text.Json;

namespace Farthing.Wire.Anthropic;

/// <summary>Reads content blocks, of requests and of replies alike.</summary>
internal static class BlockReader
{
    public static IReadOnlyList<Block> Content(JsonElement content, string path) =>
        content.ValueKind == JsonValueKind.String
            ? [new TextBlock(content.Text(path))]
            : [.. content.Items(path).SelectMany(i => Several(i.Value, i.Path))];

    /// <summary>
    /// A document made of texts is a text. One made of images too is nowhere else one thing, so it comes apart, under its title.
    /// Blocks may lie in blocks as deep as JSON may, so each is read once.
    /// </summary>
    private static List<Block> Several(JsonElement e, string path)
    {
        var block = One(e, path);
        if (block is not UnknownBlock { Type: "document" } || e.Field("source") is not { } source || source.Field("content") is not { } content) return [block];
        var parts = Content(content, path + ".source.content").ToList();
        var (title, extras) = (e.Find("title", path), Others(e, path, "source", "title"));
        if (source.Field("type").Is("content") && parts.TrueForAll(p => p is TextBlock))
            return [new DocumentBlock(new TextMedia(string.Join('\n', parts.Select(p => ((TextBlock)p).Text))), title) { Extras = extras }];
        if (title is not null) parts.Insert(0, new TextBlock(title));
        if (parts.Count == 0) return [block];
        parts[^1] = parts[^1] with { Extras = extras ?? parts[^1].Extras };
        return parts;
    }

    public static Block One(JsonElement e, string path) => e.Need("type", path) switch
    {
        "text" => new TextBlock(e.Need("text", path)) { Extras = Others(e, path, "text") },
        "tool_use" => new ToolCallBlock(e.Need("id", path), e.Need("name", path), Input(e, path))
        {
            // That the model itself made the call is what every other API takes for granted.
            Extras = e.Field("caller")?.Field("type").Is("direct") is true ? Others(e, path, "id", "name", "input", "caller") : Others(e, path, "id", "name", "input"),
        },
        "tool_result" => Result(e, path),
        "thinking" => Thinking(e, path),
        "redacted_thinking" => Redacted(e, path),
        "image" when MediaOf(e, path) is { } media and not TextMedia => new ImageBlock(media) { Extras = Others(e, path, "source") },
        "document" when MediaOf(e, path) is { } media =>
            new DocumentBlock(media, e.Find("title", path)) { Extras = Others(e, path, "source", "title") },
        var type => new UnknownBlock(AnthropicDialect.DialectName, type, e),
    };

    private static ThinkingBlock Thinking(JsonElement e, string path)
    {
        var (signature, signedBy) = Seal.Read(e.Find("signature", path), AnthropicDialect.DialectName);
        return new ThinkingBlock(e.Need("thinking", path), signature, signedBy) { Extras = Others(e, path, "thinking", "signature") };
    }

    private static RedactedThinkingBlock Redacted(JsonElement e, string path)
    {
        var (payload, signedBy) = Seal.Read(e.Need("data", path), AnthropicDialect.DialectName);
        return new RedactedThinkingBlock(payload ?? "", signedBy ?? AnthropicDialect.DialectName) { Extras = Others(e, path, "data") };
    }

    private static ToolResultBlock Result(JsonElement e, string path) =>
        new(e.Need("tool_use_id", path),
            e.Field("content") is { } content ? Content(content, path + ".content") : [],
            e.Field("is_error") is { } error && error.Flag(path + ".is_error"))
        {
            Extras = Others(e, path, "tool_use_id", "content", "is_error"),
        };

    private static string Input(JsonElement e, string path) => e.Field("input") switch
    {
        null => "{}",
        { ValueKind: JsonValueKind.Object } input => input.Raw(path + ".input"),
        _ => throw WireException.Invalid(path + ".input", "must be an object."),
    };

    /// <summary>Null for a source that only Anthropic understands, and for one that is made of blocks.</summary>
    private static Media? MediaOf(JsonElement e, string path)
    {
        var at = path + ".source";
        if (e.Field("source") is not { } source) throw WireException.Invalid(at, "is required.");
        return source.Need("type", at) switch
        {
            "base64" => new Base64Media(source.Need("media_type", at), source.Need("data", at)),
            "url" => new UrlMedia(source.Need("url", at)),
            "file" => new FileMedia(source.Need("file_id", at), AnthropicDialect.DialectName),
            "text" => new TextMedia(source.Need("data", at)),
            _ => null,
        };
    }

    private static Extras? Others(JsonElement e, string path, params ReadOnlySpan<string> known)
    {
        var extras = new ExtrasList(AnthropicDialect.DialectName);
        foreach (var (name, value) in e.Fields(path))
            if (name != "type" && !known.Contains(name)) extras.Add(name, value);
        return extras.Take();
    }
}
