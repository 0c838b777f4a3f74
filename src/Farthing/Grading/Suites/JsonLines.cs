using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Farthing.Grading.Suites;

/// <summary>One JSON object per line, read as a stream; <c>.gz</c> is unpacked on the way. Blank lines are skipped.</summary>
internal static class JsonLines
{
    public static async IAsyncEnumerable<JsonLine> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        if (!File.Exists(path))
            throw new SuiteFormatException($"{path}: no such file. Give a .jsonl or .jsonl.gz file.");
        await using var file = File.OpenRead(path);
        await using Stream plain = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(plain);
        for (var number = 1L; await NextLineAsync(reader, path, number, cancel) is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
                yield return new JsonLine(path, number, Parse(line, path, number));
        }
    }

    private static async Task<string?> NextLineAsync(StreamReader reader, string path, long number, CancellationToken cancel)
    {
        try
        {
            return await reader.ReadLineAsync(cancel);
        }
        catch (InvalidDataException broken)
        {
            throw new SuiteFormatException(path, number, $"the .gz file is damaged or is not gzip ({broken.Message}). Pack it again, or drop the .gz ending.");
        }
    }

    private static JsonElement Parse(string line, string path, long number)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document.RootElement.Clone();
        }
        catch (JsonException broken)
        {
            throw new SuiteFormatException(path, number, $"this is not JSON ({broken.Message}). Each line must be one whole JSON object.");
        }
        throw new SuiteFormatException(path, number, "this is JSON but not an object. Each line must be one JSON object.");
    }
}

/// <summary>One line of a JSON lines file, which knows where it stands.</summary>
internal readonly record struct JsonLine(string File, long Number, JsonElement Object)
{
    /// <summary>The text of a field that must be there.</summary>
    public string Required(string field) =>
        Optional(field) ?? throw Wrong($"field \"{field}\" is missing. Add it, as a string.");

    /// <summary>The text of a field; null when it is absent or null.</summary>
    public string? Optional(string field)
    {
        try
        {
            return !Object.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null ? null
                : value.ValueKind == JsonValueKind.String ? value.GetString()
                : throw Wrong($"field \"{field}\" is a {value.ValueKind}; it must be a string.");
        }
        catch (InvalidOperationException) // half of a surrogate pair: Python writes that for text that was cut inside a character
        {
            throw Wrong($"field \"{field}\", or the name of another field, is not valid Unicode text (half of a \\ud83d\\ude00 pair?). Take the stray half out.");
        }
    }

    public SuiteFormatException Wrong(string problem) => new(File, Number, problem);
}
