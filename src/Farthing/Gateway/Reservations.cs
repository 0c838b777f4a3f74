using Farthing.Budgets;
using Farthing.Catalogue;
using Farthing.Ledger;
using Farthing.Wire;
using Microsoft.Data.Sqlite;

namespace Farthing.Gateway;

/// <summary>
/// Step 4: holds the worst case of a call against all its budgets, durably, before the provider is asked. The worst case of a body is quick to
/// tell and far too wide; where it does not fit, it is counted exactly and tried once more, so that nothing is refused which would fit.
/// </summary>
internal sealed partial class Reservations(Standing standing, LedgerStore ledger, NarrowCase narrow, OpenAllowance allowance, TimeProvider clock, ILogger<Reservations> log)
{
    private const int MostWaits = 20;

    private static readonly TimeSpan s_wait = TimeSpan.FromMilliseconds(50);

    /// <summary>The hold, and the warnings that its budgets give.</summary>
    /// <exception cref="WireException">400: no price is known, and a limit is set. 429: a budget has no room. 503: the ledger cannot be written.</exception>
    public async Task<(Hold Hold, IReadOnlyList<BudgetWarning> Warnings)> MakeAsync(
        string callId, Call call, Billing billing, Dialect caller, IHeaderDictionary headers, CancellationToken cancel)
    {
        var hold = new Hold(callId, call.Started, billing, call.Asked, call.Attempt.Model, call.Attempt.Provider.Name, caller.Name, call.Attempt.Dialect.Name,
            call.Attempt.Provider.Simulated, call.WorstCase(), []);
        try
        {
            var (made, result) = await HoldAsync(hold, call, waits: 0, cancel);
            if (result.Refusal is { } refusal)
            {
                await LongWork.ElsewhereAsync();
                var exact = await narrow.WorstCaseAsync(call, caller, headers, cancel) is { } counted && counted < hold.Reserved ? counted : hold.Reserved!.Value;
                (made, result) = await HoldAsync(hold with { Reserved = exact }, call, MostWaits, cancel);
                if (result.Refusal is { } still) throw new WireException(Refused(exact, still));
            }

            await LongWork.ElsewhereAsync(call.Request.Length);
            return (made, result.Warnings);
        }
        catch (Exception e) when (e is SqliteException or IOException)
        {
            await LongWork.ElsewhereAsync();
            LedgerFailed(log, e, callId);
            if (!allowance.Take(hold.Reserved)) throw new WireException(allowance.LedgerDown);
            return (hold with { Lines = Lines(hold, call, standing.Book), IsWritten = false }, []);
        }
    }

    /// <param name="waits">How often to wait a moment where calls under way could make room: they give back most of what they hold.</param>
    private async Task<(Hold, HoldResult)> HoldAsync(Hold hold, Call call, int waits, CancellationToken cancel)
    {
        while (true)
        {
            var book = standing.Book;
            var made = hold with { Lines = Lines(hold, call, book) };
            var result = await ledger.HoldAsync(made, book.Revision);
            if (result.IsStale)
            {
                await LongWork.ElsewhereAsync();
                standing.Refresh();
                continue;
            }

            if (result.Refusal is not { } refusal || hold.Reserved > refusal.Left + refusal.Held || waits-- == 0) return (made, result);
            await Task.Delay(s_wait, clock, cancel);
        }
    }

    private static IReadOnlyList<BudgetLine> Lines(Hold hold, Call call, BudgetBook book)
    {
        var lines = book.Lines(hold.Billing.KeyId, hold.Billing.Team, hold.Billing.Project, hold.Started);
        if (hold.Reserved is null && lines.FirstOrDefault(l => !l.Budget.Soft) is { } hard)
            throw new WireException(Unpriced(call, hard.Budget));
        return lines;
    }

    private static WireError Unpriced(Call call, Budget hard)
    {
        var ofTier = call.PriceOf(call.Attempt).Kind == PriceKind.Known && call.DearestMode(call.Attempt) != ServiceMode.Standard;
        var (what, mending, field) = ofTier
            ? ($" for the service tier '{call.Head.ServiceTier}'", "Ask for the tier 'default', import a table that has the price (`farthing models import`)", "service_tier")
            : ("", $"Give it a price under price_overrides in farthing.yaml (docs/configuration.md), write free: true under providers.{call.Attempt.Provider.Name} where that server is your own, name a model that `farthing models` lists with a price", "model");
        return new WireError(400, WireErrorKind.InvalidRequest,
            $"model '{call.Attempt.Model}' has no known price{what} in the price book '{call.PriceBook}', and {hard.Name} is ${hard.Limit}: an unpriced call could pass it. " +
            $"{mending}, or take the budget away.", field, "unknown_price");
    }

    private WireError Refused(Usd worst, BudgetRefusal refusal)
    {
        var (budget, window) = (refusal.Line.Budget, refusal.Line.Window);
        var renews = window.Ends is { } ends ? $"It renews at {TimeZoneInfo.ConvertTime(ends, TimeZoneInfo.FindSystemTimeZoneById(budget.Zone)):yyyy-MM-dd HH:mm} {budget.Zone}" : "It does not renew";
        var held = refusal.Held == Usd.Zero ? "" : $", with ${refusal.Held} held by calls under way";
        return new WireError(429, WireErrorKind.Budget,
            $"this call could cost up to ${worst}, and ${refusal.Left} is left of {budget.Name}, ${budget.Limit}{held}. {renews}: {budget.Mending}, or lower max_tokens.", Code: "budget_exceeded")
        { RetryAfter = window.Ends is { } end ? end - clock.GetUtcNow() : TimeSpan.FromHours(1) };
    }

    [LoggerMessage(LogLevel.Error, "{CallId}: the ledger could not be written")]
    private static partial void LedgerFailed(ILogger log, Exception e, string callId);
}
