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
    /// Writes the extras: all of them in their own dialect, elsewhere those that the table copies; the others are announced.
    /// One with a dot in its name lay deeper in the request and has no place here.
    /// </summary>
    public void Write(Extras? extras, Utf8JsonWriter to, string path)
    {
        foreach (var (name, value) in extras?.Fields ?? [])
            if (extras!.Dialect == target ? !name.Contains('.') : Copies(name, path)) to.Raw(name, value);
    }

    /// <summary>Notes what is lost with extras that have no place in the target.</summary>
    public void Lose(Extras? extras, string path)
    {
        foreach (var (name, _) in extras?.Fields ?? [])
            if (extras!.Dialect != target && !Refuses(name, path)) losses.Drop(name);
    }

    private bool Copies(string name, string path)
    {
        if (LossTable.Find(target, name).Rule == LossRule.Copy) return true;
        if (!Refuses(name, path)) losses.Drop(name);
        return false;
    }

    private bool Refuses(string name, string path)
    {
        var row = LossTable.Find(target, name);
        if (row.Rule != LossRule.Refuse || paid) return false;
        throw WireException.Refused(path.Length == 0 ? name : $"{path}.{name}", row);
    }
}
