namespace Farthing.Wire.Ollama;

/// <summary>Images are bare base64 here; what kind they are shows in their first bytes.</summary>
internal static class Images
{
    public static Base64Media Read(string base64) => new(base64 switch
    {
        _ when base64.StartsWith("/9j/", StringComparison.Ordinal) => "image/jpeg",
        _ when base64.StartsWith("R0lGOD", StringComparison.Ordinal) => "image/gif",
        _ when base64.StartsWith("UklGR", StringComparison.Ordinal) => "image/webp",
        _ => "image/png",
    }, base64);

    /// <summary>The base64 text; null where the table has the image left out.</summary>
    /// <exception cref="WireException">The image is a URL or a provider's file.</exception>
    public static string? Data(ImageBlock image, LossGate gate, string path)
    {
        gate.Lose(image.Extras, path);
        if (image.Media is Base64Media data) return data.Data;
        gate.Lose(image.Media is FileMedia ? "file_id" : "image_url", path);
        return null;
    }
}
