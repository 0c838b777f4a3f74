using System.Text.Json;

namespace Farthing.Wire;

internal static class RequestHeadReader
{
    public static RequestHead Read(ReadOnlySpan<byte> body, int maxDepth)
    {
        var bom = body.StartsWith("\uFEFF"u8) ? 3 : 0;
        var fields = new JsonProperties(body[bom..], maxDepth);
        if (!fields.IsObject) Complain(body[bom..], maxDepth);
        var head = new RequestHead { Inside = bom + fields.Inside };
        try
        {
            while (fields.Next())
            {
                head.IsEmpty = false;
                Field(fields, bom, head);
            }
        }
        catch (InvalidOperationException) // a field's name with a lone surrogate, or bytes that are not UTF-8
        {
            throw WireException.Invalid("body", "has a field whose name is not valid Unicode text.");
        }
        if (fields.IsBroken) Complain(body[bom..], maxDepth);
        return head;
    }

    /// <summary>Says what is wrong with a body that is no JSON object, and where.</summary>
    private static void Complain(ReadOnlySpan<byte> body, int maxDepth)
    {
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = maxDepth });
        try
        {
            while (json.Read()) { }
        }
        catch (JsonException e)
        {
            throw new WireException(new WireError(400, WireErrorKind.InvalidRequest,
                $"The body is not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine}: {Reason(e.Message)}"));
        }
        throw new WireException(new WireError(400, WireErrorKind.InvalidRequest, "The body must be a JSON object."));
    }

    /// <summary>The reader's words without the place, which it puts behind them.</summary>
    private static string Reason(string message) =>
        message.IndexOf(" LineNumber:", StringComparison.Ordinal) is > 0 and var at ? message[..at] : message;

    private static void Field(in JsonProperties field, int bom, RequestHead head)
    {
        var at = bom + field.Range.Start;
        if (field.Is("model"u8)) Model(field.Value(), at, head);
        else if (field.Is("stream"u8)) head.Stream = Flag(field, "stream");
        else if (field.Is("max_tokens"u8)) Cap(field.Value(), head, "max_tokens");
        else if (field.Is("max_completion_tokens"u8)) Cap(field.Value(), head, "max_completion_tokens");
        else if (field.Is("max_output_tokens"u8)) Cap(field.Value(), head, "max_output_tokens");
        else if (field.Is("options"u8)) Options(field.Value(), head);
        else if (field.Is("n"u8)) Choices(field.Value(), head, "n");
        else if (field.Is("best_of"u8)) Choices(field.Value(), head, "best_of");
        else if (field.Is("prompt"u8)) head.Prompts = Math.Max(head.Prompts, Prompts(field.Value())); // of repeated keys a server may take either
        else if (field.Is("stream_options"u8)) StreamOptions(field.Value(), at, head);
        else if (field.Is("messages"u8)) Messages(field.Value());
        else if (field.Is("user"u8) || field.Is("safety_identifier"u8)) head.User = Text(field) ?? head.User;
        else if (field.Is("service_tier"u8)) head.ServiceTier = Text(field);
        else if (field.Is("metadata"u8)) Metadata(field.Value(), head);
    }

    private static string? Text(in JsonProperties field)
    {
        var json = field.Value();
        return JsonScan.Text(ref json);
    }

    private static void Model(Utf8JsonReader json, int at, RequestHead head)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.String) throw WireException.Invalid("model", "must be a string.");
        head.Model = Text(ref json, "model");
        head.ModelRanges.Add(Range(ref json, at));
    }

    private static bool? Flag(in JsonProperties field, string name)
    {
        var json = field.Value();
        return Flag(ref json, name);
    }

    private static bool? Flag(ref Utf8JsonReader json, string field)
    {
        json.Read();
        return json.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.Null => null,
            _ => throw WireException.Invalid(field, "must be true or false."),
        };
    }

    private static void Cap(Utf8JsonReader json, RequestHead head, string field)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null) return;
        if (json.TokenType != JsonTokenType.Number || !json.TryGetInt32(out var cap) || cap < 0)
            throw WireException.Invalid(field, $"must be a whole number of tokens, 0 or more and at most {int.MaxValue}.");
        head.Caps.Add((field, cap));
    }

    /// <summary>Ollama's settings. A negative <c>num_predict</c> means no cap.</summary>
    private static void Options(Utf8JsonReader json, RequestHead head)
    {
        if (!JsonScan.Enter(ref json)) return;
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            if (json.ValueTextEquals("num_predict"u8) && JsonScan.Count(ref json) is { } cap) head.Caps.Add(("options.num_predict", cap));
            else if (json.TokenType == JsonTokenType.PropertyName) JsonScan.Pass(ref json);
        }
    }

    private static void Choices(Utf8JsonReader json, RequestHead head, string field)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null) return;
        if (json.TokenType != JsonTokenType.Number || !json.TryGetInt32(out var n) || n is < 0 or > RequestHead.MostChoices)
            throw WireException.Invalid(field, $"must be a whole number of answers from 1 to {RequestHead.MostChoices}.");
        head.Choices = Math.Max(head.Choices, n); // of repeated keys a server may take either
    }

    /// <summary>A list of texts or of lists of token ids is as many prompts; a list of numbers is one prompt in tokens.</summary>
    private static int Prompts(Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return 1;
        }
        var prompts = 0;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType is JsonTokenType.String or JsonTokenType.StartArray) prompts++;
            json.Skip();
        }
        return Math.Max(1, prompts);
    }

    private static void StreamOptions(Utf8JsonReader json, int at, RequestHead head)
    {
        json.Read();
        head.IncludeUsageRanges.Clear();
        head.IncludeUsage = false;
        head.StreamOptionsIsEmpty = true;
        if (json.TokenType == JsonTokenType.StartObject)
        {
            while (json.Read() && json.TokenType != JsonTokenType.EndObject)
            {
                head.StreamOptionsIsEmpty = false;
                if (!json.ValueTextEquals("include_usage"u8))
                {
                    JsonScan.Pass(ref json);
                    continue;
                }
                head.IncludeUsage = Flag(ref json, "stream_options.include_usage") is true;
                head.IncludeUsageRanges.Add(Range(ref json, at));
            }
        }
        else if (json.TokenType != JsonTokenType.Null)
        {
            throw WireException.Invalid("stream_options", "must be an object.");
        }
        head.StreamOptions = new ByteRange(at, (int)json.BytesConsumed);
    }

    private static void Metadata(Utf8JsonReader json, RequestHead head)
    {
        if (!JsonScan.Enter(ref json)) return;
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            if (json.TokenType != JsonTokenType.PropertyName) continue;
            // A name for the bill; what is no text is no name, and none of our business.
            if (json.ValueTextEquals("user_id"u8)) head.User = JsonScan.Text(ref json) ?? head.User;
            else JsonScan.Pass(ref json);
        }
    }

    private static void Messages(Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray) throw WireException.Invalid("messages", "must be an array.");
    }

    /// <param name="at">Where the reader's text begins in the body.</param>
    private static ByteRange Range(ref Utf8JsonReader json, int at) =>
        new(at + (int)json.TokenStartIndex, (int)(json.BytesConsumed - json.TokenStartIndex));

    private static string Text(ref Utf8JsonReader json, string field)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException) // a lone surrogate, or bytes that are not UTF-8
        {
            throw WireException.Invalid(field, "is not valid Unicode text.");
        }
    }
}
