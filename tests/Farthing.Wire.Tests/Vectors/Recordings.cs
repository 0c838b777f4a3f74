using System.Text.Json;

namespace Farthing.Wire.Tests.Vectors;

/// <summary>
/// The recorded traffic beside the repository, or in the folder that FARTHING_VECTORS names; tests over it are skipped where there is none.
/// What INDEX.jsonl lists comes from there; every other file is told apart by its content, so that any folder of the same form will do.
/// </summary>
internal static class Recordings
{
    private static readonly Lazy<IReadOnlyList<Recording>> All = new(() => [.. RecordedPairs.Read(Folder!), .. LooseFiles.Read(Folder!)]);

    public static string? Folder { get; } = Find();

    /// <summary>Whether this is the folder whose size is known; another may hold fewer recordings.</summary>
    public static bool IsDefault => Environment.GetEnvironmentVariable("FARTHING_VECTORS") is not { Length: > 0 };

    /// <summary>The recordings that have a request.</summary>
    public static IReadOnlyList<Recording> Of(Dialect dialect) => [.. In(dialect).Where(r => r.Request.ValueKind == JsonValueKind.Object)];

    /// <summary>The answers that are whole documents, errors among them.</summary>
    public static IReadOnlyList<Recording> Replies(Dialect dialect) => [.. In(dialect).Where(r => r.Reply is not null)];

    public static IReadOnlyList<Recording> Streams(Dialect dialect) => [.. In(dialect).Where(r => r.StreamText is not null)];

    private static IEnumerable<Recording> In(Dialect dialect)
    {
        Assert.SkipWhen(Folder is null, "the recorded vectors are not here: set FARTHING_VECTORS");
        return All.Value.Where(r => r.Dialect == dialect);
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("FARTHING_VECTORS") is { Length: > 0 } set) return set;
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Farthing.slnx"))) at = at.Parent;
        var beside = at is null ? null : Path.Combine(at.FullName, "..", "shared", "vectors");
        return Directory.Exists(beside) ? beside : null;
    }
}

/// <param name="Request">Undefined where only the answer was recorded.</param>
/// <param name="StreamText">The stream as it came over the wire.</param>
internal sealed record Recording(string Name, Dialect Dialect, int Status, JsonElement Request, JsonElement? Reply, string? StreamText)
{
    /// <summary>Whether the answer is an error by its status or its shape.</summary>
    public bool IsError => Status >= 400 || (Reply is { } r && r.TryGetProperty("error", out var e) && e.ValueKind != JsonValueKind.Null);

    public override string ToString() => Name;
}
