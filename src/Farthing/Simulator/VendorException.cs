namespace Farthing.Simulator;

/// <summary>A request that the vendor would refuse, or a fault that was asked for.</summary>
/// <param name="type">The vendor's error type; for Anthropic derived from the status where null.</param>
/// <param name="param">The field at fault, where OpenAI names it.</param>
/// <param name="code">OpenAI's code; Anthropic's errors have none.</param>
internal sealed class VendorException(int status, string message, string? type = null, string? param = null, string? code = null)
    : Exception(message)
{
    public int Status => status;

    public string? Type => type;

    public string? Param => param;

    public string? Code => code;

    public int? RetryAfterSeconds { get; init; }

    /// <summary>The failure that a <see cref="FaultKind.Status"/> fault asks for, in the vendor's words.</summary>
    public static VendorException Of(Fault fault, Vendor vendor, SimulatedModel? model) => new(
        vendor == Vendor.OpenAI && fault.Status == 529 ? 503 : fault.Status,
        fault.Status switch
        {
            429 => $"Rate limit reached for {model?.Snapshot ?? "this model"} (simulated). Please try again in {fault.RetryAfterSeconds}s.",
            529 or 503 => "Overloaded (simulated)",
            >= 500 => "Internal server error (simulated)",
            _ => "Refused (simulated)",
        },
        vendor == Vendor.Anthropic ? null : fault.Status switch { 429 => "requests", >= 500 => "server_error", _ => "invalid_request_error" },
        code: fault.Status switch { 401 => "invalid_api_key", 404 => "model_not_found", 429 => "rate_limit_exceeded", _ => null })
    {
        RetryAfterSeconds = fault.Status == 429 ? fault.RetryAfterSeconds : null,
    };
}
