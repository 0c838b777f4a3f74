using System.Text;
using Xunit;

[assembly: AssemblyFixture(typeof(Farthing.EndToEnd.Vectors.TallyReport))]

namespace Farthing.EndToEnd.Vectors;

/// <summary>How many pairs ran in each direction of one way, what was refused by which row of the loss table, and what failed.</summary>
internal sealed class Tally
{
    private static readonly List<Tally> s_all = [];

    private readonly string _way;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, (int Ran, int Refused, int Failed)> _directions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _rows = [];
    private readonly List<string> _failures = [];

    /// <summary>Begins the count of one way; the report shows it when all tests have run.</summary>
    public Tally(string way)
    {
        _way = way;
        lock (s_all) s_all.Add(this);
    }

    public void Note(string direction, string name, string? failure)
    {
        lock (_lock)
        {
            var (ran, refused, failed) = _directions.GetValueOrDefault(direction);
            _directions[direction] = (ran + 1, refused, failed + (failure is null ? 0 : 1));
            if (failure is not null) _failures.Add($"{direction} {name}: {(failure.Length > 1200 ? failure[..1200] + "…" : failure)}");
        }
    }

    /// <summary>One of the pairs that ran was refused, as it should be.</summary>
    public void Refused(string direction, string row)
    {
        lock (_lock)
        {
            var (ran, refused, failed) = _directions.GetValueOrDefault(direction);
            _directions[direction] = (ran, refused + 1, failed);
            _rows[row] = _rows.GetValueOrDefault(row) + 1;
        }
    }

    public void End()
    {
        Assert.True(_failures.Count == 0, $"{_failures.Count} failures\n{string.Join('\n', _failures.Order(StringComparer.Ordinal).Take(40))}");
        Assert.True(_directions.Count > 0, "nothing ran");
    }

    /// <summary>The table of all ways that have run so far.</summary>
    public static string Report()
    {
        var report = new StringBuilder();
        foreach (var tally in s_all.OrderBy(t => t._way, StringComparer.Ordinal))
        {
            report.AppendLine($"{tally._way,-67} {"pairs",6} {"refused",7} {"failed",6}");
            foreach (var (direction, d) in tally._directions) report.AppendLine($"  {direction,-65} {d.Ran,6} {d.Refused,7} {d.Failed,6}");
            var all = tally._directions.Values;
            report.AppendLine($"  {"all",-65} {all.Sum(d => d.Ran),6} {all.Sum(d => d.Refused),7} {all.Sum(d => d.Failed),6}");
            if (tally._rows.Count > 0) report.AppendLine($"  refused by the loss table: {string.Join(", ", tally._rows.OrderByDescending(r => r.Value).Select(r => $"{r.Key} {r.Value}"))}");
        }
        return report.Length == 0 ? "" : $"The recordings through a gateway, in {Path.GetFullPath(Recordings.Folder!)}\n{report}";
    }
}

/// <summary>Prints the table when all tests have run: past xunit, which would show it only for tests that fail.</summary>
public sealed class TallyReport : IDisposable
{
    public void Dispose()
    {
        if (Tally.Report() is { Length: > 0 } report) Console.Out.Write(report);
    }
}
