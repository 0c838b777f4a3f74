using System.Globalization;

namespace Farthing.Simulator;

internal enum FaultKind
{
    /// <summary>The vendor's error with a chosen HTTP status.</summary>
    Status,

    /// <summary>A wait before the first byte.</summary>
    SlowStart,

    /// <summary>The connection is reset in the middle.</summary>
    Cut,

    /// <summary>A clean end of stream without the events that say so.</summary>
    Trunc,

    /// <summary>One data line that is not JSON.</summary>
    BrokenEvent,

    /// <summary>An error under status 200.</summary>
    ErrorEvent,

    /// <summary>Status 200 and a body that is neither JSON nor events.</summary>
    Malformed,
}

/// <summary>
/// A fault on request, written <c>KIND[xTIMES][;name=value]…</c>, as in <c>429x2;retry-after=1</c>. KIND is an HTTP status from 400 to 599 or
/// slow-start, cut, trunc, broken-event, error-event, malformed.
/// </summary>
/// <param name="Text">As written: requests with the same text share the count of <paramref name="Times"/>; <c>id=…</c> tells them apart.</param>
/// <param name="Times">How many requests fail before they succeed; null means always.</param>
/// <param name="After">Events that pass before a stream breaks.</param>
/// <param name="RetryAfterSeconds">The <c>Retry-After</c> of a 429.</param>
/// <param name="DelaySeconds">The wait of a slow start; the simulator's speed does not change it.</param>
internal sealed record Fault(
    FaultKind Kind, string Text, int Status = 0, int? Times = null, int After = 3, int RetryAfterSeconds = 1, double DelaySeconds = 5)
{
    public const string Grammar =
        "429, 500, 529 (or any status from 400 to 599), slow-start, cut, trunc, broken-event, error-event or malformed; " +
        "then xN or ;times=N, ;after=EVENTS, ;retry-after=SECONDS, ;delay=SECONDS, ;id=TEXT. Example: 429x2;retry-after=1";

    /// <exception cref="FormatException">The text is not a fault; the message says which part and what is allowed.</exception>
    public static Fault Parse(string text)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0) throw Bad(text, "it is empty");
        var fault = ParseKind(parts[0], text);
        foreach (var part in parts.Skip(1))
        {
            var split = part.IndexOf('=', StringComparison.Ordinal);
            if (split < 0) throw Bad(text, $"'{part}' is not name=value");
            var (name, value) = (part[..split], part[(split + 1)..]);
            fault = name switch
            {
                "times" => fault with { Times = Whole(value, text) },
                "after" => fault with { After = Whole(value, text) },
                "retry-after" => fault with { RetryAfterSeconds = Whole(value, text) },
                "delay" => fault with { DelaySeconds = Number(value, text) },
                "id" => fault,
                _ => throw Bad(text, $"'{name}' is unknown"),
            };
        }

        return fault;
    }

    private static Fault ParseKind(string head, string text)
    {
        int? times = null;
        var x = head.LastIndexOf('x');
        if (x > 0 && int.TryParse(head[(x + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var n)) (head, times) = (head[..x], n);
        if (int.TryParse(head, NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            return status is >= 400 and <= 599
                ? new Fault(FaultKind.Status, text, status, times)
                : throw Bad(text, $"status {status} is not between 400 and 599");
        FaultKind kind = head switch
        {
            "slow-start" => FaultKind.SlowStart,
            "cut" => FaultKind.Cut,
            "trunc" => FaultKind.Trunc,
            "broken-event" => FaultKind.BrokenEvent,
            "error-event" => FaultKind.ErrorEvent,
            "malformed" => FaultKind.Malformed,
            _ => throw Bad(text, $"'{head}' is no fault"),
        };
        return new Fault(kind, text, Times: times);
    }

    private static int Whole(string value, string text) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : throw Bad(text, $"'{value}' is not a whole number");

    private static double Number(string value, string text) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var n) && n <= 3600
            ? n
            : throw Bad(text, $"'{value}' is not a number of seconds up to 3600");

    private static FormatException Bad(string text, string why) => new($"fault '{text}': {why}. Write {Grammar}");
}
