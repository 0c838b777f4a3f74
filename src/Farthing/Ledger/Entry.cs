using Farthing.Catalogue;
using Farthing.Wire;

namespace Farthing.Ledger;

/// <summary>What is known of a call before it is sent. Written durably first, so that no paid call can be forgotten.</summary>
internal sealed record Intent(
    string CallId,
    DateTimeOffset At,
    string KeyId,
    string ModelAsked,
    string Provider,
    string DialectIn,
    string DialectOut,
    bool Simulated,
    Usd? Reserved);

/// <summary>How a call ended.</summary>
internal enum Ending
{
    /// <summary>The answer reached the caller whole.</summary>
    Completed,

    /// <summary>The caller hung up; what the provider produced is billed.</summary>
    CallerLeft,

    /// <summary>The provider broke off; what it produced is billed.</summary>
    ProviderBroke,

    /// <summary>The provider refused or could not be reached; nothing is billed.</summary>
    Refused,
}

/// <summary>The end of a call. Exactly one is written for each intent.</summary>
/// <param name="ModelServed">The model that the provider says it used.</param>
/// <param name="Attempts">Calls made to providers, the last one included.</param>
/// <param name="Status">The HTTP status that the caller got.</param>
/// <param name="Stop">The stop reason as the provider named it.</param>
/// <param name="Estimated">Whether <paramref name="Usage"/> is our estimate because the provider reported none.</param>
/// <param name="Cost">Null when the model's price is unknown.</param>
/// <param name="FirstByte">From the request to the first byte of the provider's answer.</param>
internal sealed record Settlement(
    DateTimeOffset At,
    string Provider,
    string DialectOut,
    bool Simulated,
    string? ModelServed,
    int Attempts,
    int Status,
    Ending Ending,
    string? Stop,
    Usage Usage,
    bool Estimated,
    Usd? Cost,
    string PriceBook,
    DateOnly? PricesFrom,
    TimeSpan? FirstByte,
    TimeSpan Total);
