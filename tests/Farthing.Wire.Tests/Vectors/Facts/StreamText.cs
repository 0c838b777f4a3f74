using System.Text.Json;

namespace Farthing.Wire.Tests.Vectors;

/// <summary>Cuts a stored stream into its events by plain string work, apart from the library's scanners.</summary>
internal static class StreamText
{
    /// <summary>The events as they are written, each with its end. What follows the last one's end belongs to it.</summary>
    public static List<string> Events(Dialect dialect, string stream)
    {
        var text = stream.ReplaceLineEndings("\n");
        var end = dialect.Framing == Framing.Lines ? "\n" : "\n\n";
        var events = text.Split(end).Where(e => e.Trim('\n').Length > 0).Select(e => e + end).ToList();
        return events;
    }

    /// <summary>The data of each event that is JSON.</summary>
    public static List<JsonElement> Documents(Dialect dialect, string stream) =>
        [.. Events(dialect, stream).Select(e => Data(dialect, e)).Where(d => d.StartsWith('{')).Select(d => JsonDocument.Parse(d).RootElement)];

    public static string Data(Dialect dialect, string one) => dialect.Framing == Framing.Lines
        ? one.Trim()
        : string.Join('\n', one.Split('\n').Where(l => l.StartsWith("data:", StringComparison.Ordinal)).Select(l => l[5..].Trim()));
}
