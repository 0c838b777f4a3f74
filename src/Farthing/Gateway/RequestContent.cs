using System.Net;
using System.Net.Http.Headers;

namespace Farthing.Gateway;

/// <summary>A JSON body from a pooled buffer, which is taken back only when all of it is written: an answer may come before that.</summary>
internal sealed class RequestContent : HttpContent
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly PooledBuffer _body;

    public RequestContent(PooledBuffer body)
    {
        _body = body;
        _body.Lend();
        Headers.ContentType = Json;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_body.Written, cancellationToken);
        _body.TakeBack();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Written.Length;
        return true;
    }
}
