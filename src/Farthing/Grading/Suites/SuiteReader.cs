namespace Farthing.Grading.Suites;

/// <summary>Reads a suite: a HumanEval or mxeval JSONL file (plain or .gz), or a folder of task files in our own format.</summary>
internal static class SuiteReader
{
    private static readonly string[] Endings = [".gz", ".jsonl", ".json"];

    /// <exception cref="SuiteFormatException">The file or folder is not a suite; says where and how to mend it.</exception>
    public static async Task<Suite> ReadAsync(string path, CancellationToken cancel = default)
    {
        var folder = Directory.Exists(path);
        var tasks = folder ? YamlSuite.Read(path) : await JsonLinesSuite.ReadAsync(path, cancel);
        if (tasks.Count == 0)
            throw new SuiteFormatException($"{path}: holds no task. " + (folder ? "Put tasks at <language>/<name>.yaml in it." : "Put one JSON object on each line."));
        return new Suite(NameOf(path), tasks);
    }

    /// <summary>The file or folder name without its endings: <c>mbcsp.jsonl.gz</c> is <c>mbcsp</c>.</summary>
    public static string NameOf(string path)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        foreach (var ending in Endings)
        {
            if (name.Length > ending.Length && name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                name = name[..^ending.Length];
        }
        return name;
    }
}
