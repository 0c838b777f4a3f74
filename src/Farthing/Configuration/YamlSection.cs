using Farthing.Catalogue;
using YamlDotNet.RepresentationModel;

namespace Farthing.Configuration;

/// <summary>One mapping of farthing.yaml, read field by field. What is wrong is noted with file, line and field, and reading goes on.</summary>
/// <param name="path">The names above it, joined by dots; empty at the top.</param>
/// <param name="line">Where its name stands.</param>
internal sealed class YamlSection(string file, string path, YamlMappingNode node, long line, Mistakes mistakes)
{
    private readonly List<string> _known = [];
    private readonly HashSet<string> _wrong = [];
    private readonly List<(string Field, string Problem)> _missing = [];

    /// <summary>Null where the field is absent, empty or no single value.</summary>
    public string? Text(string field)
    {
        var value = Take(field);
        if (value is null) return null;
        if (value is YamlScalarNode scalar) return scalar.Value is "" or "~" or "null" ? null : scalar.Value;
        Mistake(field, "must be a single value");
        return null;
    }

    /// <summary>A field through its parser; <paramref name="otherwise"/> where it is absent or wrong.</summary>
    public T Value<T>(string field, Func<string, Func<string, SettingsException>, T> parse, T otherwise)
    {
        if (Text(field) is not { } text) return otherwise;
        return mistakes.Try(() => parse(text, problem => Wrong(field, problem)), otherwise);
    }

    /// <param name="example">What belongs into each of them, such as <c>use: [a/b]</c>.</param>
    public IEnumerable<(string Name, YamlSection Section)> Sections(string field, string example)
    {
        var value = Take(field);
        if (value is null or YamlScalarNode { Value: "" or null }) yield break;
        if (value is not YamlMappingNode map)
        {
            Mistake(field, $"must be a mapping of names to settings, each such as '{example}'");
            yield break;
        }

        foreach (var (key, child) in map.Children)
        {
            if (key is not YamlScalarNode { Value: { Length: > 0 } name }) mistakes.Add(Wrong(field, key.Start.Line, "has a name that is not a plain word"));
            else if (child is not YamlMappingNode section) mistakes.Add(Wrong($"{field}.{name}", child.Start.Line, $"must be a mapping, such as '{example}'"));
            else yield return (name, new YamlSection(file, Join($"{field}.{name}"), section, key.Start.Line, mistakes));
        }
    }

    public IReadOnlyList<string> List(string field) => [.. Items(field).Select(i => i.Text)];

    /// <summary>A value or the values of a list, each with the place to name where it is wrong.</summary>
    public IReadOnlyList<(string Text, Place Place)> Items(string field)
    {
        switch (Take(field))
        {
            case null or YamlScalarNode { Value: "" or null }:
                return [];
            case YamlScalarNode one:
                return [Item(one)];
            case YamlSequenceNode many when many.Children.All(c => c is YamlScalarNode):
                return [.. many.Children.Select(c => Item((YamlScalarNode)c))];
            default:
                Mistake(field, "must be a value or a list of values");
                return [];
        }

        (string, Place) Item(YamlScalarNode value) => (value.Value!, Place(field, value.Start.Line));
    }

    /// <summary>Notes that a field is needed and absent. It counts in <see cref="Close"/>, unless the field was there and wrong, or is there misspelt.</summary>
    public void Missing(string field, string problem)
    {
        if (!_wrong.Contains(field)) _missing.Add((field, problem));
    }

    public void Mistake(string field, string problem) => mistakes.Add(Wrong(field, problem));

    /// <summary>Notes that the section's own name is wrong.</summary>
    public void MistakenName(string problem) => mistakes.Add(new SettingsException(new Place(file, line, path), problem));

    /// <summary>Call last: a field that nobody read is a typing error, and silence about it would be a wrong setting.</summary>
    public void Close()
    {
        foreach (var key in node.Children.Keys)
        {
            var name = (key as YamlScalarNode)?.Value ?? "?";
            if (_known.Contains(name)) continue;
            var near = Spelling.Nearest(name, _known, 1) is [var found] ? found : null;
            _missing.RemoveAll(m => m.Field == near);
            mistakes.Add(Wrong(name, key.Start.Line, $"is not a setting{(near is null ? "" : $"; the nearest is {near}")}; known here: {string.Join(", ", _known)}"));
        }

        foreach (var (field, problem) in _missing) Mistake(field, problem);
    }

    private SettingsException Wrong(string field, string problem)
    {
        _wrong.Add(field);
        return Wrong(field, node.Children.TryGetValue(new YamlScalarNode(field), out var value) ? value.Start.Line : node.Start.Line, problem);
    }

    private SettingsException Wrong(string field, long at, string problem) => new(Place(field, at), problem);

    private Place Place(string field, long at) => new(file, at, Join(field));

    private string Join(string field) => path.Length == 0 ? field : $"{path}.{field}";

    private YamlNode? Take(string field)
    {
        _known.Add(field);
        return node.Children.TryGetValue(new YamlScalarNode(field), out var value) ? value : null;
    }
}
