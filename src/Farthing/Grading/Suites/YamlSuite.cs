using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Farthing.Grading.Suites;

/// <summary>
/// Our own format: <c>SUITE/&lt;language&gt;/&lt;slug&gt;.yaml</c>, one task in each file; the task's id is <c>&lt;language&gt;/&lt;slug&gt;</c>.
/// <c>solution</c> and <c>wrong</c> stand alone; <c>test</c> runs after the solution.
/// </summary>
internal static class YamlSuite
{
    private static readonly string[] Languages = ["csharp", "javascript", "python"];
    private static readonly string[] Fields = ["title", "category", "prompt", "entry_point", "solution", "wrong", "why_wrong", "test"];

    public static IReadOnlyList<SuiteTask> Read(string folder)
    {
        var tasks = new List<SuiteTask>();
        foreach (var language in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(language);
            var files = Directory.EnumerateFiles(language, "*.yaml").Order(StringComparer.Ordinal).ToList();
            if (files.Count > 0 && !Languages.Contains(name))
                throw new SuiteFormatException($"{language}: \"{name}\" is not a language graded here. Name the folder {string.Join(", ", Languages)}.");
            tasks.AddRange(files.Select(file => ReadTask(file, name, $"{name}/{Path.GetFileNameWithoutExtension(file)}")));
        }
        return tasks;
    }

    private static SuiteTask ReadTask(string file, string language, string id)
    {
        var map = Load(file);
        foreach (var (key, _) in map)
        {
            if (key is not YamlScalarNode { Value: { } name } || !Fields.Contains(name))
                throw new SuiteFormatException(file, key.Start.Line, $"field \"{key}\" is not known. The fields are {string.Join(", ", Fields)}.");
        }
        return new SuiteTask(
            id,
            language,
            Required("prompt"),
            Required("test"),
            Optional("entry_point"),
            TaskForm.Own,
            new Sample(SampleKind.Solution, Required("solution")),
            Optional("wrong") is { } wrong ? new Sample(SampleKind.Solution, wrong) : null,
            Required("title"),
            Required("category"),
            Optional("why_wrong"));

        string? Optional(string field) =>
            !map.Children.TryGetValue(field, out var node) ? null
            : node is YamlScalarNode { Value: { } text } && text.Trim().Length > 0 ? text
            : throw new SuiteFormatException(file, node.Start.Line, $"field \"{field}\" must be text, and not empty. Write it as \"{field}: |\" with the text indented below.");

        string Required(string field) =>
            Optional(field) ?? throw new SuiteFormatException(file, map.Start.Line, $"field \"{field}\" is missing. Add it.");
    }

    private static YamlMappingNode Load(string file)
    {
        var yaml = new YamlStream();
        try
        {
            using var reader = File.OpenText(file);
            yaml.Load(reader);
        }
        catch (YamlException broken)
        {
            throw new SuiteFormatException(file, broken.Start.Line, $"this is not YAML: {broken.Message}");
        }
        return yaml.Documents is [{ RootNode: YamlMappingNode map }]
            ? map
            : throw new SuiteFormatException(file, 1, $"must hold one task with the fields {string.Join(", ", Fields)}.");
    }
}
