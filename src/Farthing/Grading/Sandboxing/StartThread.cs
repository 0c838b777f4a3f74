using System.Collections.Concurrent;
using System.Diagnostics;

namespace Farthing.Grading.Sandboxing;

/// <summary>
/// The one thread that starts sandbox processes. bwrap's --die-with-parent is the kernel's "parent death signal", and that watches
/// the parent <em>thread</em>: a process started from a pool thread would be killed when the pool retires that thread.
/// </summary>
internal sealed class StartThread : IDisposable
{
    private readonly BlockingCollection<(ProcessStartInfo Start, TaskCompletionSource<Process> Started)> _queue = [];
    private readonly Thread _thread;

    public StartThread()
    {
        _thread = new Thread(Loop) { IsBackground = true, Name = "sandbox start" };
        _thread.Start();
    }

    public Task<Process> StartAsync(ProcessStartInfo start)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Add((start, started));
        return started.Task;
    }

    /// <summary>Ends the thread, and with it whatever it started that still runs.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _queue.Dispose();
    }

    private void Loop()
    {
        foreach (var (start, started) in _queue.GetConsumingEnumerable())
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception failed) when (failed is System.ComponentModel.Win32Exception or IOException or InvalidOperationException)
            {
                started.SetException(failed);
            }
        }
    }
}
