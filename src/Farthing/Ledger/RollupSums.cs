using Farthing.Storage;
using Farthing.Wire;

namespace Farthing.Ledger;

/// <summary>What the calls of one group add up to. Money is in nano-dollars.</summary>
internal sealed class RollupSums
{
    private long _input, _cacheRead, _cacheWrite5m, _cacheWrite1h, _output, _reasoning;

    public long Calls { get; set; }

    public long Attempts { get; set; }

    public long Estimated { get; set; }

    public long Unpriced { get; set; }

    public long Cost { get; set; }

    public long Charged { get; set; }

    public long TotalMs { get; set; }

    public void Add(Usage usage)
    {
        _input += usage.Input ?? 0;
        _cacheRead += usage.CacheRead ?? 0;
        _cacheWrite5m += usage.CacheWrite5m ?? 0;
        _cacheWrite1h += usage.CacheWrite1h ?? 0;
        _output += usage.Output ?? 0;
        _reasoning += usage.Reasoning ?? 0;
    }

    public void Add(RollupSums other)
    {
        Calls += other.Calls;
        Attempts += other.Attempts;
        Estimated += other.Estimated;
        Unpriced += other.Unpriced;
        _input += other._input;
        _cacheRead += other._cacheRead;
        _cacheWrite5m += other._cacheWrite5m;
        _cacheWrite1h += other._cacheWrite1h;
        _output += other._output;
        _reasoning += other._reasoning;
        Cost += other.Cost;
        Charged += other.Charged;
        TotalMs += other.TotalMs;
    }

    public Statement Bind(Statement statement) => statement
        .Set("@calls", Calls)
        .Set("@attempts", Attempts)
        .Set("@estimated", Estimated)
        .Set("@unpriced", Unpriced)
        .Set("@input", _input)
        .Set("@read", _cacheRead)
        .Set("@write5m", _cacheWrite5m)
        .Set("@write1h", _cacheWrite1h)
        .Set("@output", _output)
        .Set("@reasoning", _reasoning)
        .Set("@cost", Cost)
        .Set("@charged", Charged)
        .Set("@total", TotalMs);
}
