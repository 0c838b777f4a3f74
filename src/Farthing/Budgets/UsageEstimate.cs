using Farthing.Wire;

namespace Farthing.Budgets;

/// <summary>Usage where the provider reported none, because it broke off or the caller left. Always marked as an estimate. Pure.</summary>
internal static class UsageEstimate
{
    /// <summary>English and code have about four bytes a token; a request's JSON around them errs to the high side.</summary>
    private const int BytesPerToken = 4;

    /// <summary>A streamed event carries about one token in 150 bytes of JSON (Anthropic and OpenAI deltas alike).</summary>
    private const int StreamBytesPerToken = 150;

    /// <summary>Keeps every reported part and fills in input and output.</summary>
    /// <param name="streamed">Bytes of the provider's stream seen.</param>
    /// <param name="whole">Bytes of a whole answer. With neither nothing of an answer was seen.</param>
    public static Usage Complete(Usage reported, ReadOnlySpan<byte> request, long worstOutput, long streamed, long whole = 0) => reported with
    {
        Input = reported.Input ?? Math.Max(1, request.Length / BytesPerToken),
        // An answer that never came may still be charged in full, and nobody can tell: the worst case is booked.
        Output = streamed > 0 ? Math.Max(reported.Output ?? 0, Math.Min(streamed / StreamBytesPerToken, worstOutput))
            : reported.Output ?? (whole > 0 ? Math.Min(Math.Max(1, whole / BytesPerToken), worstOutput) : worstOutput),
    };
}
