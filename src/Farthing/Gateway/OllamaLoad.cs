using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Farthing.Wire;

namespace Farthing.Gateway;

/// <summary>
/// Ollama's way to load a model or to unload it: a generate without a prompt, a chat without messages, with <c>keep_alive</c> 0 to unload
/// (its API documentation, "Load a model"). A provider that is no Ollama has nothing to load, and would answer the empty prompt and bill it.
/// </summary>
internal static partial class OllamaLoad
{
    /// <summary><c>load</c> or <c>unload</c>; null for a request that wants an answer.</summary>
    public static string? Of(Dialect caller, ReadOnlySpan<byte> body)
    {
        if (caller != Dialects.Ollama && caller != Dialects.OllamaGenerate) return null;
        var fields = new JsonProperties(body.StartsWith("\uFEFF"u8) ? body[3..] : body);
        var (says, ends) = (false, false);
        while (fields.Next())
        {
            var json = fields.Value();
            json.Read();
            if (fields.Is(caller.IsPrompt ? "prompt"u8 : "messages"u8)) says = Says(ref json);
            else if (fields.Is("keep_alive"u8)) ends = json.TokenType == JsonTokenType.Number ? json.TryGetDouble(out var seconds) && seconds == 0 : json.TokenType == JsonTokenType.String && Nothing().IsMatch(Encoding.UTF8.GetString(json.ValueSpan));
        }

        return says ? null : ends ? "unload" : "load";
    }

    /// <summary>What Ollama answers, in one document whether a stream is asked for or not.</summary>
    public static byte[] Answer(string reason, ReplyFrame frame, bool isPrompt) => Forms.Json(json =>
    {
        json.WriteString("model", frame.Model);
        json.WriteString("created_at", DateTimeOffset.FromUnixTimeSeconds(frame.Created).UtcDateTime);
        if (isPrompt)
        {
            json.WriteString("response", "");
        }
        else
        {
            json.WriteStartObject("message");
            json.WriteString("role", "assistant");
            json.WriteString("content", "");
            json.WriteEndObject();
        }

        json.WriteBoolean("done", true);
        json.WriteString("done_reason", reason);
    });

    private static bool Says(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.Null => false,
        JsonTokenType.String => json.HasValueSequence || !json.ValueSpan.IsEmpty,
        JsonTokenType.StartArray => HasItems(json),
        _ => true,
    };

    /// <summary>Looks ahead on a copy.</summary>
    private static bool HasItems(Utf8JsonReader json) => json.Read() && json.TokenType != JsonTokenType.EndArray;

    /// <summary>A duration as Go writes it, of no length.</summary>
    [GeneratedRegex(@"^[-+]?0+(\.0*)?[a-zµ]*$")]
    private static partial Regex Nothing();
}
