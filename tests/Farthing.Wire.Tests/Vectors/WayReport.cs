[assembly: AssemblyFixture(typeof(Farthing.Wire.Tests.Vectors.WayReport))]

namespace Farthing.Wire.Tests.Vectors;

/// <summary>Prints the table of the ways when all tests have run: past xunit, which would show it only for tests that fail.</summary>
public sealed class WayReport : IDisposable
{
    public void Dispose()
    {
        if (Way.Report() is { Length: > 0 } report) Console.Out.WriteLine(report);
    }
}
