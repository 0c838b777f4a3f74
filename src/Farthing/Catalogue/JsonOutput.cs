using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Farthing.Catalogue;

internal static class JsonOutput
{
    /// <summary>Every command's <c>--json</c>.</summary>
    public static Option<bool> Option() => new("--json") { Description = "Print JSON" };

    /// <summary>Writes one indented JSON document and a line end.</summary>
    public static void Write(TextWriter to, Action<Utf8JsonWriter> document)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            document(json);
        to.WriteLine(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
    }

    public static void WriteStrings(this Utf8JsonWriter to, string name, IEnumerable<string> values)
    {
        to.WriteStartArray(name);
        foreach (var value in values) to.WriteStringValue(value);
        to.WriteEndArray();
    }
}
