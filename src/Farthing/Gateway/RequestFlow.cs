using Farthing.Catalogue;
using Farthing.Configuration;
using Farthing.Gateway.Images;
using Farthing.Gateway.TokenCounts;
using Farthing.Keys;
using Farthing.Ledger;
using Farthing.Routing;
using Farthing.Wire;

namespace Farthing.Gateway;

/// <summary>
/// One request, top to bottom:
/// <code>
///   caller ─ 1 key ─ 2 read ─ 3 plan ─ 4 reserve ─ 5 send ─▶ provider
///   caller ◀──────────────── 6 relay ◀───────────────────── provider
///                            7 settle: always, also when the caller has left
/// </code>
/// </summary>
internal sealed partial class RequestFlow(
    Access access, Router router, PriceBook prices, Reservations reservations, Upkeep upkeep, Sender sender, Settings settings,
    ImageUrls images, Calibration calibration, Flights flights, TimeProvider clock, ILogger<RequestFlow> log)
{
    public async Task RunAsync(HttpContext http, Dialect caller)
    {
        var started = clock.GetUtcNow();
        var callId = CallId.New(started);
        var answer = new Answer(http, caller, callId, clock);
        try
        {
            // 1. Key
            var key = access.Key(http.Request);

            // 2. Read: parsed once, the original bytes kept.
            using var body = await BodyReader.ReadAsync(http.Request, settings.MaxBodyBytes, http.RequestAborted);
            var head = RequestHead.Read(body.Written.Span);
            var model = head.Model ?? throw WireException.Invalid("model", "is missing; GET /v1/models lists the names");

            var streams = caller.Streams(head);

            // 3. Plan
            var plan = router.Plan(model, caller);
            var billing = Bill.For(key, http.Request.Headers, head.User);
            if (plan.Attempts[0].Dialect != caller && OllamaLoad.Of(caller, body.Written.Span) is { } load)
            {
                access.Enter(key, model).Leave(0);
                await answer.FreeAsync(OllamaLoad.Answer(load, new ReplyFrame(model, callId, started.ToUnixTimeSeconds()), caller.IsPrompt));
                return;
            }

            var call = new Call(body.Written, head, caller.Cap(head), plan, prices, started);
            var outgoing = await OutgoingRequest.ForAsync(call.Attempt, caller, head, body, images, http.RequestAborted); // refused here, before anything is held or written

            // 4. Reserve the worst case, written down before the call is made.
            var pass = access.Enter(key, model);
            Hold hold;
            try
            {
                (hold, var warnings) = await reservations.MakeAsync(callId, call, billing, caller, http.Request.Headers, http.RequestAborted);
                answer.Warn(warnings);
            }
            catch
            {
                pass.Leave(0);
                outgoing.Body.Dispose();
                throw;
            }

            flights.Begin();
            var frame = new ReplyFrame(model, callId, started.ToUnixTimeSeconds(), head.IncludeUsage) { Elapsed = () => clock.GetUtcNow() - started };
            await using var pulse = streams ? new Pulse(clock, settings.Silence, () => answer.PingAsync(frame)) : null;
            await using var patience = new Patience(clock, settings.Drain, http.RequestAborted);
            try
            {
                // 5. Send: other tries and other providers only until the first byte has reached the caller.
                var sent = await sender.SendAsync(call, async attempt =>
                {
                    if (attempt == call.Attempt) return outgoing.Body;
                    try
                    {
                        (outgoing, call.Attempt) = (await OutgoingRequest.ForAsync(attempt, caller, head, body, images, patience.Token), attempt);
                        return outgoing.Body;
                    }
                    catch (WireException)
                    {
                        return null; // the request is right, only not for this attempt: the answer of the one before it stands
                    }
                }, streams, caller, http.Request.Headers, pulse, patience.Token);
                using var response = sent.Response;
                call.Accepted = response.IsSuccessStatusCode && (int)response.StatusCode is not (204 or 205);
                if ((int)response.StatusCode is 204 or 205)
                    throw new WireException(new WireError(502, WireErrorKind.Unavailable, $"provider {call.Attempt.Provider.Name} answered {(int)response.StatusCode}, which has no content"));

                // 6. Relay
                if (outgoing.Tools is not null) frame = frame with { Tools = outgoing.Tools };
                if (pulse is not null && response.IsSuccessStatusCode)
                {
                    IStreamPath path = sent.Attempt.Dialect == caller
                        ? new PassingStream(caller, frame, hideUsage: caller.UsageOnRequest && !head.IncludeUsage)
                        : new TranslatedStream(sent.Attempt.Dialect, caller, frame);
                    answer.Start(sent, call.Tries, outgoing.Losses.Dropped, stream: true);
                    if (outgoing.Body != body) outgoing.Body.Dispose(); // no other try follows, and a stream may last for minutes
                    await new StreamRelay(sent, call, answer, patience, pulse, clock).RunAsync(path);
                }
                else
                {
                    await Relay.WholeAsync(sent, call, answer, frame, outgoing.Losses, patience);
                }
            }
            catch (OperationCanceledException)
            {
                call.Accepted = true; // the request was out: what it cost is estimated
                call.End(patience.CallerLeft ? Ending.CallerLeft : Ending.ProviderBroke);
                await answer.ErrorAsync(new WireError(504, WireErrorKind.Timeout, $"provider {call.Attempt.Provider.Name} was silent for too long"));
            }
            catch (WireException e)
            {
                call.End(patience.CallerLeft ? Ending.CallerLeft : Ending.ProviderBroke);
                await answer.ErrorAsync(e.Error); // before settling, so that the ledger holds the status that the caller got
            }
            finally
            {
                // 7. Settle, on no token of the caller's, who is not kept waiting for the disk.
                _ = SettleAsync(hold, call, pass, http.Response.StatusCode);
                outgoing.Body.Dispose();
            }
        }
        catch (WireException e)
        {
            await answer.ErrorAsync(e.Error);
        }
        catch (Exception e) when (BodyReader.CallerLeft(http, e))
        {
            // The caller left while it was still sending: nobody to answer, and whatever had begun is settled.
        }
        catch (BadHttpRequestException e) // a body in broken chunks, or one that comes too slowly
        {
            var kind = e.StatusCode == 408 ? WireErrorKind.Timeout : e.StatusCode == 413 ? WireErrorKind.TooLarge : WireErrorKind.InvalidRequest;
            await answer.ErrorAsync(new WireError(e.StatusCode, kind, $"the request body cannot be read: {e.Message}"));
        }
        catch (Exception e)
        {
            Unexpected(log, e, callId);
            await answer.ErrorAsync(new WireError(500, WireErrorKind.Internal, $"the gateway failed; its log says why under {callId}"));
        }
    }

    /// <summary>Everything that looks at the request comes before the first await: its buffer goes back to the pool as soon as this returns.</summary>
    private async Task SettleAsync(Hold hold, Call call, Turnstile.Pass pass, int status)
    {
        var end = call.Settle(status, clock.GetUtcNow());
        pass.Leave((end.Usage.Prompt ?? 0) + (end.Usage.Output ?? 0));
        calibration.Offer(call.Attempt, call.Request, end.Usage, end.Estimated);
        Settled(log, hold.CallId, hold.ModelAsked, end.Provider, end.Status, end.Total.TotalMilliseconds, end.Cost);
        await upkeep.SettleAsync(hold, end);
        flights.End();
    }

    [LoggerMessage(LogLevel.Debug, "{CallId} {Model} -> {Provider}: {Status} in {Total:0} ms, ${Cost}")]
    private static partial void Settled(ILogger log, string callId, string model, string provider, int status, double total, Usd? cost);

    [LoggerMessage(LogLevel.Error, "{CallId}: unexpected")]
    private static partial void Unexpected(ILogger log, Exception e, string callId);

}
