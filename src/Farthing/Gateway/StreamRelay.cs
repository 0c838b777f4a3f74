using System.Buffers;
using Farthing.Ledger;
using Farthing.Wire;

namespace Farthing.Gateway;

/// <summary>
/// Step 6 for streams: each chunk of the provider's is handed on as it comes and flushed, as it is or translated, while a tally watches
/// what the ledger needs. When the caller has left, it is read on unwritten until the stream ends or <see cref="Patience"/> does.
/// </summary>
internal sealed class StreamRelay(Sent sent, Call call, Answer answer, Patience patience, Pulse pulse, TimeProvider clock)
{
    /// <summary>What HttpClient reads at a time. Every open stream holds as much while its provider thinks.</summary>
    private const int ChunkBytes = 4 * 1024;

    /// <summary>Relays to the end. A stream that the provider cut ends with an error event and a reset connection, never cleanly.</summary>
    public async Task RunAsync(IStreamPath path)
    {
        using var scanner = IStreamScanner.For(sent.Attempt.Dialect.Framing);
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        WireError? broken = null;
        pulse.Ping = () => PingAsync(path);
        try
        {
            await using var stream = await sent.Response.Content.ReadAsStreamAsync(patience.Token);
            while (true)
            {
                pulse.Resume();
                int read;
                try
                {
                    read = await stream.ReadAsync(chunk, patience.Token);
                }
                finally
                {
                    await pulse.PauseAsync();
                }

                if (read == 0) break;
                patience.SignOfLife();
                call.FirstByte ??= clock.GetUtcNow();
                call.StreamedBytes += read;
                path.Take(chunk.AsSpan(0, read), scanner);
                await FlushAsync(path);
            }

            broken = path.End(scanner);
        }
        catch (WireException e)
        {
            broken = e.Error;
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
            // A connection that breaks after the answer's end takes nothing from it.
            broken = End(path, scanner) is null ? null : e is OperationCanceledException
                ? new WireError(504, WireErrorKind.Timeout, $"provider {sent.Attempt.Provider.Name} was silent for too long")
                : new WireError(502, WireErrorKind.Unavailable, $"provider {sent.Attempt.Provider.Name} broke off its answer: {e.Message}");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
            path.Report(call);
        }

        call.Whole = broken is null;
        // A stream that we stopped reading because its caller had left was not broken by the provider.
        call.End(broken is null ? Ending.Completed : patience.CallerLeft ? Ending.CallerLeft : Ending.ProviderBroke);
        if (broken is not null && call.Ended == Ending.ProviderBroke) path.Fail(broken);
        await FlushAsync(path);
        if (broken is not null) await answer.ResetAsync();
    }

    private static WireError? End(IStreamPath path, IStreamScanner scanner)
    {
        try
        {
            return path.End(scanner);
        }
        catch (WireException e)
        {
            return e.Error;
        }
    }

    private Task PingAsync(IStreamPath path)
    {
        path.Ping();
        return FlushAsync(path);
    }

    private async Task FlushAsync(IStreamPath path)
    {
        if (path.Pending.WrittenCount == 0) return;
        if (call.Ended != Ending.CallerLeft && !await answer.TryWriteAsync(path.Pending.WrittenMemory, patience.Token)) call.End(Ending.CallerLeft);
        path.Pending.ResetWrittenCount();
        pulse.Restart();
    }
}

/// <summary>What happens to a stream's bytes between provider and caller.</summary>
internal interface IStreamPath
{
    /// <summary>Bytes for the caller that were not sent yet.</summary>
    ArrayBufferWriter<byte> Pending { get; }

    void Take(ReadOnlySpan<byte> chunk, IStreamScanner scanner);

    /// <summary>The provider closed the stream: the error, when it had not said that it was done.</summary>
    WireError? End(IStreamScanner scanner);

    /// <summary>Writes a sign of life, unless the caller is in the middle of an event.</summary>
    void Ping();

    /// <summary>Writes the caller's error event.</summary>
    void Fail(WireError error);

    void Report(Call call);
}
