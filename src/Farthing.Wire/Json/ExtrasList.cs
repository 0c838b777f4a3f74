using System.Text.Json;

namespace Farthing.Wire;

/// <summary>Gathers the fields that a reader does not know.</summary>
internal sealed class ExtrasList(string dialect)
{
    private List<KeyValuePair<string, JsonElement>>? _fields;

    public void Add(string name, JsonElement value)
    {
        _fields ??= [];
        _fields.RemoveAll(f => f.Key == name); // of a repeated key the last counts
        _fields.Add(new(name, value));
    }

    public bool Any => _fields is not null;

    public Extras? Take() => _fields is null ? null : new Extras(dialect, _fields);
}
