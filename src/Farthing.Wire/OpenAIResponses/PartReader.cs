using System.Text.Json;

namespace Farthing.Wire.OpenAIResponses;

/// <summary>Reads the content of a message or of a tool's output: a string or parts.</summary>
internal static class PartReader
{
    public static IReadOnlyList<Block> Content(JsonElement content, string path) =>
        content.ValueKind == JsonValueKind.String
            ? [new TextBlock(content.Text(path))]
            : [.. content.Items(path).Select(p => One(p.Value, p.Path))];

    private static Block One(JsonElement e, string path) => e.Need("type", path) switch
    {
        "input_text" or "output_text" or "text" => new TextBlock(e.Need("text", path)) { Extras = Others(e, path, "text", "annotations", "logprobs") },
        "refusal" => new RefusalBlock(e.Need("refusal", path)),
        "input_image" => Image(e, path),
        "input_file" => File(e, path),
        var type => new UnknownBlock(OpenAIResponsesDialect.DialectName, type, e),
    };

    private static ImageBlock Image(JsonElement e, string path)
    {
        Media media = e.Find("file_id", path) is { } id
            ? new FileMedia(id, OpenAIResponsesDialect.DialectName)
            : Media(e.Need("image_url", path), path + ".image_url");
        return new ImageBlock(media) { Extras = Others(e, path, "image_url", "file_id") };
    }

    private static DocumentBlock File(JsonElement e, string path)
    {
        Media media = e.Find("file_id", path) is { } id ? new FileMedia(id, OpenAIResponsesDialect.DialectName)
            : e.Find("file_url", path) is { } url ? new UrlMedia(url)
            : Media(e.Need("file_data", path), path + ".file_data") is Base64Media data ? data
            : new Base64Media("application/pdf", e.Need("file_data", path));
        return new DocumentBlock(media, e.Find("filename", path)) { Extras = Others(e, path, "file_id", "file_url", "file_data", "filename") };
    }

    private static Media Media(string url, string path) => DataUrl.Read(url, path) is { } data ? data : new UrlMedia(url);

    private static Extras? Others(JsonElement e, string path, params ReadOnlySpan<string> known)
    {
        var extras = new ExtrasList(OpenAIResponsesDialect.DialectName);
        foreach (var (name, value) in e.Fields(path))
            if (name != "type" && !known.Contains(name)) extras.Add(name, value);
        return extras.Take();
    }
}
