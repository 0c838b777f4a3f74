using System.Globalization;
using Farthing.Catalogue;
using Farthing.Ledger;
using Farthing.Providers;
using Farthing.Wire;

namespace Farthing.Gateway;

/// <summary>The caller's side of one call: status, headers, errors in its dialect.</summary>
internal sealed class Answer(HttpContext http, Dialect dialect, string callId, TimeProvider clock)
{
    private const string DefaultRetryAfter = "5"; // seconds

    public Dialect Dialect => dialect;

    /// <summary>The headers that every answer of a provider carries; call before the first byte.</summary>
    public void Start(Sent sent, int attempts, IReadOnlyList<string> dropped, bool stream)
    {
        var response = http.Response;
        response.StatusCode = Status((int)sent.Response.StatusCode);
        ForwardedHeaders.ToCaller(sent.Response.Headers, response.Headers);
        Own(response.Headers);
        response.Headers["x-farthing-model"] = HeaderText.Of(sent.Attempt.Model);
        response.Headers["x-farthing-provider"] = HeaderText.Of(sent.Attempt.Provider.Name);
        response.Headers["x-farthing-attempts"] = attempts.ToString(CultureInfo.InvariantCulture);
        if (dropped.Count > 0) response.Headers["x-farthing-dropped"] = HeaderText.Of(string.Join(", ", dropped));
        if (sent.Attempt.Provider.Simulated) response.Headers["x-farthing-simulated"] = "true";
        // Codex gives up at once on a 429 without a Retry-After that it can read (clients.md §3).
        if (response.StatusCode is 429 or 503 && sent.Response.Headers.RetryAfter is null) response.Headers["retry-after"] = DefaultRetryAfter;
        response.ContentType = !stream ? "application/json" : dialect.Framing == Framing.Lines ? "application/x-ndjson" : "text/event-stream; charset=utf-8";
        if (stream) response.Headers.CacheControl = "no-cache";
    }

    public void Cost(Usd? cost)
    {
        if (cost is { } known) http.Response.Headers["x-farthing-cost-usd"] = known.ToString();
    }

    /// <summary>Writes a whole body; a caller that has left is noted in <paramref name="call"/>.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> body, Call call)
    {
        http.Response.ContentLength = body.Length;
        if (!await TryWriteAsync(body)) call.End(Ending.CallerLeft);
    }

    /// <summary>Writes and flushes; false when the caller has left.</summary>
    public async Task<bool> TryWriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (http.RequestAborted.IsCancellationRequested) return false;
        try
        {
            var flushed = await http.Response.BodyWriter.WriteAsync(bytes, http.RequestAborted);
            return !flushed.IsCompleted && !flushed.IsCanceled;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return false;
        }
    }

    /// <summary>
    /// Resets the connection after an error event: several clients take a clean end for a whole answer (clients.md §3).
    /// The pause lets the event arrive; a reset discards what the caller has not read yet.
    /// </summary>
    public async Task ResetAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(100), clock, CancellationToken.None);
        http.Abort();
    }

    /// <summary>Writes an error in the caller's dialect, or breaks the connection when the answer has begun: never a clean end.</summary>
    public async Task ErrorAsync(WireError error)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        var (status, body) = dialect.WriteError(error, callId);
        http.Response.StatusCode = status;
        Own(http.Response.Headers);
        http.Response.ContentType = "application/json";
        if (status is 429 or 503 && !http.Response.Headers.ContainsKey("retry-after")) http.Response.Headers["retry-after"] = error.Kind == WireErrorKind.Budget ? "3600" : DefaultRetryAfter;
        if (error.Kind == WireErrorKind.Budget) http.Response.Headers["x-should-retry"] = "false";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, CancellationToken.None);
    }

    private void Own(IHeaderDictionary headers) => headers["x-farthing-request-id"] = callId;

    /// <summary>529 is Anthropic's alone: OpenAI's clients do not retry it, so they get 503 (clients.md §3).</summary>
    private int Status(int status) => status == 529 && dialect != Dialects.Anthropic ? 503 : status;
}
