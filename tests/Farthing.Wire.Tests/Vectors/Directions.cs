namespace Farthing.Wire.Tests.Vectors;

/// <summary>The pairs of dialects that the theories run over.</summary>
public static class Directions
{
    public static TheoryData<string> Each => [.. Dialects.All.Select(d => d.Name)];

    /// <summary>Every dialect into every one, itself among them.</summary>
    public static TheoryData<string, string> All => Pairs((_, _) => true);

    /// <summary>Every dialect into every other.</summary>
    public static TheoryData<string, string> Across => Pairs((from, to) => from != to);

    private static TheoryData<string, string> Pairs(Func<Dialect, Dialect, bool> wanted)
    {
        var pairs = new TheoryData<string, string>();
        foreach (var from in Dialects.All)
            foreach (var to in Dialects.All)
                if (wanted(from, to)) pairs.Add(from.Name, to.Name);
        return pairs;
    }
}
