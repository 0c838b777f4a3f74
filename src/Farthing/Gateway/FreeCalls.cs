using System.Text;
using Farthing.Wire;

namespace Farthing.Gateway;

/// <summary>Calls that cost nothing, so that no budget and no ledger knows of them: the key is checked, one JSON body goes back.</summary>
internal sealed class FreeCalls(Access access, TimeProvider clock)
{
    /// <param name="work">Makes the body; a <see cref="WireException"/> becomes an error in the caller's form.</param>
    /// <param name="open">Whether no key is asked for.</param>
    public async Task RunAsync(HttpContext http, Func<Task<byte[]>> work, bool open = false)
    {
        var callId = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
        http.Response.Headers["x-farthing-request-id"] = callId;
        byte[] body;
        try
        {
            if (!open) access.Key(http.Request);
            body = await work();
        }
        catch (WireException e)
        {
            (http.Response.StatusCode, body) = Forms.Of(http.Request).Error(e.Error, callId);
            if (e.Error.IsFinal) http.Response.Headers["x-should-retry"] = "false";
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && BodyReader.CallerLeft(http, e))
        {
            return; // nobody to answer
        }

        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        await CallerWrite.TryAsync(http, body, clock);
    }

    /// <summary>A line of text for whoever asks; no key, and no form of an API's.</summary>
    public Task SayAsync(HttpContext http, string line)
    {
        http.Response.ContentLength = line.Length;
        return CallerWrite.TryAsync(http, Encoding.ASCII.GetBytes(line), clock);
    }
}
