using System.Text.Json;

namespace Farthing.Wire.Anthropic;

/// <summary>Writes content blocks of a request.</summary>
internal sealed class BlockWriter(CacheHints hints, Utf8JsonWriter to, LossGate gate)
{
    /// <summary>Anthropic refuses text blocks that are empty or blank.</summary>
    public static bool HasContent(Block block) => block switch
    {
        TextBlock t => !string.IsNullOrWhiteSpace(t.Text),
        RefusalBlock r => !string.IsNullOrWhiteSpace(r.Text),
        _ => true,
    };

    public bool Carries(Block block, string path) => block switch
    {
        ThinkingBlock { SignedBy: AnthropicDialect.DialectName } => true,
        ThinkingBlock { SignedBy: null } => gate.Carries("thinking_unsigned", path),
        ThinkingBlock => gate.Carries("thinking_foreign", path),
        RedactedThinkingBlock r => r.SignedBy == AnthropicDialect.DialectName || gate.Carries("thinking_foreign", path),
        UnknownBlock u => u.Dialect == AnthropicDialect.DialectName || gate.Carries(u.Type, path, isBlock: true),
        _ => true,
    };

    public void Write(Block block, string path)
    {
        if (block is UnknownBlock unknown)
        {
            to.Raw(unknown.Raw);
            return;
        }
        to.WriteStartObject();
        switch (block)
        {
            case TextBlock b: Text(b.Text); break;
            case RefusalBlock b: Text(b.Text); break;
            case ImageBlock b: to.WriteString("type", "image"); Source(b.Media, path); break;
            case DocumentBlock b:
                to.WriteString("type", "document");
                to.Maybe("title", b.Title);
                Source(b.Media, path);
                break;
            case ToolCallBlock b: Call(b); break;
            case ToolResultBlock b: Result(b, path); break;
            case ThinkingBlock b:
                to.WriteString("type", "thinking");
                to.WriteString("thinking", b.Text);
                to.WriteString("signature", b.Signature);
                break;
            case RedactedThinkingBlock b:
                to.WriteString("type", "redacted_thinking");
                to.WriteString("data", b.Payload);
                break;
        }
        Extras(block, path);
        to.WriteEndObject();
    }

    private void Text(string text)
    {
        to.WriteString("type", "text");
        to.WriteString("text", text);
    }

    private void Call(ToolCallBlock call)
    {
        to.WriteString("type", "tool_use");
        to.WriteString("id", ToolIds.Fit(call.Id, AnthropicDialect.ToolIdLength));
        to.WriteString("name", ToolNames.Fit(call.Name, AnthropicDialect.ToolNameLength));
        to.WritePropertyName("input");
        ToolArguments.Write(call.Arguments, to);
    }

    private void Result(ToolResultBlock result, string path)
    {
        to.WriteString("type", "tool_result");
        to.WriteString("tool_use_id", ToolIds.Fit(result.CallId, AnthropicDialect.ToolIdLength));
        var content = result.Content.Where(HasContent).ToList();
        if (content is [TextBlock { Extras: null } only])
        {
            to.WriteString("content", only.Text);
        }
        else if (content.Count > 0)
        {
            to.WriteStartArray("content");
            for (var i = 0; i < content.Count; i++)
                if (Carries(content[i], $"{path}.content[{i}]")) Write(content[i], $"{path}.content[{i}]");
            to.WriteEndArray();
        }
        if (result.IsError) to.WriteBoolean("is_error", true);
    }

    private void Source(Media media, string path)
    {
        to.WriteStartObject("source");
        switch (media)
        {
            case Base64Media m:
                to.WriteString("type", "base64");
                to.WriteString("media_type", m.MediaType);
                to.WriteString("data", m.Data);
                break;
            case UrlMedia m:
                to.WriteString("type", "url");
                to.WriteString("url", m.Url);
                break;
            case TextMedia m:
                to.WriteString("type", "text");
                to.WriteString("media_type", "text/plain");
                to.WriteString("data", m.Text);
                break;
            case FileMedia m:
                if (m.Dialect != AnthropicDialect.DialectName) gate.Lose("file_id", path);
                to.WriteString("type", "file");
                to.WriteString("file_id", m.FileId);
                break;
        }
        to.WriteEndObject();
    }

    private void Extras(Block block, string path)
    {
        if (block is not (ThinkingBlock or RedactedThinkingBlock)) hints.Write(block.Extras, to, gate, path); // cache_control is refused there
    }
}
