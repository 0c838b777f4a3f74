using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Farthing.Gateway.TokenCounts;

/// <summary>An object of a request and what its fields say about one another, looked up once: it may have a million of them.</summary>
internal sealed class Owner(JsonElement value)
{
    private string? _type;
    private string? _detail;
    private bool _isPlain;
    private bool _looked;

    public string? Type => Looked()._type;

    /// <summary>How closely an image is to be looked at.</summary>
    public string? Detail => Looked()._detail;

    /// <summary>A plain-text document of Anthropic's: <c>"source":{"type":"text","data":…}</c>.</summary>
    public bool IsPlain => Looked()._isPlain;

    public static string Name(JsonProperty field)
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

    public static string Text(JsonElement value)
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

    private Owner Looked()
    {
        if (_looked) return this;
        _looked = true;
        _type = Find(value, "type");
        _isPlain = Field(value, "source") is { } source && Find(source, "type") == "text";
        _detail = Find(value, "detail") ?? (Field(value, "image_url") is { } image ? Find(image, "detail") : null);
        return this;
    }

    private static string? Find(JsonElement e, string name) => Field(e, name) is { ValueKind: JsonValueKind.String } found ? Text(found) : null;

    private static JsonElement? Field(JsonElement e, string name)
    {
        if (e.ValueKind != JsonValueKind.Object) return null;
        foreach (var field in e.EnumerateObject())
            if (Name(field) == name) return field.Value;
        return null;
    }
}
