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

    private Owner Looked()
    {
        if (_looked) return this;
        _looked = true;
        _type = value.TextOf("type");
        _isPlain = value.Field("source").TextOf("type") == "text";
        _detail = value.TextOf("detail") ?? value.Field("image_url").TextOf("detail");
        return this;
    }
}
