using YamlDotNet.RepresentationModel;

namespace Farthing.Configuration;

/// <summary>One mapping of farthing.yaml, read field by field so that every error can name file, line and field.</summary>
internal sealed class YamlSection(string file, string path, YamlMappingNode node)
{
    private readonly HashSet<string> _known = [];

    public string? Text(string field)
    {
        var value = Take(field);
        if (value is null) return null;
        if (value is YamlScalarNode scalar) return scalar.Value is "" or "~" or "null" ? null : scalar.Value;
        throw Wrong(field, value, "must be a single value");
    }

    public IEnumerable<(string Name, YamlSection Section)> Sections(string field)
    {
        var value = Take(field);
        if (value is null or YamlScalarNode { Value: "" or null }) yield break;
        if (value is not YamlMappingNode map) throw Wrong(field, value, "must be a mapping of names to settings");
        foreach (var (key, child) in map.Children)
        {
            if (key is not YamlScalarNode { Value: { Length: > 0 } name }) throw Wrong(field, key, "has a name that is not a plain word");
            if (child is not YamlMappingNode section) throw Wrong($"{field}.{name}", child, "must be a mapping");
            yield return (name, new YamlSection(file, Join($"{field}.{name}"), section));
        }
    }

    public IReadOnlyList<string> List(string field)
    {
        var value = Take(field);
        return value switch
        {
            null => [],
            YamlScalarNode { Value: { Length: > 0 } one } => [one],
            YamlSequenceNode many when many.Children.All(c => c is YamlScalarNode) => [.. many.Children.Select(c => ((YamlScalarNode)c).Value!)],
            _ => throw Wrong(field, value, "must be a value or a list of values"),
        };
    }

    /// <summary>Call last: a field that nobody read is a typing error, and silence about it would be a wrong setting.</summary>
    public void RefuseUnknown(params string[] expected)
    {
        foreach (var (key, value) in node.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "?";
            if (!_known.Contains(name)) throw Wrong(name, value, $"is not a setting; known here: {string.Join(", ", expected)}");
        }
    }

    public SettingsException Wrong(string field, string problem) =>
        Wrong(field, node.Children.TryGetValue(new YamlScalarNode(field), out var value) ? value : node, problem);

    private SettingsException Wrong(string field, YamlNode at, string problem) =>
        new($"{file}, line {at.Start.Line}: {Join(field)} {problem}");

    private string Join(string field) => path.Length == 0 ? field : $"{path}.{field}";

    private YamlNode? Take(string field)
    {
        _known.Add(field);
        return node.Children.TryGetValue(new YamlScalarNode(field), out var value) ? value : null;
    }
}
