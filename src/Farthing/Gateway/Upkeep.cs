using System.Collections.Concurrent;
using Farthing.Budgets;
using Farthing.Ledger;
using Farthing.Wire;
using Microsoft.Data.Sqlite;

namespace Farthing.Gateway;

/// <summary>
/// What a gateway does beside its calls, each second: write the ends of calls that the ledger did not take, read keys and budgets that have changed;
/// and several times within each lease: renew the leases of its calls, and charge those that a crash left, and give memory back after a rush.
/// </summary>
internal sealed partial class Upkeep : IAsyncDisposable
{
    /// <summary>So many bytes less in the pools are worth a pause of some ten milliseconds: no other collection gives the system its memory back.</summary>
    private const long WorthCollecting = 16 * 1024 * 1024;

    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<(Hold Hold, Settlement End)> _unsettled = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly LedgerStore _ledger;
    private readonly BudgetNotice _notice;
    private readonly Standing _standing;
    private readonly OpenAllowance _allowance;
    private readonly TimeSpan _sweepEvery;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Task _loop;

    public Upkeep(LedgerStore ledger, BudgetNotice notice, Standing standing, OpenAllowance allowance, TimeSpan lease, TimeProvider clock, ILogger<Upkeep> log)
    {
        (_ledger, _notice, _standing, _allowance, _sweepEvery, _clock, _log) = (ledger, notice, standing, allowance, lease / 4, clock, log);
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Writes the end of a call down, now or, where the ledger cannot take it, as soon as it can: what was answered is not lost.</summary>
    public async Task SettleAsync(Hold hold, Settlement end)
    {
        try
        {
            Written(hold, await _ledger.SettleAsync(hold, end));
        }
        catch (Exception e)
        {
            NotSettled(_log, e, hold.CallId);
            if (IsOutage(e)) _unsettled.Enqueue((hold, end));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        if (!_unsettled.IsEmpty) await TryAsync(SettleLaterAsync);
        if (!_unsettled.IsEmpty) Lost(_log, _unsettled.Count);
        _stop.Dispose();
    }

    private async Task LoopAsync()
    {
        using var timer = new PeriodicTimer(s_beat, _clock);
        var swept = _clock.GetUtcNow();
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                await TryAsync(SettleLaterAsync);
                await TryAsync(() =>
                {
                    _standing.Refresh();
                    return Task.CompletedTask;
                });
                if (_clock.GetUtcNow() - swept < _sweepEvery) continue;
                swept = _clock.GetUtcNow();
                if (RentedBytes.Trim() >= WorthCollecting) GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                await TryAsync(async () =>
                {
                    if (await _ledger.SweepAsync() is > 0 and var ended) Swept(_log, ended);
                });
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task SettleLaterAsync()
    {
        while (_unsettled.TryPeek(out var call))
        {
            try
            {
                Written(call.Hold, await _ledger.SettleAsync(call.Hold, call.End));
            }
            catch (InvalidOperationException e) when (!IsOutage(e)) // it has ended after all: the commit went through, and only its answer was lost
            {
                Ended(_log, e, call.Hold.CallId);
            }

            _unsettled.TryDequeue(out _);
        }
    }

    private void Written(Hold hold, IReadOnlyList<BudgetWarning> warnings)
    {
        if (!hold.IsWritten) _allowance.GiveBack(hold.Reserved);
        foreach (var warning in warnings) _ = _notice.GiveAsync(warning); // somebody else's server keeps no lease waiting
    }

    private static bool IsOutage(Exception e) => e is SqliteException or IOException or ObjectDisposedException;

    /// <summary>A database that is gone now may be back at the next beat.</summary>
    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (IsOutage(e))
        {
            NotNow(_log, e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Calls} calls were left by a gateway that is gone; they are charged at what was reserved for them")]
    private static partial void Swept(ILogger log, int calls);

    [LoggerMessage(LogLevel.Warning, "The ledger cannot be used now")]
    private static partial void NotNow(ILogger log, Exception e);

    [LoggerMessage(LogLevel.Error, "{CallId}: its end could not be written")]
    private static partial void NotSettled(ILogger log, Exception e, string callId);

    [LoggerMessage(LogLevel.Information, "{CallId} was settled before")]
    private static partial void Ended(ILogger log, Exception e, string callId);

    [LoggerMessage(LogLevel.Error, "{Calls} calls could not be settled before the end; those that were held are charged at what was reserved, by the next gateway that runs")]
    private static partial void Lost(ILogger log, int calls);
}
