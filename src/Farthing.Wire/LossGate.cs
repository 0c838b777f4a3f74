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
        if (row.Rule is LossRule.Pass or LossRule.Map or LossRule.Emulate) return true;
        if (row.Rule == LossRule.Refuse && !paid) throw WireException.Invalid(field, row.Why!);
        losses.Drop(concept);
        return false;
    }

    /// <summary>Carries out a row that never lets anything through.</summary>
    public void Lose(string concept, string field) => Carries(concept, field);

    /// <summary>
    /// Writes the extras: all of them in their own dialect, elsewhere those that the table passes.
    /// One with a dot in its name lay deeper in the request and is only announced.
    /// </summary>
    public void Write(Extras? extras, Utf8JsonWriter to, string path)
    {
        foreach (var (name, value) in extras?.Fields ?? [])
            if (extras!.Dialect == target ? !name.Contains('.') : Carries(name, path.Length == 0 ? name : $"{path}.{name}") && Shared(name))
                to.Raw(name, value);
    }

    /// <summary>Notes what is lost with extras that have no place in the target.</summary>
    public void Lose(Extras? extras, string path)
    {
        foreach (var (name, _) in extras?.Fields ?? [])
            if (extras!.Dialect != target) Carries(name, $"{path}.{name}");
    }

    // A row by this name may describe a neutral concept; only a field that passes as it is may be copied.
    private bool Shared(string name) => LossTable.Find(target, name).Rule == LossRule.Pass;
}
