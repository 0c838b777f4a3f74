using Farthing.Configuration;

namespace Farthing.Comparison;

/// <summary>One side of a comparison.</summary>
internal abstract record Arm(string Name);

/// <summary>A file of samples that some model wrote earlier.</summary>
/// <param name="Hash">SHA-256 of the file: another content is another comparison.</param>
internal sealed record RecordedArm(string Name, string File, string Hash) : Arm(Name);

/// <summary>A model that is asked now, through a gateway.</summary>
internal sealed record LiveArm(string Model) : Arm(Model)
{
    public bool Simulated => Settings.IsSimulated(Model);

    /// <summary>Claude models are asked in their own dialect, all others in OpenAI's: nothing of the question is translated on its way.</summary>
    public bool SpeaksAnthropic => Model[(Model.LastIndexOf('/') + 1)..].StartsWith("claude", StringComparison.OrdinalIgnoreCase);
}
