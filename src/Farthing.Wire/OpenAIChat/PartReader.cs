using System.Text.Json;

namespace Farthing.Wire.OpenAIChat;

/// <summary>Reads message content: a string or parts.</summary>
internal static class PartReader
{
    public static IReadOnlyList<Block> Content(JsonElement content, string path) =>
        content.ValueKind == JsonValueKind.String
            ? [new TextBlock(content.Text(path))]
            : [.. content.Items(path).Select(p => One(p.Value, p.Path))];

    private static Block One(JsonElement e, string path) => e.Need("type", path) switch
    {
        "text" => new TextBlock(e.Need("text", path)) { Extras = Others(e, path, "text") },
        "thinking" => new ThinkingBlock(DeltaText.Part(e, "thinking") ?? ""),
        "refusal" => new RefusalBlock(e.Need("refusal", path)),
        "image_url" => Image(e, path),
        "file" => File(e, path),
        var type => new UnknownBlock(OpenAIChatDialect.DialectName, type, e),
    };

    private static ImageBlock Image(JsonElement e, string path)
    {
        var at = path + ".image_url";
        if (e.Field("image_url") is not { } image) throw WireException.Invalid(at, "is required.");
        var extras = new ExtrasList(OpenAIChatDialect.DialectName);
        if (image.Field("detail") is { } detail) extras.Add("detail", detail);
        foreach (var (name, value) in e.Fields(path))
            if (name is not ("type" or "image_url")) extras.Add(name, value);
        Media? data = DataUrl.Read(image.Need("url", at), at + ".url");
        return new ImageBlock(data ?? new UrlMedia(image.Need("url", at))) { Extras = extras.Take() };
    }

    private static DocumentBlock File(JsonElement e, string path)
    {
        var at = path + ".file";
        if (e.Field("file") is not { } file) throw WireException.Invalid(at, "is required.");
        Media media = file.Find("file_id", at) is { } id
            ? new FileMedia(id, OpenAIChatDialect.DialectName)
            : DataUrl.Read(file.Need("file_data", at), at + ".file_data") ?? new Base64Media("application/pdf", file.Need("file_data", at));
        return new DocumentBlock(media, file.Find("filename", at)) { Extras = Others(e, path, "file") };
    }

    private static Extras? Others(JsonElement e, string path, string known)
    {
        var extras = new ExtrasList(OpenAIChatDialect.DialectName);
        foreach (var (name, value) in e.Fields(path))
            if (name != "type" && name != known) extras.Add(name, value);
        return extras.Take();
    }
}
