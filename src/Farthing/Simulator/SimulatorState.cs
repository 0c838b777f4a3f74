using System.Globalization;
using System.Text.Json;

namespace Farthing.Simulator;

/// <summary>What one running simulator holds, and the steps that both vendors' endpoints share.</summary>
internal sealed class SimulatorState(SimulatorOptions options, TimeProvider clock)
{
    /// <summary>The vendors' limit for a request body.</summary>
    private const int MaxBodyBytes = 32 * 1024 * 1024;

    private readonly string _started = clock.GetUtcNow().UtcTicks.ToString(CultureInfo.InvariantCulture);
    private readonly FaultCounts _faults = new();
    private long _ids;

    public TimeProvider Clock => clock;

    public Cast Cast { get; } = new(options.Models);

    public Answers Answers { get; } = new(options);

    public RateWindows Rates { get; } = new(clock);

    /// <summary>An id that no other reply of this or another run carries.</summary>
    public string NextId(int length) =>
        Chance.Letters(length, options.Seed, "id", _started, Interlocked.Increment(ref _ids).ToString(CultureInfo.InvariantCulture));

    public Pace PaceOf(Ask ask, string sample) =>
        new(clock, ask.Model, options.Speed, Chance.Uniform(options.Seed, "jitter", ask.Fingerprint, sample));

    /// <summary>The caller's sample index, else the request itself: the same request then always gets the same answer.</summary>
    public static string SampleOf(HttpContext http, Ask ask) =>
        http.Request.Headers["x-farthing-sample"] is [{ Length: > 0 } sample] ? sample : ask.Fingerprint;

    /// <summary>Parses the body.</summary>
    /// <exception cref="VendorException">It is too long or not a JSON object.</exception>
    public static async Task<JsonDocument> ReadBodyAsync(HttpContext http)
    {
        try
        {
            var body = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
            if (body.RootElement.ValueKind == JsonValueKind.Object) return body;
            body.Dispose();
            throw NotJson("the body is not an object");
        }
        catch (JsonException e)
        {
            throw NotJson(e.Message);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new VendorException(413, $"Request exceeds the maximum size of {MaxBodyBytes} bytes", "request_too_large");
        }
    }

    public static void LimitBody(WebApplicationBuilder builder) =>
        builder.WebHost.ConfigureKestrel(k => k.Limits.MaxRequestBodySize = MaxBodyBytes);

    /// <summary>Splits <c>model@fault</c>, and picks the fault for this request: header, then model name, then the simulator's own.</summary>
    public (string? Model, Fault? Fault) FaultOf(HttpContext http, string? model)
    {
        try
        {
            var at = model?.IndexOf('@', StringComparison.Ordinal) ?? -1;
            var named = at < 0 ? null : Fault.Parse(model![(at + 1)..]);
            var header = http.Request.Headers["x-farthing-fault"] is [{ Length: > 0 } text] ? Fault.Parse(text) : null;
            return (at < 0 ? model : model![..at], _faults.Strike(header ?? named ?? options.Fault));
        }
        catch (FormatException e)
        {
            throw new VendorException(400, e.Message, "invalid_request_error");
        }
    }

    /// <summary>Acts on a fault that strikes before anything else. True when it has sent the answer.</summary>
    public async Task<bool> StrikeFirstAsync(HttpContext http, Fault? fault, Vendor vendor, string? model)
    {
        switch (fault?.Kind)
        {
            case FaultKind.Status:
                throw VendorException.Of(fault, vendor, model is null ? null : Cast.Find(model, vendor));
            case FaultKind.SlowStart:
                await Task.Delay(TimeSpan.FromSeconds(fault.DelaySeconds), clock, http.RequestAborted);
                return false;
            case FaultKind.Malformed:
                await WholeBody.MalformedAsync(http);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The caller's key from either header that vendors' clients use.</summary>
    public static string? KeyOf(HttpContext http)
    {
        if (http.Request.Headers["x-api-key"] is [{ Length: > 0 } key]) return key;
        const string Scheme = "Bearer ";
        var bearer = http.Request.Headers.Authorization is [{ } text] && text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? text[Scheme.Length..].Trim()
            : "";
        return bearer.Length == 0 ? null : bearer;
    }

    /// <summary>
    /// Runs a reader of the body. What it cannot decode is the caller's fault: half a surrogate pair in a string, a tool schema that is none.
    /// </summary>
    public static T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException e)
        {
            throw new VendorException(400, $"The request body cannot be read: {e.Message}", "invalid_request_error");
        }
    }

    private static VendorException NotJson(string why) => new(400, $"The request body is not valid JSON: {why}", "invalid_request_error");
}
