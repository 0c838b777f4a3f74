namespace Farthing.Grading.Sandboxing;

/// <summary>There is no working sandbox here, so nothing is run. The message says how to get one.</summary>
internal sealed class SandboxUnavailableException(string message) : Exception(message);
