namespace Farthing.Comparison;

/// <summary>What the command line asked for, checked.</summary>
/// <param name="Suite">A file or folder; null takes the bundled suite.</param>
/// <param name="Recorded">Arms by name and file.</param>
/// <param name="Models">Live arms; empty with recorded ones, or for the default pair.</param>
/// <param name="Gateway">Null starts a gateway for this command alone.</param>
/// <param name="Key">The gateway's key.</param>
/// <param name="MaxCost">In dollars.</param>
/// <param name="RunFolder">Null names one after the settings, below the data folder.</param>
/// <param name="Require">Verdicts that make the exit code 0; others make it 1. Empty: every verdict does.</param>
internal sealed record CompareOptions(
    string? Suite, IReadOnlyList<(string Name, string File)> Recorded, IReadOnlyList<string> Models, int Samples, double Margin, double Alpha, long Seed,
    Uri? Gateway, string? Key, decimal? MaxCost, int Concurrency, double SimulatorSpeed, string? RunFolder, IReadOnlyList<Verdict> Require, bool Json, string? Config)
{
    public const int MostSamples = 100;
}

/// <summary>A wrong use of the command: exit code 2.</summary>
internal sealed class WrongUseException(string message) : Exception(message);
