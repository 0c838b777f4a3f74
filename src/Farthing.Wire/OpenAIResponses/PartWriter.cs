using System.Text.Json;

namespace Farthing.Wire.OpenAIResponses;

/// <summary>Writes the parts of messages and of tool outputs.</summary>
internal sealed class PartWriter(Utf8JsonWriter to, LossGate gate)
{
    public bool Carries(Block block, string path) => block switch
    {
        ThinkingBlock { SignedBy: OpenAIResponsesDialect.DialectName } => true,
        ThinkingBlock { SignedBy: null } => gate.Carries("thinking_unsigned", path),
        ThinkingBlock or RedactedThinkingBlock => gate.Carries("thinking_foreign", path),
        UnknownBlock u => u.Dialect == OpenAIResponsesDialect.DialectName || gate.Carries(u.Type, path, isBlock: true),
        ImageBlock { Media: FileMedia f } => f.Dialect == OpenAIResponsesDialect.DialectName || gate.Carries("file_id", path),
        DocumentBlock { Media: FileMedia f } => f.Dialect == OpenAIResponsesDialect.DialectName || gate.Carries("file_id", path),
        _ => true,
    };

    /// <summary>The text of blocks that an assistant's message holds as text; null for the others.</summary>
    public static string? TextOf(Block block) => block switch
    {
        TextBlock t => t.Text,
        RefusalBlock r => r.Text,
        UnknownBlock { Type: "compaction" } u => u.Raw.Find("content", "content") ?? "", // Anthropic's summary of what went before
        _ => null,
    };

    /// <param name="text">The type of a text part: <c>input_text</c>, or <c>output_text</c> in what an assistant said.</param>
    public void Write(Block block, string text, string path)
    {
        to.WriteStartObject();
        switch (block)
        {
            case TextBlock b: Text(text, b.Text); break;
            case RefusalBlock b: Text(text, b.Text); break;
            case ImageBlock b: Image(b); break;
            case DocumentBlock { Media: TextMedia document } b: Text(text, b.Title is null ? document.Text : $"{b.Title}\n\n{document.Text}"); break;
            case DocumentBlock b: File(b); break;
            case UnknownBlock { Type: "compaction" } b: Text(text, TextOf(b)!); break;
        }
        gate.Write(block.Extras, to, path);
        to.WriteEndObject();
    }

    private void Text(string type, string text)
    {
        to.WriteString("type", type);
        to.WriteString("text", text);
    }

    private void Image(ImageBlock image)
    {
        to.WriteString("type", "input_image");
        if (image.Media is UrlMedia url) to.WriteString("image_url", url.Url);
        if (image.Media is Base64Media data) to.WriteString("image_url", DataUrl.Write(data));
        if (image.Media is FileMedia file) to.WriteString("file_id", file.FileId);
        if (image.Extras?.Fields.Any(f => f.Key == "detail") is not true) to.WriteString("detail", "auto"); // required here
    }

    private void File(DocumentBlock document)
    {
        to.WriteString("type", "input_file");
        if (document.Media is UrlMedia url) to.WriteString("file_url", url.Url);
        if (document.Media is FileMedia file) to.WriteString("file_id", file.FileId);
        if (document.Media is not Base64Media data) return;
        to.WriteString("filename", document.Title ?? "document.pdf");
        to.WriteString("file_data", DataUrl.Write(data));
    }
}
