using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Farthing.Gateway.TokenCounts;

/// <summary>
/// Counts what a request of any dialect puts before the model: system, messages, tools, tool results, thinking, images, documents.
/// It reads by field name rather than by dialect, so that a body which a dialect would refuse still gives a number. Pure.
/// </summary>
internal sealed class PromptCounter
{
    /// <summary>Past so many characters text counts at a flat rate: nobody waits seconds for an estimate.</summary>
    private const long Counted = 2_000_000;

    private const int FlatCharsPerToken = 3;

    /// <summary>Sealed thinking is base64 of about four bytes a token.</summary>
    private const double SealedCharsPerToken = 4.0 * 4 / 3;

    private readonly TokenRules _rules;
    private readonly long[] _text = new long[3];
    private long _fixed;
    private long _seen;
    private bool _media;

    private PromptCounter(TokenRules rules) => _rules = rules;

    public static TokenParts Count(JsonElement body, TokenRules rules)
    {
        var counter = new PromptCounter(rules) { _fixed = rules.PerRequest };
        if (body.ValueKind == JsonValueKind.Object) counter.Request(body);
        else counter.Any(body, "", null);
        return new TokenParts(counter._text[0], counter._text[1], counter._text[2], counter._fixed, counter._media);
    }

    private void Request(JsonElement body)
    {
        foreach (var field in body.EnumerateObject())
        {
            switch (Owner.Name(field))
            {
                case "messages" or "input" when field.Value.ValueKind == JsonValueKind.Array: Messages(field.Value); break;
                case "messages" or "input" or "system" or "instructions" or "prompt" or "suffix": _fixed += _rules.PerMessage; Any(field.Value, "", null); break;
                case "tools" or "functions" when field.Value.ValueKind == JsonValueKind.Array && field.Value.GetArrayLength() > 0:
                    _fixed += _rules.ToolPreamble;
                    foreach (var tool in field.Value.EnumerateArray()) Json(tool);
                    break;
                case "response_format" or "text" or "output_config" or "format" when field.Value.ValueKind == JsonValueKind.Object: Json(field.Value); break;
            }
        }
    }

    private void Messages(JsonElement messages)
    {
        foreach (var message in messages.EnumerateArray())
        {
            _fixed += _rules.PerMessage;
            Any(message, "", null);
        }
    }

    /// <param name="key">The field that the value stands in.</param>
    /// <param name="owner">The object that the field belongs to.</param>
    private void Any(JsonElement value, string key, Owner? owner)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String: String(value, key, owner); break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray()) Any(item, key, owner);
                break;
            case JsonValueKind.Object when key is "input" or "arguments": Json(value); break;
            case JsonValueKind.Object:
                var own = new Owner(value);
                foreach (var field in value.EnumerateObject()) Any(field.Value, Owner.Name(field), key is "source" or "image_url" or "file" ? owner : own);
                break;
        }
    }

    private void String(JsonElement value, string key, Owner? owner)
    {
        switch (key)
        {
            case "type" or "role" or "id" or "tool_use_id" or "tool_call_id" or "call_id" or "media_type" or "status" or "file_id" or "signature" or "ttl" or "detail" or "phase": break;
            case "image_url" or "images": Image(value, owner); break;
            case "url" or "data" or "file_data" or "file_url": Media(value, owner); break;
            case "encrypted_content": _fixed += (long)(Owner.Text(value).Length / SealedCharsPerToken); break;
            case "arguments" or "input": Add(TextKind.Json, Owner.Text(value)); break;
            default:
                var text = Owner.Text(value);
                Add(TextKinds.Of(text), text);
                break;
        }
    }

    private void Media(JsonElement value, Owner? owner)
    {
        if (owner?.Type is "redacted_thinking")
        {
            _fixed += (long)(Owner.Text(value).Length / SealedCharsPerToken);
        }
        else if (owner?.Type is "document" or "file" or "input_file")
        {
            var text = Owner.Text(value);
            if (owner.IsPlain) Add(TextKinds.Of(text), text);
            else (_fixed, _media) = (_fixed + MediaTokens.Pdf(text, _rules), true);
        }
        else
        {
            Image(value, owner);
        }
    }

    private void Image(JsonElement value, Owner? owner)
    {
        _media = true;
        _fixed += MediaTokens.Image(Owner.Text(value), owner?.Detail is "low", _rules);
    }

    private void Json(JsonElement value) => Add(TextKind.Json, Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value)));

    private void Add(TextKind kind, ReadOnlySpan<char> text)
    {
        var left = (int)Math.Clamp(Counted - _seen, 0, text.Length);
        _seen += left;
        _text[(int)kind] += O200k.Count(text[..left]) + ((text.Length - left) / FlatCharsPerToken);
    }
}
