using Farthing.Budgets;
using Farthing.Catalogue;
using Farthing.Wire;

namespace Farthing.Ledger;

/// <summary>Whom a call is billed to, and what its caller calls it. Null is none.</summary>
/// <param name="Session">One run of a tool, as it names itself.</param>
/// <param name="User">The end user that the caller names.</param>
/// <param name="Label">Any word of the caller's own.</param>
internal sealed record Billing(string KeyId, string? Team = null, string? Project = null, string? Session = null, string? User = null, string? Label = null);

/// <summary>What is known of a call before it is sent. Written durably first, so that no paid call can be forgotten.</summary>
/// <param name="Model">The model of the first attempt.</param>
/// <param name="Reserved">The most that it can cost; null where no price is known, which no budget lets through.</param>
/// <param name="Lines">The budgets' windows that it is held against.</param>
internal sealed record Hold(
    string CallId,
    DateTimeOffset Started,
    Billing Billing,
    string ModelAsked,
    string Model,
    string Provider,
    string DialectIn,
    string DialectOut,
    bool Simulated,
    Usd? Reserved,
    IReadOnlyList<BudgetLine> Lines)
{
    /// <summary>False for a call that was let through while the ledger could not be written.</summary>
    public bool IsWritten { get; init; } = true;
}

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

/// <summary>A try that failed and was followed by another. Nothing is billed for it.</summary>
/// <param name="Status">The provider's; null where it could not be reached.</param>
internal sealed record Retry(DateTimeOffset Started, DateTimeOffset At, string Provider, string DialectOut, string Model, bool Simulated, int? Status);

/// <summary>The end of a call. Exactly one is written for each hold.</summary>
/// <param name="Model">As it was asked of the provider.</param>
/// <param name="ModelServed">The model that the provider says it used.</param>
/// <param name="Retries">The tries before the last one.</param>
/// <param name="Attempts">Calls made to providers, the last one included.</param>
/// <param name="Status">The HTTP status that the caller got.</param>
/// <param name="Stop">The stop reason as the provider named it.</param>
/// <param name="Estimated">Whether <paramref name="Usage"/> is our estimate because the provider reported none.</param>
/// <param name="Cost">Null when the model's price is unknown.</param>
/// <param name="Rates">The rates used; null where none are known.</param>
/// <param name="FirstByte">From the request to the first byte of the provider's answer.</param>
internal sealed record Settlement(
    DateTimeOffset At,
    string Provider,
    string DialectOut,
    bool Simulated,
    string Model,
    string? ModelServed,
    IReadOnlyList<Retry> Retries,
    int Attempts,
    int Status,
    Ending Ending,
    string? Stop,
    Usage Usage,
    bool Estimated,
    Usd? Cost,
    string PriceBook,
    DateOnly? PricesFrom,
    Rates? Rates,
    TimeSpan? FirstByte,
    TimeSpan Total);
