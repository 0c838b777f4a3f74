using System.Net;

namespace Farthing.Recording;

/// <summary>Keeps a copy of each model call and its answer, as they were on the wire; whatever else is called passes unseen.</summary>
internal sealed class RecordingHandler(HttpMessageHandler inner, RecordingFolder folder, TimeProvider clock) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (RecordedApi.Of(request.RequestUri!) is not { } api || request.Content is null) return await base.SendAsync(request, cancellationToken);
        var exchange = new Exchange(api, clock.GetUtcNow(), request, await request.Content.ReadAsByteArrayAsync(cancellationToken));
        var response = await base.SendAsync(request, cancellationToken);
        exchange.Answered(response);
        response.Content = new RecordedContent(response.Content, exchange, folder);
        return response;
    }

    /// <summary>The answer's body, which is copied while it is read, and written down when the caller is done with it.</summary>
    private sealed class RecordedContent : HttpContent
    {
        private readonly HttpContent _inner;
        private readonly Exchange _exchange;
        private readonly RecordingFolder _folder;
        private bool _done;

        public RecordedContent(HttpContent inner, Exchange exchange, RecordingFolder folder)
        {
            (_inner, _exchange, _folder) = (inner, exchange, folder);
            foreach (var (name, values) in inner.Headers.NonValidated) Headers.TryAddWithoutValidation(name, values);
        }

        protected override async Task<Stream> CreateContentReadStreamAsync() => new RecordedStream(await _inner.ReadAsStreamAsync(), _exchange);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await using var body = await CreateContentReadStreamAsync();
            await body.CopyToAsync(stream);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _inner.Headers.ContentLength ?? 0;
            return _inner.Headers.ContentLength is not null;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_done)
            {
                _done = true;
                _inner.Dispose();
                _folder.Add(_exchange);
            }

            base.Dispose(disposing);
        }
    }
}
