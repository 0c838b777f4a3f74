using System.Text.Json;
using System.Text.Json.Serialization;

namespace Farthing.Catalogue;

/// <summary>The user's own <c>models.json</c> in the data folder: of the same shape as the embedded one, and laid over it.</summary>
internal static class CatalogueOverlay
{
    /// <summary>Null where there is none.</summary>
    /// <exception cref="IOException">It cannot be read; the message says which file, where, and how to mend it.</exception>
    public static CatalogueFile? Read(string path)
    {
        try
        {
            if (!File.Exists(path)) return null;
            using var json = File.OpenRead(path);
            return JsonSerializer.Deserialize(json, CatalogueJson.Default.CatalogueFile) ?? throw new JsonException("the document is null");
        }
        catch (Exception e) when (e is JsonException or UnauthorizedAccessException)
        {
            throw new IOException($"the imported prices in {path} cannot be read: {e.Message} Mend the file, or delete it to go without them.", e);
        }
    }

    /// <summary>Writes beside the file and puts it in place in one step: whatever happens, the old file or the new one is there, whole.</summary>
    public static void Write(string path, CatalogueFile file)
    {
        var beside = $"{path}.{Environment.ProcessId}.new";
        try
        {
            using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                JsonSerializer.Serialize(stream, file, CatalogueWriteJson.Default.CatalogueFile);
                stream.Flush(flushToDisk: true);
            }
            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    WriteIndented = true,
    Converters = [typeof(SnakeCaseStatus), typeof(DecimalText)])]
[JsonSerializable(typeof(CatalogueFile))]
internal sealed partial class CatalogueWriteJson : JsonSerializerContext;
