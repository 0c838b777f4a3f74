using System.Text.Json;

namespace Farthing.Wire;

/// <summary>What a writer asks before it writes anything that the loss table knows.</summary>
/// <param name="paid">A reply that was paid for is never refused: what would be refused is dropped.</param>
internal sealed class LossGate(string target, Losses losses, bool paid = false)
{
    /// <summary>Whether the concept is to be written; notes a drop.</summary>
    /// <exception cref="WireException">The table refuses the concept.</exception>
    public bool Carries(string concept, string field, bool isBlock = false)
    {
        var row = LossTable.Find(target, concept, isBlock);
        // A block that its reader did not know has its own dialect's shape: the target's block of that name would be another thing.
        if (isBlock && row.Rule is LossRule.Pass or LossRule.Map) row = LossTable.Find(target, LossTable.AnyBlock);
        var isReplyBlock = paid && isBlock; // what a request can say in other words, a reply does not: it would become the answer's text
        if (row.Rule is LossRule.Pass or LossRule.Map or LossRule.Copy || (row.Rule == LossRule.Emulate && !isReplyBlock)) return true;
        if (row.Rule == LossRule.Refuse && !paid) throw WireException.Refused(field, row, isBlock ? $"a block of type \"{concept}\": {row.Why}" : null);
        losses.Drop(concept);
        return false;
    }

    /// <summary>Carries out a row that never lets anything through.</summary>
    public void Lose(string concept, string field) => Carries(concept, field);

    /// <summary>
    /// Refuses what the extras hold of it, before anything else is looked at: that an earlier answer is kept elsewhere explains more
    /// than what is missing for want of it.
    /// </summary>
    public void Refuse(Extras? extras)
    {
        foreach (var (name, value) in extras?.Fields ?? [])
            if (extras!.Dialect != target) Refuses(name, value, "");
    }

    /// <summary>
    /// Writes the extras: all of them in their own dialect, elsewhere those that the table copies; the others are announced.
    /// One with a dot in its name lay deeper in the request and has no place here.
    /// </summary>
    public void Write(Extras? extras, Utf8JsonWriter to, string path)
    {
        foreach (var (name, value) in extras?.Fields ?? [])
            if (extras!.Dialect == target ? !name.Contains('.') : Copies(name, value, path)) to.Raw(name, value);
    }

    /// <summary>Notes what is lost with extras that have no place in the target.</summary>
    public void Lose(Extras? extras, string path)
    {
        foreach (var (name, value) in extras?.Fields ?? [])
            if (extras!.Dialect != target && !Refuses(name, value, path) && !IsEmpty(value)) losses.Drop(name);
    }

    private bool Copies(string name, JsonElement value, string path)
    {
        if (LossTable.Find(target, name).Rule == LossRule.Copy) return true;
        if (!Refuses(name, value, path) && !IsEmpty(value)) losses.Drop(name);
        return false;
    }

    /// <summary>Clients write out what they do not want: <c>"context": []</c>, <c>"mcp_servers": []</c>. An empty object may well want its defaults.</summary>
    private static bool IsEmpty(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.GetArrayLength() == 0 : new JsonElement?(value).Is("");

    private bool Refuses(string name, JsonElement value, string path)
    {
        var row = LossTable.Find(target, name);
        if (row.Rule != LossRule.Refuse || paid || IsEmpty(value) || value.ValueKind == JsonValueKind.False) return false;
        throw WireException.Refused(path.Length == 0 ? name : $"{path}.{name}", row);
    }
}
