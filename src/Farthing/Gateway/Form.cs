using System.Buffers;
using System.Text.Json;
using Farthing.Wire;

namespace Farthing.Gateway;

/// <summary>Whose API a request speaks where it asks for no generation: it decides how lists and errors look.</summary>
internal enum Form
{
    OpenAI, Anthropic, Ollama,

    /// <summary>OpenAI's, except for the list of models.</summary>
    Codex,
}

internal static class Forms
{
    /// <summary>Who sends <c>anthropic-version</c> speaks Anthropic's (clients.md §2); Codex asks with its version in the query and names itself.</summary>
    public static Form Of(HttpRequest request) =>
        request.Path.StartsWithSegments("/api") ? Form.Ollama
        : request.Headers.ContainsKey("anthropic-version") || request.Path.StartsWithSegments("/v1/messages") ? Form.Anthropic
        : request.Query.ContainsKey("client_version") || request.Headers.UserAgent.ToString().StartsWith("codex", StringComparison.OrdinalIgnoreCase) ? Form.Codex
        : Form.OpenAI;

    /// <summary>The status and body of an error.</summary>
    public static (int Status, byte[] Body) Error(this Form form, WireError error, string requestId) => form switch
    {
        Form.Anthropic => Dialects.Anthropic.WriteError(error, requestId),
        Form.Ollama => Dialects.Ollama.WriteError(error, requestId),
        _ => Dialects.OpenAIChat.WriteError(error, requestId),
    };

    /// <summary>One JSON object, its members written by <paramref name="members"/>.</summary>
    public static byte[] Json(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
