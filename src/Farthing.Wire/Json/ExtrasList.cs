using System.Text.Json;

namespace Farthing.Wire;

/// <summary>Gathers the fields that a reader does not know. Of a repeated key the last counts.</summary>
internal sealed class ExtrasList(string dialect)
{
    private OrderedDictionary<string, JsonElement>? _fields;

    public void Add(string name, JsonElement value) => (_fields ??= [])[name] = value;

    public bool Any => _fields is not null;

    public Extras? Take() => _fields is null ? null : new Extras(dialect, [.. _fields]);
}
