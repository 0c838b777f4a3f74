using System.Text.Json;
using Farthing.Ledger;
using Farthing.Wire;

namespace Farthing.Gateway;

/// <summary>Step 6 for answers that are not streamed: read whole, priced, then handed on, as they are or translated.</summary>
internal static class Relay
{
    public static async Task WholeAsync(Sent sent, Call call, Answer answer, ReplyFrame frame, Losses losses, Patience patience)
    {
        var provider = sent.Attempt.Dialect;
        using var body = new PooledBuffer((int)Math.Min(sent.Response.Content.Headers.ContentLength ?? 0, ReplySize.Most));
        try
        {
            await ReadAsync(sent.Response, body, patience);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new WireException(new WireError(502, WireErrorKind.Unavailable, $"provider {sent.Attempt.Provider.Name} broke off its answer: {e.Message}"));
        }

        if (!sent.Response.IsSuccessStatusCode)
        {
            await RefusalAsync(sent, (int)sent.Response.StatusCode, call, answer, KeyRefusal.WithoutKey(body.Written, sent.Attempt.Provider), patience);
            return;
        }

        var digest = provider.ReadDigest(body.Written.Span);
        switch (digest is { IsWhole: true, Model: not null } ? BodyKind.Reply : KindOf(body.Written.Span))
        {
            case BodyKind.NoObject:
                throw new WireException(new WireError(502, WireErrorKind.Unavailable,
                    $"provider {sent.Attempt.Provider.Name} answered {(int)sent.Response.StatusCode} with something that is no JSON object, or only part of one. Check its base_url, {sent.Attempt.Provider.BaseUrl}."));
            case BodyKind.Error:
                call.Accepted = false; // a refusal, whatever its status
                await RefusalAsync(sent, provider.ReadError(200, body.Written.Span).Status, call, answer, body.Written, patience);
                return;
        }

        (call.Model, call.Stop, call.Usage, call.WholeBytes) = (digest.Model, digest.Stop, digest.Usage, body.Written.Length);
        using var reply = provider == answer.Dialect ? body : Translate(body.Written, provider, answer.Dialect, frame, losses);
        call.Whole = true;
        var (usage, _) = call.Charged();
        answer.Start(sent, call.Tries, losses.Dropped, stream: false);
        answer.Cost(call.Cost(usage));
        await answer.WriteAsync(reply.Written, call, patience);
        call.End(Ending.Completed);
    }

    /// <summary>A provider's refusal: unmodified within a dialect, since clients match its text (wire.md §2, Errors), else in the caller's shape.</summary>
    private static async Task RefusalAsync(Sent sent, int status, Call call, Answer answer, ReadOnlyMemory<byte> body, Patience patience)
    {
        if (status < 400)
            throw new WireException(new WireError(502, WireErrorKind.Unavailable, $"provider {sent.Attempt.Provider.Name} answered {status}, a redirection, which is not followed: it would carry the key elsewhere. Correct its base_url."));
        answer.Start(sent, call.Tries, [], stream: false, status);
        if (sent.Attempt.Dialect == answer.Dialect && !answer.IsOpen) await answer.WriteAsync(body, call, patience);
        else await answer.ErrorAsync(KeyRefusal.Explained(sent.Attempt.Dialect.ReadError(status, body.Span), sent.Attempt.Provider));
    }

    private enum BodyKind { Reply, Error, NoObject }

    /// <summary>
    /// A page of a proxy's, or half an answer, must not pass for a whole one; nor an error under status 200, which clients read as an answer
    /// without text. Every reply names its model, and an error does not; a Responses reply has an <c>error</c> too, mostly null.
    /// </summary>
    private static BodyKind KindOf(ReadOnlySpan<byte> body)
    {
        var fields = new JsonProperties(body);
        var (error, model) = (false, false);
        while (fields.Next())
        {
            model |= IsNamed(fields, "model"u8);
            error |= IsNamed(fields, "error"u8) && body[fields.Range.Start] is (byte)'{' or (byte)'"';
        }

        return fields.IsBroken ? BodyKind.NoObject : error && !model ? BodyKind.Error : BodyKind.Reply;
    }

    private static bool IsNamed(in JsonProperties field, ReadOnlySpan<byte> name)
    {
        try
        {
            return field.Is(name);
        }
        catch (InvalidOperationException) // half a surrogate: a name that nobody looks for
        {
            return false;
        }
    }

    private static PooledBuffer Translate(ReadOnlyMemory<byte> body, Dialect from, Dialect to, ReplyFrame frame, Losses losses)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body);
        }
        catch (JsonException e)
        {
            throw new WireException(new WireError(502, WireErrorKind.Internal, $"the provider's answer is not JSON: {e.Message}"));
        }

        using (document)
        {
            var buffer = new PooledBuffer(body.Length);
            JsonText.Write(buffer, json => to.WriteReply(from.ReadReply(document.RootElement), frame, json, losses));
            return buffer;
        }
    }

    private static async Task ReadAsync(HttpResponseMessage response, PooledBuffer body, Patience patience)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(patience.Token);
        var size = new ReplySize();
        int read;
        while ((read = await stream.ReadAsync(body.GetMemory(), patience.Token)) > 0)
        {
            patience.SignOfLife();
            size.Add(read);
            body.Advance(read);
        }

        await LongWork.ElsewhereAsync(body.Written.Length);
    }
}
