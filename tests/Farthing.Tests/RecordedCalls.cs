using System.Text.Json;
using Xunit;

namespace Farthing.Tests;

/// <summary>Recorded calls that a provider answered in JSON, from ../shared/vectors or where FARTHING_VECTORS says. Tests skip without them.</summary>
internal static class RecordedCalls
{
    public static IEnumerable<(JsonElement Body, JsonElement Reply, string File)> Of(string api, string host)
    {
        var folder = Environment.GetEnvironmentVariable("FARTHING_VECTORS") ?? Path.Combine(Repository.Root, "..", "shared", "vectors");
        if (!File.Exists(Path.Combine(folder, "INDEX.jsonl"))) Assert.Skip($"no recordings at {folder}");
        foreach (var line in File.ReadLines(Path.Combine(folder, "INDEX.jsonl")))
        {
            var row = JsonDocument.Parse(line).RootElement;
            if (row.GetProperty("api").GetString() != api || row.GetProperty("host").GetString() != host || row.GetProperty("status").GetInt32() != 200) continue;
            var file = row.GetProperty("file").GetString()!;
            var pair = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, file))).RootElement.GetProperty("interactions")[row.GetProperty("n").GetInt32()];
            var body = pair.GetProperty("request").GetProperty("body");
            var reply = pair.GetProperty("response").GetProperty("json");
            if (body.ValueKind == JsonValueKind.Object && body.TryGetProperty("model", out _) && reply.ValueKind == JsonValueKind.Object) yield return (body, reply, file);
        }
    }
}
