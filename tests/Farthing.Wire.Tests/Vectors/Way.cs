using System.Text;

namespace Farthing.Wire.Tests.Vectors;

/// <summary>One way through the recordings in one direction: how many pairs ran, what the loss table refused, what failed.</summary>
internal sealed class Way(string name, string from, string to)
{
    private static readonly List<Way> s_all = [];

    private readonly SortedDictionary<string, int> _refused = new(StringComparer.Ordinal);
    private readonly List<string> _failures = [];
    private int _ran;
    private int _exempt;

    /// <summary>Begins the count of one way and direction; the report shows it when all tests have run.</summary>
    public static Way Begin(string name, string from, string to)
    {
        var way = new Way(name, from, to);
        lock (s_all) s_all.Add(way);
        return way;
    }

    /// <summary>Runs one pair. <paramref name="check"/> returns null, or what is wrong.</summary>
    public void Run(Recording recording, Func<string?> check)
    {
        if (Exempt.Has(recording))
        {
            _exempt++;
            return;
        }
        string? wrong;
        try
        {
            wrong = check();
        }
        catch (WireException e) when (e.Row is { } row && (from == to || LossTable.Find(to, row.Concept).Rule == LossRule.Refuse))
        {
            Assert.Equal((400, true), (e.Error.Status, e.Error.Field is not null));
            _refused[row.Concept] = _refused.GetValueOrDefault(row.Concept) + 1;
            return;
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            wrong = e is WireException wire ? $"{wire.Error}" : $"{e}";
        }
        _ran++;
        if (wrong is not null) _failures.Add($"{recording}: {wrong}");
    }

    /// <param name="atLeast">How many pairs the default folder has at the least.</param>
    public void End(int atLeast = 0)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(Line());
        Assert.True(_failures.Count == 0, $"{Line()}\n{string.Join('\n', _failures.Take(8))}");
        if (Recordings.IsDefault) Assert.True(_ran >= atLeast, $"only {_ran} ran: {Line()}");
    }

    /// <summary>The table of all ways that have run so far.</summary>
    public static string Report()
    {
        lock (s_all)
        {
            if (s_all.Count == 0) return "";
            var report = new StringBuilder($"The recordings in {Path.GetFullPath(Recordings.Folder!)}\n");
            report.AppendLine($"{"way",-24} {"from",-19} {"to",-19} {"pairs",6} {"failed",6} {"exempt",6}  refused by the loss table");
            foreach (var way in s_all.OrderBy(w => w.Line(), StringComparer.Ordinal)) report.AppendLine(way.Line());
            return report.Append($"{s_all.Sum(w => w._ran)} pairs, {s_all.Sum(w => w._failures.Count)} failed, {s_all.Sum(w => w._exempt)} exempt, {s_all.Sum(w => w._refused.Values.Sum())} refused").ToString();
        }
    }

    private string Line() =>
        $"{name,-24} {from,-19} {to,-19} {_ran,6} {_failures.Count,6} {_exempt,6}  {string.Join(", ", _refused.OrderByDescending(r => r.Value).Select(r => $"{r.Key} {r.Value}"))}".TrimEnd();
}
