namespace Farthing.Simulator;

/// <summary>How one simulator behaves. The same options and the same requests give the same answers.</summary>
internal sealed record SimulatorOptions
{
    /// <summary>Address and port; port 0 takes a free one.</summary>
    public string Listen { get; init; } = "127.0.0.1:0";

    /// <summary>Decides every answer, pass or failure, and the jitter of delays.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Multiplies the models' speeds: 2 is twice as fast, 0 answers without any delay.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>A fault for every request that names none itself.</summary>
    public Fault? Fault { get; init; }

    /// <summary>Models that it plays beside its own.</summary>
    public IReadOnlyList<SimulatedModel> Models { get; init; } = [];

    /// <summary>The tasks that the simulated models can solve, each at its model's pass rate.</summary>
    public IReadOnlyList<SimulatedTask> Tasks { get; init; } = [];

    /// <summary>Pass rates (0 to 1) by model id, in place of the models' own.</summary>
    public IReadOnlyDictionary<string, double> PassRates { get; init; } = new Dictionary<string, double>();
}

/// <summary>A task with both answers that a simulated model can give to it.</summary>
/// <param name="Id">Decides, with the seed, how hard the task is: the same for every model.</param>
/// <param name="Prompt">A request whose user text contains this verbatim is a request for this task.</param>
/// <param name="Reference">A solution that passes the task's tests.</param>
/// <param name="Wrong">A plausible solution that fails them.</param>
/// <param name="Language">The tag of the fenced block: <c>python</c>, <c>javascript</c>, <c>csharp</c>.</param>
internal sealed record SimulatedTask(string Id, string Prompt, string Reference, string Wrong, string Language);
