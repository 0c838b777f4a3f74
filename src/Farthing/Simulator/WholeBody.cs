namespace Farthing.Simulator;

/// <summary>Sends a whole JSON body, or what a fault makes of it.</summary>
internal static class WholeBody
{
    public static Task SendAsync(HttpContext http, ReadOnlyMemory<byte> json, Fault? fault, byte[] error)
    {
        http.Response.ContentType = "application/json";
        return fault?.Kind switch
        {
            FaultKind.Cut => CutAsync(http, json),
            FaultKind.Trunc or FaultKind.BrokenEvent => WriteAsync(http, json[..(json.Length / 2)]),
            FaultKind.ErrorEvent => WriteAsync(http, error),
            _ => WriteAsync(http, json),
        };
    }

    /// <summary>What a proxy in distress sends under status 200.</summary>
    public static Task MalformedAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync("<html><body>simulated: this is not JSON</body></html>", http.RequestAborted);
    }

    private static async Task WriteAsync(HttpContext http, ReadOnlyMemory<byte> json)
    {
        http.Response.ContentLength = json.Length;
        await http.Response.BodyWriter.WriteAsync(json, http.RequestAborted);
    }

    private static async Task CutAsync(HttpContext http, ReadOnlyMemory<byte> json)
    {
        http.Response.ContentLength = json.Length;
        await http.Response.BodyWriter.WriteAsync(json[..(json.Length / 2)], http.RequestAborted);
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        await ResetAsync(http);
    }

    /// <summary>Resets the connection once the caller has had time to receive what was sent: a reset overtakes bytes under way.</summary>
    public static async Task ResetAsync(HttpContext http)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, http.RequestAborted); // the network's time, not the simulated one
        http.Abort();
    }
}
