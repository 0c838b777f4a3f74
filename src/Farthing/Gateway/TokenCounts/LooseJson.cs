using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Farthing.Gateway.TokenCounts;

/// <summary>Reads JSON that need not be what it should: a part that is not there, or is of another kind, is null.</summary>
internal static class LooseJson
{
    public static JsonElement? Field(this JsonElement? owner, string name)
    {
        if (owner is not { ValueKind: JsonValueKind.Object } found) return null;
        foreach (var field in found.EnumerateObject())
            if (field.NameOrNone() == name) return field.Value;
        return null;
    }

    public static JsonElement? Field(this JsonElement owner, string name) => ((JsonElement?)owner).Field(name);

    /// <summary>The text of a field; null where there is none.</summary>
    public static string? TextOf(this JsonElement? owner, string name) => owner.Field(name) is { ValueKind: JsonValueKind.String } text ? text.Text() : null;

    public static string? TextOf(this JsonElement owner, string name) => ((JsonElement?)owner).TextOf(name);

    /// <summary>The items of an array; none where it is no array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement? array) => array is { ValueKind: JsonValueKind.Array } found ? found.EnumerateArray() : [];

    public static string NameOrNone(this JsonProperty field)
    {
        try
        {
            return field.Name;
        }
        catch (InvalidOperationException) // not Unicode: a name that nobody looks for
        {
            return "";
        }
    }

    public static string Text(this JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException) // a lone surrogate, or bytes that are not UTF-8: counted as they stand
        {
            return Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value));
        }
    }

    /// <summary>The value without the spaces between its parts: providers write tools and schemas anew, so the caller's indents cost nothing.</summary>
    public static string Compact(this JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        var kept = new byte[raw.Length];
        var (length, inText, escaped) = (0, false, false);
        foreach (var b in raw)
        {
            if (!inText && b is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r') continue;
            kept[length++] = b;
            if (b == (byte)'"' && !escaped) inText = !inText;
            escaped = b == (byte)'\\' && !escaped;
        }

        return Encoding.UTF8.GetString(kept, 0, length);
    }
}
