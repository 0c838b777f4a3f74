using System.Buffers.Binary;
using System.Text;
using Farthing.Grading.Sandboxing;

namespace Farthing.Grading.Languages;

/// <summary>What compiling gave: a DLL, or the outcome and its detail.</summary>
internal sealed record Compiled(byte[]? Dll, Outcome Problem, string? Detail);

/// <summary>
/// The long-lived compiler: Roslyn in a sandbox of its own with nowhere to write. A program that makes it die or takes too long is classed,
/// and the next program gets a new one. One program at a time.
/// </summary>
internal sealed class CSharpCompiler(Sandbox sandbox, DotNetHost host, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>Compiling a task takes milliseconds, the first one a few seconds of warming up.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);
    private static readonly Limits WorkerLimits = new(TimeSpan.FromDays(1)) { MemoryBytes = 2L << 30, Processes = 128 };
    private readonly SemaphoreSlim _one = new(1);
    private SandboxProcess? _worker;

    /// <param name="form">Which references and entry point the program gets.</param>
    public async Task<Compiled> CompileAsync(TaskForm form, IReadOnlyList<string> sources, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            _worker ??= await sandbox.StartAsync(host.Command("compile") with { Writable = false, KeepErrors = false }, WorkerLimits);
            return await AskAsync(_worker, form, sources, cancel);
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DropAsync();
        _one.Dispose();
    }

    private async Task<Compiled> AskAsync(SandboxProcess worker, TaskForm form, IReadOnlyList<string> sources, CancellationToken cancel)
    {
        using var time = new CancellationTokenSource(TimeLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancel);
        await using var killer = either.Token.Register(worker.Kill); // pipe reads do not obey tokens; a killed worker ends them
        try
        {
            await worker.Input.WriteAsync(Request(form, sources), CancellationToken.None);
            await worker.Input.FlushAsync(CancellationToken.None);
            var head = new byte[5];
            await worker.Output.ReadExactlyAsync(head, CancellationToken.None);
            var body = new byte[BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(1))];
            await worker.Output.ReadExactlyAsync(body, CancellationToken.None);
            return head[0] == 1 ? new Compiled(body, default, null) : new Compiled(null, Outcome.CompileError, Encoding.UTF8.GetString(body));
        }
        catch (Exception died) when (died is IOException or EndOfStreamException)
        {
            var memory = worker.KilledForMemory;
            await DropAsync();
            cancel.ThrowIfCancellationRequested();
            return time.IsCancellationRequested
                ? new Compiled(null, Outcome.Timeout, $"compiling took more than {TimeLimit.TotalSeconds:0} s")
                : new Compiled(null, Outcome.CompileError, memory ? "the compiler ran out of memory on it" : "the compiler broke down on it");
        }
    }

    private async Task DropAsync()
    {
        if (_worker is not null)
            await _worker.DisposeAsync();
        _worker = null;
    }

    /// <summary>Byte length of the rest; form; number of sources; each source with its byte length. Integers little-endian.</summary>
    private static byte[] Request(TaskForm form, IReadOnlyList<string> sources)
    {
        using var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer))
        {
            writer.Write(0);
            writer.Write((byte)(form == TaskForm.Own ? 1 : 0));
            writer.Write(sources.Count);
            foreach (var source in sources)
            {
                var bytes = Encoding.UTF8.GetBytes(source);
                writer.Write(bytes.Length);
                writer.Write(bytes);
            }
            writer.Seek(0, SeekOrigin.Begin);
            writer.Write((int)buffer.Length - 4);
        }
        return buffer.ToArray();
    }
}
