using System.Buffers;
using System.IO.Pipelines;
using Farthing.Providers;
using Farthing.Wire;
using Microsoft.AspNetCore.Connections;

namespace Farthing.Gateway;

/// <summary>Reads a request body once, whole, within a bound: it is scanned, maybe translated, and sent again when a provider fails.</summary>
internal static class BodyReader
{
    /// <summary>Bytes that are set aside because a caller says it will send them.</summary>
    private const int MostOnTrust = 1024 * 1024;

    /// <summary>Whether something failed because the caller's connection broke. The reading may notice it before the request is told.</summary>
    public static bool CallerLeft(HttpContext http, Exception failure) =>
        http.RequestAborted.IsCancellationRequested || failure is ConnectionResetException or ConnectionAbortedException;

    /// <exception cref="WireException">413 when it is larger than <paramref name="most"/> bytes; 415 when it is compressed; 400 when it is empty or cannot be read.</exception>
    public static async ValueTask<PooledBuffer> ReadAsync(HttpRequest request, long most, CancellationToken cancel)
    {
        if (request.Headers.ContentEncoding.ToString() is { Length: > 0 } coding && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            throw new WireException(new WireError(415, WireErrorKind.InvalidRequest, $"the request body is compressed (content-encoding: {HeaderText.Of(coding)}), which is not read here; send it as it is"));
        if (request.ContentLength > most) throw TooLarge(most);
        var reader = request.BodyReader;
        var body = new PooledBuffer((int)Math.Min(request.ContentLength ?? 0, MostOnTrust));
        while (true)
        {
            var read = await NextAsync(reader, cancel);
            var fits = body.Written.Length + read.Buffer.Length <= most;
            if (fits)
                foreach (var piece in read.Buffer) body.Write(piece.Span);
            reader.AdvanceTo(read.Buffer.End); // also of a body that is given up: the server reads on to the next request
            if (!fits) throw TooLarge(most);
            if (!read.IsCompleted) continue;
            await LongWork.ElsewhereAsync(body.Written.Length);
            return body.Written.Length > 0 ? body : throw new WireException(new WireError(400, WireErrorKind.InvalidRequest, "the request has no body"));
        }
    }

    /// <summary>A body that HTTP itself cannot read (a broken chunk, a sender too slow) is the caller's fault, not ours.</summary>
    private static async Task<ReadResult> NextAsync(PipeReader reader, CancellationToken cancel)
    {
        try
        {
            return await reader.ReadAsync(cancel);
        }
        catch (BadHttpRequestException e)
        {
            throw new WireException(new WireError(e.StatusCode, WireErrorKind.InvalidRequest, $"the request body cannot be read: {e.Message}"));
        }
        catch (IOException e) when (e.InnerException is OverflowException) // a chunk of more bytes than can be counted, which the server takes for its own failure
        {
            throw new WireException(new WireError(400, WireErrorKind.InvalidRequest, $"the request body cannot be read: {e.Message}"));
        }
    }

    private static WireException TooLarge(long most) =>
        new(new WireError(413, WireErrorKind.TooLarge, $"the request body is larger than {most / (1024 * 1024)} MB"));
}
