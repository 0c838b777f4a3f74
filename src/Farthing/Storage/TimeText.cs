using System.CommandLine;
using System.Globalization;

namespace Farthing.Storage;

/// <summary>Times as people give them to <c>--since</c> and <c>--until</c>.</summary>
internal static class TimeText
{
    public static Option<string> Since() => new("--since") { HelpName = "WHEN", Description = "So many days or hours back, as in 7d or 24h, a day (UTC), as in 2026-11-01, or all", DefaultValueFactory = _ => "30d" };

    public static Option<string?> Until() => new("--until") { HelpName = "WHEN", Description = "As --since; what began from then on is left out; default: now" };

    /// <summary>Hours since the Unix epoch: the ledger is summed up by hours.</summary>
    /// <exception cref="FormatException">It is no time.</exception>
    public static long Hour(string option, string text, DateTimeOffset now)
    {
        if (text == "all") return 0;
        if (text.Length > 1 && text[^1] is 'd' or 'h' && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 100_000)
            return (now - (text[^1] == 'd' ? TimeSpan.FromDays(number) : TimeSpan.FromHours(number))).ToUnixTimeSeconds() / 3_600;
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeSeconds() / 3_600
            : throw new FormatException($"{option}: '{text}' is no time; write days or hours back, as in 7d or 24h, a day, as in 2026-11-01, or all");
    }
}
