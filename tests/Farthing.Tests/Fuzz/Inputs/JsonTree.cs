using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Farthing.Tests.Fuzz.Inputs;

/// <summary>JSON that may be wrong: keys twice, numbers beyond double, half a surrogate. Scalars and names are kept as raw text.</summary>
internal sealed class JsonTree
{
    public string? Leaf { get; set; }

    public List<(string Name, JsonTree Value)>? Fields { get; set; }

    public List<JsonTree>? Items { get; set; }

    public static JsonTree Raw(string json) => new() { Leaf = json };

    public static JsonTree Parse(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1_000 });
        return Of(document.RootElement);
    }

    /// <summary>Every value with the object or array that it stands in and its place there.</summary>
    public List<(JsonTree Parent, int At, JsonTree Value)> Places()
    {
        var found = new List<(JsonTree, int, JsonTree)>();
        Gather(this, found);
        return found;
    }

    public JsonTree Copy() => new()
    {
        Leaf = Leaf,
        Fields = Fields?.ConvertAll(f => (f.Name, f.Value.Copy())),
        Items = Items?.ConvertAll(i => i.Copy()),
    };

    public JsonTree this[int at]
    {
        get => Fields is not null ? Fields[at].Value : Items![at];
        set
        {
            if (Fields is not null) Fields[at] = (Fields[at].Name, value);
            else Items![at] = value;
        }
    }

    public void RemoveAt(int at)
    {
        if (Fields is not null) Fields.RemoveAt(at);
        else Items!.RemoveAt(at);
    }

    /// <summary>Puts a value before the one at a place, in an object under the same name.</summary>
    public void Insert(int at, JsonTree value)
    {
        if (Fields is not null) Fields.Insert(at, (Fields[at].Name, value));
        else Items!.Insert(at, value);
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text);
        return text.ToString();
    }

    private void Write(StringBuilder to)
    {
        if (Leaf is not null)
        {
            to.Append(Leaf);
            return;
        }

        to.Append(Fields is not null ? '{' : '[');
        for (var i = 0; i < (Fields?.Count ?? Items!.Count); i++)
        {
            if (i > 0) to.Append(',');
            if (Fields is not null) to.Append(Fields[i].Name).Append(':');
            this[i].Write(to);
        }

        to.Append(Fields is not null ? '}' : ']');
    }

    private static JsonTree Of(JsonElement e) => e.ValueKind switch
    {
        JsonValueKind.Object => new() { Fields = [.. e.EnumerateObject().Select(p => ($"\"{Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(p))}\"", Of(p.Value)))] },
        JsonValueKind.Array => new() { Items = [.. e.EnumerateArray().Select(Of)] },
        _ => Raw(e.GetRawText()),
    };

    private static void Gather(JsonTree tree, List<(JsonTree, int, JsonTree)> found)
    {
        for (var i = 0; i < (tree.Fields?.Count ?? tree.Items?.Count ?? 0); i++)
        {
            found.Add((tree, i, tree[i]));
            Gather(tree[i], found);
        }
    }
}
