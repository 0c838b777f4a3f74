using System.Collections.Concurrent;
using System.Globalization;

namespace Farthing.Simulator;

/// <summary>
/// Counts each key's use of each model by the minute and reports it in the vendor's rate-limit headers. The limits are the vendors' first
/// tiers; they are reported, not enforced: a 429 comes from a fault only.
/// </summary>
internal sealed class RateWindows(TimeProvider clock)
{
    private const int MaxWindows = 10_000;
    private readonly ConcurrentDictionary<(string Key, string Model), Window> _windows = new();

    private sealed record Window(long Minute, long Requests, long Input, long Output);

    public void Report(HttpContext http, string key, SimulatedModel model, int input, int output)
    {
        var now = clock.GetUtcNow();
        var minute = now.ToUnixTimeSeconds() / 60;
        if (_windows.Count >= MaxWindows) _windows.Clear();
        var used = _windows.AddOrUpdate(
            (key, model.Id),
            _ => new Window(minute, 1, input, output),
            (_, w) => w.Minute == minute
                ? new Window(minute, w.Requests + 1, w.Input + input, w.Output + output)
                : new Window(minute, 1, input, output));
        var reset = DateTimeOffset.FromUnixTimeSeconds((minute + 1) * 60);
        if (model.Vendor == Vendor.Anthropic) Anthropic(http.Response.Headers, used, reset);
        else OpenAI(http.Response.Headers, used, reset - now);
    }

    private static void Anthropic(IHeaderDictionary to, Window used, DateTimeOffset reset)
    {
        void Row(string what, long limit, long spent)
        {
            to[$"anthropic-ratelimit-{what}-limit"] = Text(limit);
            to[$"anthropic-ratelimit-{what}-remaining"] = Text(Math.Max(0, limit - spent));
            to[$"anthropic-ratelimit-{what}-reset"] = reset.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }

        Row("requests", 1_000, used.Requests);
        Row("input-tokens", 2_000_000, used.Input);
        Row("output-tokens", 400_000, used.Output);
        Row("tokens", 2_400_000, used.Input + used.Output);
    }

    private static void OpenAI(IHeaderDictionary to, Window used, TimeSpan left)
    {
        void Row(string what, long limit, long spent)
        {
            to[$"x-ratelimit-limit-{what}"] = Text(limit);
            to[$"x-ratelimit-remaining-{what}"] = Text(Math.Max(0, limit - spent));
            to[$"x-ratelimit-reset-{what}"] = string.Create(CultureInfo.InvariantCulture, $"{left.TotalSeconds:0.###}s");
        }

        Row("requests", 500, used.Requests);
        Row("tokens", 200_000, used.Input + used.Output);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
