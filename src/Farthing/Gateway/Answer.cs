using System.Buffers;
using System.Globalization;
using Farthing.Budgets;
using Farthing.Catalogue;
using Farthing.Ledger;
using Farthing.Providers;
using Farthing.Wire;

namespace Farthing.Gateway;

/// <summary>The caller's side of one call: status, headers, errors in its dialect.</summary>
internal sealed class Answer(HttpContext http, Dialect dialect, string callId, TimeProvider clock)
{
    private const string DefaultRetryAfter = "5"; // seconds

    /// <summary>Seconds; a budget may renew in a month, but it may also be raised before.</summary>
    private const double MostRetryAfter = 3_600;

    /// <summary>So much is written at once: what the caller has taken of a large answer is a sign that it reads.</summary>
    private const int Piece = 256 * 1024;

    private readonly ArrayBufferWriter<byte> _early = new();
    private IStreamWriter? _pings;

    public Dialect Dialect => dialect;

    /// <summary>Whether a stream was begun before its provider had answered: errors are events from then on.</summary>
    public bool IsOpen => _pings is not null;

    /// <summary>The headers that every answer of a provider carries; call before the first byte.</summary>
    /// <param name="status">The status where it is not the provider's own.</param>
    public void Start(Sent sent, int attempts, IReadOnlyList<string> dropped, bool stream, int? status = null)
    {
        if (IsOpen) return;
        var response = http.Response;
        response.StatusCode = Status(status ?? (int)sent.Response.StatusCode);
        ForwardedHeaders.ToCaller(sent.Response.Headers, response.Headers);
        Own(response.Headers);
        response.Headers["x-farthing-model"] = HeaderText.Of(sent.Attempt.Model);
        response.Headers["x-farthing-provider"] = HeaderText.Of(sent.Attempt.Provider.Name);
        response.Headers["x-farthing-attempts"] = attempts.ToString(CultureInfo.InvariantCulture);
        if (dropped.Count > 0) response.Headers["x-farthing-dropped"] = HeaderText.Of(string.Join(", ", dropped));
        if (sent.Attempt.Provider.Simulated) response.Headers["x-farthing-simulated"] = "true";
        if (KeyRefusal.Is(response.StatusCode, sent.Attempt.Provider))
        {
            response.Headers["x-farthing-refused-key"] = HeaderText.Of(sent.Attempt.Provider.Name);
            response.Headers.TryAdd("x-should-retry", "false");
        }
        // Codex gives up at once on a 429 without a Retry-After that it can read (clients.md §3).
        if (response.StatusCode is 429 or 503 && sent.Response.Headers.RetryAfter is null) response.Headers["retry-after"] = DefaultRetryAfter;
        response.ContentType = "application/json";
        if (stream) Stream();
    }

    /// <summary>
    /// Lets the caller of a stream hear something before its provider has answered. It is told so under status 200 and without the headers
    /// that name the provider, because another one may yet answer.
    /// </summary>
    public async Task PingAsync(ReplyFrame frame)
    {
        if (!IsOpen)
        {
            Own(http.Response.Headers);
            Stream();
            _pings = dialect.WriteStream(frame, _early);
        }

        _pings!.WritePing();
        await TryWriteAsync(_early.WrittenMemory, CancellationToken.None);
        _early.ResetWrittenCount();
    }

    /// <summary>Budgets that are nearly spent, for whoever reads headers.</summary>
    public void Warn(IReadOnlyList<BudgetWarning> warnings)
    {
        if (warnings.Count > 0) http.Response.Headers["x-farthing-budget-warning"] = HeaderText.Of(string.Join("; ", warnings));
    }

    public void Cost(Usd? cost)
    {
        if (cost is { } known) http.Response.Headers["x-farthing-cost-usd"] = known.ToString();
    }

    /// <summary>Writes what no provider was asked for.</summary>
    public Task FreeAsync(byte[] body)
    {
        Own(http.Response.Headers);
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        return TryWriteAsync(body, CancellationToken.None);
    }

    /// <summary>Writes a whole body; a caller that has left is noted in <paramref name="call"/>.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> body, Call call, Patience patience)
    {
        http.Response.ContentLength = body.Length;
        for (var rest = body; rest.Length > 0;)
        {
            var piece = rest[..Math.Min(rest.Length, Piece)];
            if (!await TryWriteAsync(piece, patience.Token))
            {
                call.End(Ending.CallerLeft);
                return;
            }

            patience.SignOfLife();
            rest = rest[piece.Length..];
        }
    }

    /// <inheritdoc cref="CallerWrite.TryAsync"/>
    /// <param name="stop">Of <see cref="Patience"/>.</param>
    public Task<bool> TryWriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop) => CallerWrite.TryAsync(http, bytes, clock, stop);

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
            if (_pings is null)
            {
                http.Abort();
                return;
            }

            _pings.WriteError(error);
            await TryWriteAsync(_early.WrittenMemory, CancellationToken.None);
            await ResetAsync();
            return;
        }

        var (status, body) = dialect.WriteError(error, callId);
        http.Response.StatusCode = status;
        Own(http.Response.Headers);
        http.Response.ContentType = "application/json";
        if (error.RetryAfter is { } wait) http.Response.Headers["retry-after"] = Math.Clamp(Math.Ceiling(wait.TotalSeconds), 1, MostRetryAfter).ToString(CultureInfo.InvariantCulture);
        else if (status is 429 or 503 && !http.Response.Headers.ContainsKey("retry-after")) http.Response.Headers["retry-after"] = DefaultRetryAfter;
        // Claude Code asks again for minutes on a 401, and in six variants on a 400, unless this tells it not to (clients.md §3).
        if (error.IsFinal) http.Response.Headers.TryAdd("x-should-retry", "false");
        http.Response.ContentLength = body.Length;
        await TryWriteAsync(body, CancellationToken.None);
    }

    private void Stream()
    {
        http.Response.ContentType = dialect.Framing == Framing.Lines ? "application/x-ndjson" : "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-cache";
    }

    private void Own(IHeaderDictionary headers) => headers["x-farthing-request-id"] = callId;

    /// <summary>529 is Anthropic's alone: OpenAI's clients do not retry it, so they get 503 (clients.md §3).</summary>
    private int Status(int status) => status == 529 && dialect != Dialects.Anthropic ? 503 : status;
}
