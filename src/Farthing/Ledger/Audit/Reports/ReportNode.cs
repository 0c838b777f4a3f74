using System.Globalization;
using System.Text.Json;

namespace Farthing.Ledger.Audit.Reports;

/// <summary>A value of a vendor's JSON with its path in the document: every surprise becomes a <see cref="FormatException"/> that names it. A null counts as absent.</summary>
internal readonly record struct ReportNode(JsonElement Value, string Path)
{
    public ReportNode? Find(string name)
    {
        if (Value.ValueKind != JsonValueKind.Object) throw Wrong("must be an object");
        return Value.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null ? new ReportNode(found, Path.Length == 0 ? name : $"{Path}.{name}") : null;
    }

    public ReportNode Need(string name) => Find(name) ?? throw new FormatException($"{(Path.Length == 0 ? name : $"{Path}.{name}")} is missing");

    public IEnumerable<ReportNode> Items()
    {
        if (Value.ValueKind != JsonValueKind.Array) throw Wrong("must be an array");
        var path = Path;
        return Value.EnumerateArray().Select((item, i) => new ReportNode(item, $"{path}[{i}]"));
    }

    public string Text() => Value.ValueKind == JsonValueKind.String ? Value.GetString()! : throw Wrong("must be a string");

    public bool IsTrue() => Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? Value.ValueKind == JsonValueKind.True : throw Wrong("must be true or false");

    /// <summary>A whole number of at least 0.</summary>
    public decimal Count() => ReportText.Count(Plain()) ?? throw Wrong("must be a whole number of at least 0");

    /// <summary>A decimal, as a number or in quotes; exactly, to the 28 digits that a decimal has.</summary>
    public decimal Decimal() => ReportText.Decimal(Plain()) ?? throw Wrong("must be a decimal, such as \"123.45\"");

    /// <summary>RFC 3339, or seconds since the Unix epoch.</summary>
    public DateTimeOffset Time() => ReportText.Time(Plain()) ?? throw Wrong("must be a time, such as \"2026-11-22T00:00:00Z\" or 1795305600");

    /// <summary>The value is not what it must be; the message shows it.</summary>
    public FormatException Wrong(string must) => Fault($"{must}, not {Shown()}");

    public FormatException Fault(string message) => new($"{(Path.Length == 0 ? "the document" : Path)} {message}");

    private string Plain() => Value.ValueKind switch
    {
        JsonValueKind.String => Value.GetString()!,
        JsonValueKind.Number => Value.GetRawText(),
        _ => "",
    };

    private string Shown() => Value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ => Value.GetRawText() is { Length: <= 40 } text ? text : "a long text",
    };
}

/// <summary>Numbers and times as vendors write them. Null where it is none.</summary>
internal static class ReportText
{
    public static decimal? Count(string text) => Decimal(text) is { } number && number >= 0 && number == decimal.Truncate(number) && number <= long.MaxValue ? number : null;

    public static decimal? Decimal(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1_000_000_000_000_000 ? number : null;

    public static DateTimeOffset? Time(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds <= 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
