using System.Text.Json;

namespace Farthing.Grading.Suites;

/// <summary>Recorded samples for a suite.</summary>
/// <param name="ByTask">Task id to its samples in the order of their <c>sample</c> index (file order where there is none).</param>
/// <param name="UnknownIds">Task ids in the file that the suite does not have.</param>
/// <param name="UnknownSamples">How many samples those ids had; they are left out.</param>
/// <param name="MissingIds">Tasks of the suite without any sample.</param>
internal sealed record SampleSet(
    IReadOnlyDictionary<string, IReadOnlyList<Sample>> ByTask, IReadOnlyList<string> UnknownIds, int UnknownSamples, IReadOnlyList<string> MissingIds);

/// <summary>Reads JSONL (.gz) with <c>task_id</c>, one of <c>completion</c>, <c>solution</c>, <c>response</c>, and an optional <c>sample</c> index.</summary>
internal static class SampleReader
{
    private static readonly (string Field, SampleKind Kind)[] Kinds =
        [("completion", SampleKind.Completion), ("solution", SampleKind.Solution), ("response", SampleKind.Response)];

    /// <exception cref="SuiteFormatException">A line is not a sample; says where and how to mend it.</exception>
    public static async Task<SampleSet> ReadAsync(string path, Suite suite, CancellationToken cancel = default)
    {
        var known = suite.Tasks.Select(t => t.Id).ToHashSet();
        var byTask = new Dictionary<string, SortedDictionary<int, Sample>>();
        var unknown = new HashSet<string>();
        var unknownSamples = 0;
        await foreach (var line in JsonLines.ReadAsync(path, cancel))
        {
            var id = line.Required("task_id");
            var sample = ReadSample(line);
            if (!known.Contains(id))
            {
                unknown.Add(id);
                unknownSamples++;
                continue;
            }
            if (!byTask.TryGetValue(id, out var samples))
                byTask.Add(id, samples = []);
            var index = IndexOf(line) ?? samples.Count;
            if (!samples.TryAdd(index, sample))
                throw line.Wrong($"field \"sample\": {id} already has a sample {index}. Number a task's samples 0, 1, 2 …, or leave the field out of all of them.");
        }
        return new SampleSet(
            byTask.ToDictionary(t => t.Key, t => (IReadOnlyList<Sample>)[.. t.Value.Values]),
            [.. unknown.Order(StringComparer.Ordinal)],
            unknownSamples,
            [.. suite.Tasks.Where(t => !byTask.ContainsKey(t.Id)).Select(t => t.Id)]);
    }

    private static Sample ReadSample(JsonLine line)
    {
        var given = Kinds.Select(k => (k.Kind, Text: line.Optional(k.Field))).Where(k => k.Text is not null).ToList();
        return given is [var (kind, text)]
            ? new Sample(kind, text!)
            : throw line.Wrong($"has {given.Count} of the fields \"completion\", \"solution\", \"response\". Give exactly one of them.");
    }

    private static int? IndexOf(JsonLine line) =>
        !line.Object.TryGetProperty("sample", out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var index) && index >= 0 ? index
        : throw line.Wrong("field \"sample\" must be a whole number from 0.");
}
