using System.Text.Json;

namespace Farthing.Wire;

/// <summary>For one pass over JSON without a document: each method takes the value of the property that the reader stands on.</summary>
internal static class JsonScan
{
    /// <summary>Null where the value is no text, or none that is Unicode.</summary>
    /// <param name="known">What it mostly is: given back in place of a copy.</param>
    public static string? Text(ref Utf8JsonReader json, string? known = null)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.String)
        {
            json.Skip();
            return null;
        }
        try
        {
            return known is not null && json.ValueTextEquals(known) ? known : json.GetString();
        }
        catch (InvalidOperationException) // a lone surrogate, or bytes that are not UTF-8
        {
            return null;
        }
    }

    /// <summary>A whole number from 0 to what an int holds; anything else is null. No call has more tokens, and sums of such counts cannot overflow.</summary>
    public static long? Count(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var count) && count >= 0) return count;
        json.Skip();
        return null;
    }

    /// <summary>Enters an object; passes over anything else.</summary>
    public static bool Enter(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.StartObject) return true;
        json.Skip();
        return false;
    }

    public static void Pass(ref Utf8JsonReader json)
    {
        json.Read();
        json.Skip();
    }

    /// <summary>Whether the value is an array with something in it; passes over it.</summary>
    public static bool HasItems(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return false;
        }
        var depth = json.CurrentDepth;
        json.Read();
        var any = json.TokenType != JsonTokenType.EndArray;
        while (json.TokenType != JsonTokenType.EndArray || json.CurrentDepth != depth) json.Read();
        return any;
    }

    /// <summary>Whether the value is a string that is not empty; passes over it.</summary>
    public static bool HasText(ref Utf8JsonReader json)
    {
        json.Read();
        var any = json.TokenType == JsonTokenType.String && json.ValueSpan.Length > 0;
        json.Skip();
        return any;
    }
}
