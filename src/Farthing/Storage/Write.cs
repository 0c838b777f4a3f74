namespace Farthing.Storage;

/// <summary>Something handed to the <see cref="WriteQueue"/>.</summary>
/// <param name="urgent">Whether somebody waits for it.</param>
/// <param name="briefly">Whether what follows it may run on the writer's thread.</param>
internal abstract class Write(bool urgent, bool briefly)
{
    public bool Urgent => urgent;

    public bool Briefly => briefly;

    /// <summary>Why it failed alone; null where it did not.</summary>
    public Exception? Failure { get; set; }

    public abstract void Run(Statements statements);

    /// <summary>Tells whoever waits.</summary>
    /// <param name="commitFailure">Why nothing of the commit was kept; null where it was.</param>
    public abstract void Finish(Exception? commitFailure);
}

/// <inheritdoc/>
/// <param name="run">May run more than once; what it returns last counts.</param>
internal sealed class Write<T>(Func<Statements, T> run, bool urgent, bool briefly) : Write(urgent, briefly)
{
    private readonly TaskCompletionSource<T> _done = new();
    private T? _result;

    public Task<T> Task => _done.Task;

    public override void Run(Statements statements) => _result = run(statements);

    public override void Finish(Exception? commitFailure)
    {
        if ((Failure ?? commitFailure) is { } e) _done.TrySetException(e);
        else _done.TrySetResult(_result!);
    }
}
