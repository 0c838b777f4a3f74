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

    /// <summary>Deeper than the gateway takes for a call (64): a count is to be had for whatever can be read.</summary>
    public const int MaxDepth = 512;

    private readonly TokenRules _rules;
    private readonly long[] _text = new long[3];
    private long _fixed;
    private long _seen;
    private bool _media;
    private bool _forgets;

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
            switch (field.NameOrNone())
            {
                case "messages" or "input" when field.Value.ValueKind == JsonValueKind.Array: Messages([.. field.Value.EnumerateArray()]); break;
                case "messages" or "input" or "system" or "instructions" or "prompt" or "suffix": _fixed += _rules.PerMessage; Any(field.Value, "", null); break;
                case "tools" or "functions" when field.Value.ValueKind == JsonValueKind.Array && field.Value.GetArrayLength() > 0: Tools(field.Value, body); break;
                case "response_format" or "text" or "output_config" or "output_format" or "format" when field.Value.ValueKind == JsonValueKind.Object: Format(field.Value); break;
            }
        }
    }

    private void Messages(JsonElement[] messages)
    {
        var asked = Array.FindLastIndex(messages, IsAsking);
        foreach (var (i, message) in messages.Index())
        {
            _fixed += _rules.PerMessage;
            _forgets = i < asked && !_rules.KeepsThinking;
            Any(message, "", null);
        }
    }

    private void Tools(JsonElement tools, JsonElement body)
    {
        var choice = body.Field("tool_choice");
        var forced = (choice is { ValueKind: JsonValueKind.String } word ? word.Text() : choice.TextOf("type")) is "required" or "any" or "tool" or "function";
        _fixed += (forced ? _rules.ForcedToolPreamble : body.Field("input") is not null ? _rules.ResponsesToolPreamble : null) ?? _rules.ToolPreamble;
        Add(TextKind.Json, _rules.DeclaresTools ? ToolDeclarations.Of(tools) : tools.Compact());
    }

    /// <summary>The schema that an answer must fit, wherever the dialect keeps it; Ollama's <c>format</c> is one itself.</summary>
    private void Format(JsonElement format)
    {
        var named = format.Field("json_schema") ?? format.Field("format") ?? format;
        if ((named.Field("schema") ?? (named.Field("properties") is null ? null : named)) is not { } schema) return;
        _fixed += _rules.FormatPreamble;
        Add(TextKind.Json, $"{named.TextOf("name")} {named.TextOf("description")} {schema.Compact()}");
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
            case JsonValueKind.Object when key is "input" or "arguments": Call(value.Compact()); break;
            case JsonValueKind.Object when _forgets && IsThinking(value): break;
            case JsonValueKind.Object:
                var own = new Owner(value);
                foreach (var field in value.EnumerateObject()) Any(field.Value, field.NameOrNone(), key is "source" or "image_url" or "file" ? owner : own);
                break;
        }
    }

    private void String(JsonElement value, string key, Owner? owner)
    {
        switch (key)
        {
            case "type" or "role" or "id" or "tool_use_id" or "tool_call_id" or "call_id" or "media_type" or "status" or "signature" or "ttl" or "detail" or "phase": break;
            case "image_url" or "images": Image(value, owner); break;
            case "url" or "data" or "file_data" or "file_url" or "file_id": Media(value, owner); break;
            case "encrypted_content": _fixed += owner?.Type is "reasoning" ? MediaTokens.SealedReasoning(value.Text()) : MediaTokens.Sealed(value.Text()); break;
            case "arguments" or "input": Call(value.Text()); break;
            default:
                var text = value.Text();
                Add(TextKinds.Of(text), text);
                break;
        }
    }

    private void Media(JsonElement value, Owner? owner)
    {
        if (owner?.Type is "redacted_thinking")
        {
            _fixed += MediaTokens.Sealed(value.Text());
        }
        else if (owner?.Type is "document" or "file" or "input_file")
        {
            var text = value.Text();
            if (owner.IsPlain) Add(TextKinds.Of(text), text);
            else (_fixed, _media) = (_fixed + MediaTokens.Pdf(text, _rules), true);
        }
        else if (owner?.Type is not "container_upload") // a file for a program, which the model does not read
        {
            Image(value, owner);
        }
    }

    private void Image(JsonElement value, Owner? owner)
    {
        _media = true;
        _fixed += MediaTokens.Image(value.Text(), owner?.Detail is "low", _rules);
    }

    private void Call(string arguments)
    {
        _fixed += _rules.PerCall;
        Add(TextKind.Json, arguments);
    }

    private void Add(TextKind kind, ReadOnlySpan<char> text)
    {
        var left = (int)Math.Clamp(Counted - _seen, 0, text.Length);
        _seen += left;
        _text[(int)kind] += O200k.Count(text[..left]) + ((text.Length - left) / FlatCharsPerToken);
    }

    private static bool IsThinking(JsonElement block) => block.TextOf("type") is "thinking" or "redacted_thinking" or "reasoning";

    /// <summary>Whether a message is more than results of tools: thinking belongs to the question before it.</summary>
    private static bool IsAsking(JsonElement message) =>
        message.TextOf("role") == "user" && (message.Field("content") is not { ValueKind: JsonValueKind.Array } content || content.EnumerateArray().Any(block => block.TextOf("type") != "tool_result"));
}
