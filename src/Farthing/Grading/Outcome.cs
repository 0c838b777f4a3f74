namespace Farthing.Grading;

/// <summary>What running one sample gave. Written in snake case in files and JSON.</summary>
internal enum Outcome
{
    /// <summary>Exit 0 and the run's token printed after the last assertion.</summary>
    Passed,

    /// <summary>The tests ran and said no, or the program left before they were done.</summary>
    Failed,

    /// <summary>It does not compile or parse.</summary>
    CompileError,

    /// <summary>The sample itself threw or crashed.</summary>
    RuntimeError,

    Timeout,
    OutOfMemory,

    /// <summary>The answer held no code.</summary>
    NoCode,

    /// <summary>The model declined.</summary>
    Refused,

    /// <summary>The sandbox itself failed: says nothing about the sample.</summary>
    SandboxError,
}
