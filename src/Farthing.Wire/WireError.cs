namespace Farthing.Wire;

/// <summary>An error on its way to a caller, free of any dialect. Each dialect writes it in its own shape.</summary>
/// <param name="Status">The HTTP status that the caller gets before the dialect's own rules (OpenAI callers get 503 for 529).</param>
/// <param name="Kind">What went wrong.</param>
/// <param name="Message">What, where and how to mend it.</param>
/// <param name="Field">The request field at fault, as a path like <c>messages[2].content</c>.</param>
/// <param name="Code">The provider's own code where there is one, such as <c>context_length_exceeded</c>.</param>
public sealed record WireError(int Status, WireErrorKind Kind, string Message, string? Field = null, string? Code = null)
{
    /// <summary>After how long asking again makes sense; null where nothing is known of it.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same request would only be refused again, until somebody changes it, a key or a budget.</summary>
    public bool IsFinal => Kind == WireErrorKind.Budget || Status is >= 400 and < 500 and not (408 or 409 or 425 or 429);
}

/// <summary>The kinds that both vendors know (wire.md §2, Errors).</summary>
public enum WireErrorKind
{
    InvalidRequest, Authentication, Billing, Permission, NotFound, NoSuchPath, TooLarge, RateLimit, Budget, Internal, Timeout, Overloaded, Unavailable,
}

/// <summary>A request or an answer that cannot be read or cannot be expressed in the target dialect.</summary>
public sealed class WireException(WireError error) : Exception(error.Message)
{
    public WireError Error { get; } = error;

    /// <summary>The row of the loss table that refuses it; null for what cannot be read.</summary>
    public LossRow? Row { get; private init; }

    /// <summary>A 400 that names the field at fault.</summary>
    public static WireException Invalid(string field, string message) =>
        new(new WireError(400, WireErrorKind.InvalidRequest, $"{field}: {message}", field));

    /// <summary>A 400 because the loss table refuses what stands in <paramref name="field"/>.</summary>
    public static WireException Refused(string field, LossRow row, string? message = null) =>
        new(Invalid(field, message ?? row.Why!).Error) { Row = row };
}
