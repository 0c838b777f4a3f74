using System.Text.Json;

namespace Farthing.Wire;

/// <summary>Reads JSON that others wrote: every surprise becomes a <see cref="WireException"/> that names the field. A null counts as absent.</summary>
internal static class JsonRead
{
    public static IEnumerable<(string Name, JsonElement Value)> Fields(this JsonElement e, string path)
    {
        if (e.ValueKind != JsonValueKind.Object) throw WireException.Invalid(path.Length == 0 ? "body" : path, $"must be an object, not {Kind(e)}.");
        return NamedFields(e, path);
    }

    public static IEnumerable<(JsonElement Value, string Path)> Items(this JsonElement e, string path)
    {
        if (e.ValueKind != JsonValueKind.Array) throw WireException.Invalid(path, $"must be an array, not {Kind(e)}.");
        return e.EnumerateArray().Select((item, i) => (item, $"{path}[{i}]"));
    }

    public static string Text(this JsonElement e, string path)
    {
        if (e.ValueKind != JsonValueKind.String) throw WireException.Invalid(path, $"must be a string, not {Kind(e)}.");
        try
        {
            return e.GetString()!;
        }
        catch (InvalidOperationException) // a lone surrogate, or bytes that are not UTF-8
        {
            throw WireException.Invalid(path, "is not valid Unicode text.");
        }
    }

    /// <summary>The value as JSON text, exactly as it was written.</summary>
    public static string Raw(this JsonElement e, string path)
    {
        try
        {
            return e.GetRawText();
        }
        catch (InvalidOperationException) // bytes that are not UTF-8
        {
            throw WireException.Invalid(path, "is not valid Unicode text.");
        }
    }

    public static bool Flag(this JsonElement e, string path) => e.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw WireException.Invalid(path, $"must be true or false, not {Kind(e)}."),
    };

    public static long Whole(this JsonElement e, string path)
    {
        if (e.ValueKind == JsonValueKind.Number && e.TryGetInt64(out var whole)) return whole;
        // 1e3 and 5.0 are whole numbers to JSON.
        if (e.ValueKind == JsonValueKind.Number && e.TryGetDecimal(out var d) && d == decimal.Truncate(d)
            && d is >= long.MinValue and <= long.MaxValue) return (long)d;
        throw WireException.Invalid(path, $"must be a whole number, not {Kind(e)}.");
    }

    /// <summary>A whole number of at least 0.</summary>
    public static long Count(this JsonElement e, string path)
    {
        var whole = e.Whole(path);
        return whole >= 0 ? whole : throw WireException.Invalid(path, "must not be negative.");
    }

    public static double Number(this JsonElement e, string path) =>
        e.ValueKind == JsonValueKind.Number && e.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw WireException.Invalid(path, $"must be a number, not {Kind(e)}.");

    /// <summary>The field as text, or null where it is absent, null or not an object's.</summary>
    public static string? Find(this JsonElement e, string name, string path) =>
        e.Field(name) is { } found ? found.Text(Join(path, name)) : null;

    public static string Need(this JsonElement e, string name, string path) =>
        e.Find(name, path) ?? throw WireException.Invalid(Join(path, name), "is required.");

    /// <exception cref="WireException">A field's name is not valid Unicode text.</exception>
    public static JsonElement? Field(this JsonElement e, string name)
    {
        try
        {
            return e.ValueKind == JsonValueKind.Object && e.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null ? found : null;
        }
        catch (InvalidOperationException) // as in Text: looking for one name unescapes the others
        {
            throw WireException.Invalid(name, "lies in an object with a field whose name is not valid Unicode text.");
        }
    }

    /// <summary>Whether the value is this very string.</summary>
    public static bool Is(this JsonElement? e, string text)
    {
        try
        {
            return e is { ValueKind: JsonValueKind.String } s && s.ValueEquals(text);
        }
        catch (InvalidOperationException) // as in Text
        {
            return false;
        }
    }

    private static IEnumerable<(string Name, JsonElement Value)> NamedFields(JsonElement e, string path)
    {
        foreach (var property in e.EnumerateObject())
            if (property.Value.ValueKind != JsonValueKind.Null)
                yield return (Name(property, path), property.Value);
    }

    private static string Name(JsonProperty property, string path)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException) // as in Text
        {
            throw WireException.Invalid(path, "has a field whose name is not valid Unicode text.");
        }
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Kind(JsonElement e) => e.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "this number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };
}
