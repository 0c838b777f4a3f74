using YamlDotNet.RepresentationModel;

namespace Farthing.Imports.LiteLlm;

/// <summary>A mapping of the file that is read: it remembers what was taken, so that the rest can be told.</summary>
internal sealed class Section(string path, YamlMappingNode node)
{
    private readonly HashSet<string> _taken = [];
    private readonly List<string> _odd = [];

    public string Path => path;

    public string At(string field) => path.Length == 0 ? field : $"{path}.{field}";

    public YamlNode? Take(string field)
    {
        if (!node.Children.TryGetValue(new YamlScalarNode(field), out var value)) return null;
        _taken.Add(field);
        return value;
    }

    /// <summary>The field's single value; null where it is not there, is null, or is no single value, which is then told.</summary>
    public string? Text(string field)
    {
        if (Take(field) is not { } value) return null;
        if (value is YamlScalarNode scalar) return scalar.Value is "" or "null" or "~" ? null : scalar.Value;
        _taken.Remove(field);
        return null;
    }

    /// <summary>The field's section; null where it is not there or empty, or is none, which is then told.</summary>
    public Section? Inner(string field)
    {
        var value = Take(field);
        if (value is YamlMappingNode inner) return new Section(At(field), inner);
        if (value is not (null or YamlScalarNode { Value: null or "" or "null" or "~" })) _taken.Remove(field);
        return null;
    }

    /// <summary>The sections of a list; what in it is none is told.</summary>
    public IReadOnlyList<Section> Items(string field)
    {
        var value = Take(field);
        if (value is YamlSequenceNode list)
        {
            _odd.AddRange(list.Children.Index().Where(i => i.Item is not YamlMappingNode).Select(i => $"{field}[{i.Index}]"));
            return [.. list.Children.Index().Where(i => i.Item is YamlMappingNode).Select(i => new Section($"{At(field)}[{i.Index}]", (YamlMappingNode)i.Item))];
        }

        if (value is not (null or YamlScalarNode { Value: null or "" or "null" or "~" })) _taken.Remove(field);
        return [];
    }

    /// <summary>The fields that nobody took.</summary>
    public IEnumerable<string> Rest() => node.Children.Keys.Select(k => (k as YamlScalarNode)?.Value ?? "?").Where(name => !_taken.Contains(name)).Concat(_odd);

    /// <summary>The fields with their values, as in <c>gpt-4: gpt-4o</c>; all count as taken.</summary>
    public IEnumerable<(string Name, YamlNode Value)> All() => node.Children.Select(c => ((c.Key as YamlScalarNode)?.Value ?? "?", c.Value));
}
