using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Farthing.Simulator;

/// <summary>Writes server-sent events, each flushed, and breaks the stream where a fault says so.</summary>
/// <param name="error">The whole event that an <see cref="FaultKind.ErrorEvent"/> sends.</param>
/// <param name="isLines">Writes lines of JSON in place of events (Ollama).</param>
internal sealed class EventStream(HttpContext http, Fault? fault, byte[] error, bool isLines = false)
{
    private int _sent;
    private bool _broken;

    /// <param name="name">The <c>event:</c> line; null for none.</param>
    /// <param name="last">Says that the answer is complete: a fault strikes before it at the latest.</param>
    /// <exception cref="BrokenOffException">The fault struck.</exception>
    public async Task SendAsync(string? name, Action<Utf8JsonWriter> write, bool last = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        if (name is not null) Encoding.ASCII.GetBytes($"event: {name}\n", buffer);
        if (!isLines) buffer.Write("data: "u8);
        JsonText.Write(buffer, write);
        buffer.Write(isLines ? "\n"u8 : "\n\n"u8);
        await SendAsync(buffer.WrittenMemory, last);
    }

    /// <summary>Sends bytes that are a whole event already.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, bool last = false)
    {
        if (fault is not null && (_sent >= fault.After || last)) await BreakAsync(fault, bytes);
        else await WriteAsync(bytes);
        _sent++;
    }

    private async Task BreakAsync(Fault broken, ReadOnlyMemory<byte> bytes)
    {
        switch (broken.Kind)
        {
            case FaultKind.Cut:
                await WholeBody.ResetAsync(http);
                throw new BrokenOffException();
            case FaultKind.Trunc:
                throw new BrokenOffException();
            case FaultKind.ErrorEvent:
                await WriteAsync(error);
                throw new BrokenOffException();
            case FaultKind.BrokenEvent when !_broken:
                _broken = true;
                await WriteAsync(Broken(bytes));
                break;
            default:
                await WriteAsync(bytes);
                break;
        }
    }

    /// <summary>The event without the second half of its data.</summary>
    private byte[] Broken(ReadOnlyMemory<byte> bytes)
    {
        var data = isLines ? 0 : bytes.Span.IndexOf("data: "u8) + 6;
        return [.. bytes.Span[..(data + ((bytes.Length - data) / 2))], .. isLines ? "\n"u8 : "\n\n"u8];
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await http.Response.BodyWriter.WriteAsync(bytes, http.RequestAborted);
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }
}

/// <summary>A fault has ended the answer; nothing more may be sent.</summary>
internal sealed class BrokenOffException : Exception;
