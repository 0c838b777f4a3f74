using System.Text;

namespace Farthing.Ledger.Audit.Reports;

/// <summary>CSV by RFC 4180: quoted fields may hold commas, quotes and line ends. The first row names the columns.</summary>
internal sealed class CsvTable
{
    private readonly Dictionary<string, int> _columns;

    private CsvTable(Dictionary<string, int> columns, IReadOnlyList<CsvRow> rows) => (_columns, Rows) = (columns, rows);

    public IReadOnlyList<CsvRow> Rows { get; }

    public bool Has(params string[] columns) => columns.All(_columns.ContainsKey);

    /// <exception cref="FormatException">A row has more fields than the first, or a quote is not closed.</exception>
    public static CsvTable Read(string text)
    {
        var lines = Lines(text).ToList();
        if (lines.Count == 0) throw new FormatException("the file is empty");
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var (i, name) in lines[0].Fields.Index()) columns.TryAdd(name.Trim(), i);
        var table = new CsvTable(columns, []);
        return new CsvTable(columns, [.. lines.Skip(1).Where(l => l.Fields.Any(f => f.Length > 0)).Select(l => l.Fields.Count <= lines[0].Fields.Count
            ? new CsvRow(table, l.Number, l.Fields)
            : throw new FormatException($"line {l.Number} has {l.Fields.Count} fields, the first line {lines[0].Fields.Count}; a field with a comma must stand in quotes"))]);
    }

    /// <summary>The field, or null where the table has no such column, the row ends before it, or it is empty.</summary>
    public string? Field(IReadOnlyList<string> fields, string column) =>
        _columns.TryGetValue(column, out var i) && i < fields.Count && fields[i].Trim() is { Length: > 0 } text ? text : null;

    private static IEnumerable<(int Number, IReadOnlyList<string> Fields)> Lines(string text)
    {
        var (fields, field, quoted, line, start) = (new List<string>(), new StringBuilder(), false, 1, 1);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n') line++;
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"') field.Append(text[i++]);
            else if (c == '"') quoted = !quoted;
            else if (quoted || c is not (',' or '\r' or '\n')) field.Append(c);
            else if (c == ',') Take();
            else if (c == '\n')
            {
                Take();
                yield return (start, fields);
                (fields, start) = ([], line);
            }
        }

        if (quoted) throw new FormatException($"line {start}: a quote is not closed; the file breaks off, or a quote within a field is not doubled");
        if (field.Length == 0 && fields.Count == 0) yield break;
        Take();
        yield return (start, fields);

        void Take()
        {
            fields.Add(field.ToString());
            field.Clear();
        }
    }
}

/// <summary>A row with its line in the file; every surprise names both.</summary>
internal sealed class CsvRow(CsvTable table, int line, IReadOnlyList<string> fields)
{
    public string Place => $"line {line}";

    public string? Find(string column) => table.Field(fields, column);

    public string Need(string column) => Find(column) ?? throw new FormatException($"{Place}: {column} is missing");

    /// <summary>0 where the field is empty, as consoles leave it.</summary>
    public decimal Count(string column) => Find(column) is not { } text ? 0 : ReportText.Count(text) ?? throw Wrong(column, text, "a whole number of at least 0");

    public decimal Decimal(string column) => ReportText.Decimal(Need(column)) ?? throw Wrong(column, Need(column), "a decimal, such as 1.25");

    public DateTimeOffset Time(string column) => ReportText.Time(Need(column)) ?? throw Wrong(column, Need(column), "a time, such as 2026-11-22 or 1795305600");

    public FormatException Wrong(string column, string text, string must) => new($"{Place}: {column} must be {must}, not '{text}'");
}
