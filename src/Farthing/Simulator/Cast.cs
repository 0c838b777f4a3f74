namespace Farthing.Simulator;

/// <summary>The models that one simulator plays: its own, and those that it is told of. Of models with the same name the first counts.</summary>
internal sealed class Cast(IReadOnlyList<SimulatedModel> more)
{
    private readonly SimulatedModel[] _all = [.. SimulatedModel.All, .. more];

    /// <summary>Each model once, as a list shows it.</summary>
    public IEnumerable<SimulatedModel> Models => _all.DistinctBy(m => m.Id);

    /// <summary>Finds a model by id, snapshot or another name, with or without <c>sim/</c> before it; Ollama's also by any tag, or without one.</summary>
    public SimulatedModel? Find(string name, Vendor vendor)
    {
        var bare = name.StartsWith("sim/", StringComparison.Ordinal) ? name[4..] : name;
        return Find(m => m.Vendor == vendor && (m.Id == bare || m.Snapshot == bare || m.OtherNames.Contains(bare)))
            ?? (vendor == Vendor.Ollama ? Tagged(bare.Replace(":latest", "", StringComparison.Ordinal)) : null);
    }

    private SimulatedModel? Tagged(string bare) =>
        Find(m => m.Vendor == Vendor.Ollama && (m.Id.StartsWith(bare + ":", StringComparison.Ordinal) || m.Id == bare.Split(':')[0]));

    private SimulatedModel? Find(Func<SimulatedModel, bool> matches) => _all.FirstOrDefault(matches);
}
