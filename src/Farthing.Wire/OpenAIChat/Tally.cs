using System.Text.Json;
using static Farthing.Wire.JsonScan;

namespace Farthing.Wire.OpenAIChat;

/// <summary>Passes over every chunk once; allocates only for the first model name and service tier, a finish_reason and usage.</summary>
internal sealed class Tally : StreamTally
{
    private string? _finish;
    private bool _calls;
    private bool _refused;

    public override void Observe(ReadOnlySpan<byte> eventType, ReadOnlyMemory<byte> data)
    {
        IsUsageOnly = false;
        if (IsComplete) return;
        if (data.Span.Trim(" \t"u8).SequenceEqual("[DONE]"u8))
        {
            IsComplete = _finish is not null;
            return;
        }
        try
        {
            Chunk(data);
        }
        catch (JsonException) { } // the caller sees it as it is
        catch (InvalidOperationException) { } // text that is not Unicode
        if (_finish is not null) Stop = FinishReasons.Read(_finish, _calls, _refused, null);
    }

    private void Chunk(ReadOnlyMemory<byte> data)
    {
        var json = new Utf8JsonReader(data.Span);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return;
        var (choices, usage) = (true, false);
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            if (Model is null && json.ValueTextEquals("model"u8)) Model = Text(ref json) is { Length: > 0 } model ? model : null;
            else if (json.ValueTextEquals("choices"u8)) choices = Choices(ref json);
            else if (json.ValueTextEquals("usage"u8)) usage = Counts(ref json);
            else if (json.ValueTextEquals("service_tier"u8)) Usage = UsageReader.Tier(ref json, Usage);
            else if (json.ValueTextEquals("x_groq"u8)) Groq(ref json);
            else if (json.ValueTextEquals("error"u8)) Failure(ref json, data);
            else Pass(ref json);
        }
        IsUsageOnly = usage && !choices;
    }

    /// <returns>Whether there were any.</returns>
    private bool Choices(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray) return true;
        var any = false;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            any = true;
            if (json.TokenType == JsonTokenType.StartObject) Choice(ref json);
            else json.Skip();
        }
        return any;
    }

    private void Choice(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            if (json.ValueTextEquals("finish_reason"u8)) _finish = Text(ref json) ?? _finish;
            else if (json.ValueTextEquals("delta"u8)) Delta(ref json);
            else Pass(ref json);
        }
    }

    private void Delta(ref Utf8JsonReader json)
    {
        if (!Enter(ref json)) return;
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            if (json.ValueTextEquals("tool_calls"u8)) _calls |= HasItems(ref json);
            else if (json.ValueTextEquals("refusal"u8)) _refused |= HasText(ref json);
            else Pass(ref json);
        }
    }

    private void Groq(ref Utf8JsonReader json)
    {
        if (!Enter(ref json)) return;
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            if (json.ValueTextEquals("usage"u8)) Counts(ref json);
            else Pass(ref json);
        }
    }

    /// <returns>Whether the value was an object.</returns>
    private bool Counts(ref Utf8JsonReader json)
    {
        json.Read();
        var given = json.TokenType == JsonTokenType.StartObject;
        Usage = UsageReader.Read(ref json, Usage);
        return given;
    }

    private void Failure(ref Utf8JsonReader json, ReadOnlyMemory<byte> data)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.Null) Error = Errors.Read(200, data.Span);
        json.Skip();
    }
}
