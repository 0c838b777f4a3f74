using System.Net;
using Farthing.Gateway.TokenCounts;
using Farthing.Providers;
using Farthing.Wire;

namespace Farthing.Gateway.Images;

/// <summary>Fetches an image that a caller named by URL, for a provider that takes only bytes. What goes wrong is a 400 that names field and host.</summary>
/// <param name="client">A client that judges addresses (<see cref="GuardedHttp"/>).</param>
/// <param name="allowHttp">Whether plain http is taken; only tests do.</param>
internal sealed class ImageFetch(HttpClient client, TimeProvider clock, bool allowHttp = false)
{
    public const int MostBytes = 20 * 1024 * 1024;

    private const int MostRedirects = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <exception cref="WireException">400: the image cannot be had.</exception>
    public async Task<Base64Media> FetchAsync(string url, string field, CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        var at = Checked(url, null, field);
        try
        {
            for (var redirects = 0; ; redirects++)
            {
                using var response = await client.GetAsync(at, HttpCompletionOption.ResponseHeadersRead, either.Token);
                if (response.StatusCode is >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest && response.Headers.Location is { } next)
                {
                    if (redirects == MostRedirects) throw Wrong(field, at, $"redirects more than {MostRedirects} times");
                    at = Checked(next.OriginalString, at, field);
                    continue;
                }

                if (!response.IsSuccessStatusCode) throw Wrong(field, at, $"answered {(int)response.StatusCode}");
                return await ReadAsync(response, at, field, either.Token);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw Wrong(field, at, $"did not send the image within {Patience.TotalSeconds:0} seconds");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Wrong(field, at, e.InnerException is ForbiddenAddressException || e is ForbiddenAddressException
                ? "does not lead to a public address, and others are never asked" : "cannot be reached");
        }
    }

    private static async Task<Base64Media> ReadAsync(HttpResponseMessage response, Uri at, string field, CancellationToken cancel)
    {
        if (response.Content.Headers.ContentLength > MostBytes) throw TooLarge(field, at);
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, cancel)) > 0;)
        {
            if (bytes.Length + read > MostBytes) throw TooLarge(field, at);
            bytes.Write(buffer, 0, read);
        }

        // What the bytes show counts, not what the server calls them.
        var type = ImageSize.MediaType(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)) ?? throw Wrong(field, at, "sent no PNG, JPEG, GIF or WebP image");
        return new Base64Media(type, Convert.ToBase64String(bytes.GetBuffer(), 0, (int)bytes.Length));
    }

    private Uri Checked(string text, Uri? from, string field)
    {
        if (!(from is null ? Uri.TryCreate(text, UriKind.Absolute, out var url) : Uri.TryCreate(from, text, out url)))
            throw WireException.Invalid(field, from is null ? "is not an absolute URL." : $"the image's host '{from.Host}' redirects to what is no URL.");
        if (url.Scheme != "https" && !(allowHttp && url.Scheme == "http")) throw Wrong(field, url, $"is named with {url.Scheme}; only https is fetched");
        if (url.UserInfo.Length > 0) throw Wrong(field, url, "is named with a user or password, which is not sent on");
        return url;
    }

    private static WireException TooLarge(string field, Uri at) => Wrong(field, at, $"sends an image of more than {MostBytes / (1024 * 1024)} MB");

    private static WireException Wrong(string field, Uri at, string problem) =>
        WireException.Invalid(field, $"the image's host '{at.Host}' {problem}. Send the image as base64 instead.");
}
