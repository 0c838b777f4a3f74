using Farthing.EndToEnd.Processes;

namespace Farthing.EndToEnd.Clients;

/// <summary>US dollars for a million tokens, written down here again so that the program's own price list is not its own witness.</summary>
internal sealed record ListPrice(decimal Input, decimal CacheRead, decimal CacheWrite5m, decimal CacheWrite1h, decimal Output)
{
    public static ListPrice Of(string model) => model switch
    {
        "claude-haiku-4-5" => new(1m, 0.10m, 1.25m, 2m, 5m),
        "gpt-4o-mini" => new(0.15m, 0.075m, 0m, 0m, 0.60m),
        _ => throw new ArgumentException($"no price of {model} is written here"),
    };

    /// <summary>A millionth of a dollar for each million tokens is a thousand nano-dollars.</summary>
    public decimal Nanos(LedgerRow row) => 1_000m * (
        (row.Input ?? 0) * Input + (row.CacheRead ?? 0) * CacheRead + (row.CacheWrite5m ?? 0) * CacheWrite5m + (row.CacheWrite1h ?? 0) * CacheWrite1h
        + (row.Output ?? 0) * Output);
}
