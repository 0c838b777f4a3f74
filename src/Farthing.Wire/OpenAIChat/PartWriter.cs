using System.Text.Json;

namespace Farthing.Wire.OpenAIChat;

internal sealed class PartWriter(Utf8JsonWriter to, LossGate gate)
{
    public bool Carries(Block block, string path, bool echo = false) => block switch
    {
        ThinkingBlock { Text.Length: > 0 } when echo => gate.Carries("thinking_echo", path),
        ThinkingBlock { SignedBy: null } => gate.Carries("thinking_unsigned", path),
        ThinkingBlock or RedactedThinkingBlock => gate.Carries("thinking_signed", path),
        UnknownBlock u => u.Dialect == OpenAIChatDialect.DialectName || gate.Carries(u.Type, path, isBlock: true),
        DocumentBlock { Media: UrlMedia } => gate.Carries("document_url", path),
        ImageBlock { Media: FileMedia f } => f.Dialect == OpenAIChatDialect.DialectName || gate.Carries("file_id", path),
        DocumentBlock { Media: FileMedia f } => f.Dialect == OpenAIChatDialect.DialectName || gate.Carries("file_id", path),
        _ => true,
    };

    /// <summary>The text of blocks that an assistant message holds as text; null for the others.</summary>
    public static string? TextOf(Block block) => block switch
    {
        TextBlock t => t.Text,
        UnknownBlock { Type: "compaction" } u => u.Raw.Find("content", "content"), // Anthropic's summary of what went before
        _ => null,
    };

    public void Write(Block block, string path)
    {
        if (block is UnknownBlock unknown)
        {
            if (TextOf(unknown) is { } summary) Text(summary, to);
            else to.Raw(unknown.Raw);
            return;
        }
        to.WriteStartObject();
        switch (block)
        {
            case TextBlock b:
                to.WriteString("type", "text");
                to.WriteString("text", b.Text);
                break;
            case RefusalBlock b:
                to.WriteString("type", "text");
                to.WriteString("text", b.Text);
                break;
            case ImageBlock b: Image(b, path); break;
            case DocumentBlock { Media: TextMedia text } b:
                to.WriteString("type", "text");
                to.WriteString("text", b.Title is null ? text.Text : $"{b.Title}\n\n{text.Text}");
                break;
            case DocumentBlock b: File(b); break;
        }
        if (block is not ImageBlock) gate.Write(block.Extras, to, path);
        to.WriteEndObject();
    }

    public static void Text(string text, Utf8JsonWriter to)
    {
        to.WriteStartObject();
        to.WriteString("type", "text");
        to.WriteString("text", text);
        to.WriteEndObject();
    }

    /// <summary>What may be said of an image, its <c>detail</c>, stands beside its URL here.</summary>
    private void Image(ImageBlock image, string path)
    {
        to.WriteString("type", "image_url");
        to.WriteStartObject("image_url");
        to.WriteString("url", image.Media switch
        {
            UrlMedia m => m.Url,
            Base64Media m => DataUrl.Write(m),
            _ => throw new InvalidOperationException($"An image cannot be {image.Media}."),
        });
        gate.Write(image.Extras, to, path);
        to.WriteEndObject();
    }

    private void File(DocumentBlock document)
    {
        to.WriteString("type", "file");
        to.WriteStartObject("file");
        if (document.Media is FileMedia file) to.WriteString("file_id", file.FileId);
        if (document.Media is Base64Media data)
        {
            to.WriteString("filename", document.Title ?? "document.pdf");
            to.WriteString("file_data", DataUrl.Write(data));
        }
        to.WriteEndObject();
    }
}
