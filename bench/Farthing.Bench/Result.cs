namespace Farthing.Bench;

/// <summary>What one case gave on one target.</summary>
/// <param name="Cpu">Microseconds of the proxy's CPU per request.</param>
/// <param name="CpuPerEvent">The same per event, for streams.</param>
/// <param name="Resident">Megabytes after the case.</param>
/// <param name="Stolen">The share of the machine's time that its host gave to others meanwhile, 0 to 1.</param>
internal sealed record Result(Case Case, string Target, double PerSecond, double Cpu, double? CpuPerEvent, double Resident, double Stolen);

/// <summary>Latency at a fixed rate, in milliseconds.</summary>
internal sealed record Latency(string Title, string Target, double Median, double P99);

/// <summary>The most memory while all streams were open, in megabytes.</summary>
internal sealed record Peak(string Target, int Streams, double Resident);

/// <summary>One figure against what is to be reached.</summary>
internal sealed record Judgement(string What, double Measured, double Most, string Unit)
{
    public bool Passes => Measured <= Most;
}
