namespace Farthing.Wire;

/// <summary>Base64 data URLs (RFC 2397), the form in which OpenAI's dialects carry bytes.</summary>
internal static class DataUrl
{
    private const string Base64 = ";base64";

    /// <summary>Null for what is not a data URL.</summary>
    /// <exception cref="WireException">It is one, but not in base64.</exception>
    public static Base64Media? Read(string url, string path)
    {
        if (!url.StartsWith("data:", StringComparison.OrdinalIgnoreCase)) return null;
        var comma = url.IndexOf(',');
        if (comma < 0 || !url.AsSpan(0, comma).EndsWith(Base64, StringComparison.OrdinalIgnoreCase))
            throw WireException.Invalid(path, "must be a base64 data URL, as in data:image/png;base64,iVBOR…");
        var type = url[5..(comma - Base64.Length)];
        var parameters = type.IndexOf(';');
        return new Base64Media(parameters < 0 ? type : type[..parameters], url[(comma + 1)..]);
    }

    public static string Write(Base64Media media) => $"data:{media.MediaType};base64,{media.Data}";
}
