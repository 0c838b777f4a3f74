using System.Collections.Concurrent;

namespace Farthing.Simulator;

/// <summary>Remembers how often each counted fault has struck.</summary>
internal sealed class FaultCounts
{
    private readonly ConcurrentDictionary<string, int> _struck = new();

    /// <summary>The fault if it strikes this request too, else null.</summary>
    public Fault? Strike(Fault? fault) =>
        fault is null || fault.Times is not { } times || _struck.AddOrUpdate(fault.Text, 1, (_, n) => n + 1) <= times ? fault : null;
}
