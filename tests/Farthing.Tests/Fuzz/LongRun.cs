using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using CsCheck;
using Farthing.Tests.Fuzz.Gateways;
using Farthing.Tests.Fuzz.Inputs;
using Xunit;

namespace Farthing.Tests.Fuzz;

/// <summary>
/// The long run of <c>tests/fuzz</c>: all parts in turn until the time is up, a line for each round, a summary at the end.
/// It fails at the first input that breaks something, and names the seed that makes it again.
/// </summary>
public class LongRun
{
    private const int Lanes = 4, WireSeconds = 5, GatewaySeconds = 20;

    /// <summary>A single input is done in milliseconds; one that takes so long will not end.</summary>
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, long> _counts = new();
    private readonly ConcurrentDictionary<int, (long Since, object Input)> _running = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly string? _seed = Environment.GetEnvironmentVariable("FARTHING_FUZZ_SEED") is { Length: > 0 } seed ? seed : null;

    [Fact(Explicit = true)]
    public async Task Nothing_breaks_hangs_or_grows()
    {
        var minutes = double.Parse(Environment.GetEnvironmentVariable("FARTHING_FUZZ_MINUTES") ?? "1", CultureInfo.InvariantCulture);
        await using var gateway = await FuzzGateway.StartAsync(Lanes);
        var fuzz = new GatewayFuzz(gateway);
        using var watch = new Timer(_ => Watch(), null, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
        var memory = new List<Memory>();
        try
        {
            do
            {
                Part("wire-requests", WireFuzz.Requests, WireFuzz.Request);
                Part("wire-replies", WireFuzz.Replies, WireFuzz.Reply);
                Part("wire-streams", WireFuzz.Streams, WireFuzz.Relayed);
                Part("wire-events", AnyEvents.Any, WireFuzz.Events);
                await PartAsync("gateway", GatewayFuzz.Calls, fuzz.RunAsync);
                memory.Add(Memory.Now());
                Say($"{_clock.Elapsed:mm\\:ss}  {string.Join("  ", _counts.OrderBy(c => c.Key).Select(c => $"{c.Key} {c.Value:N0}"))}  {memory[^1]}");
            }
            while (_seed is null && _clock.Elapsed.TotalMinutes < minutes);

            Assert.Equal(0, await gateway.OpenCallsAsync());
            Assert.Empty(gateway.Logged);
        }
        finally
        {
            Say("");
            foreach (var (what, n) in fuzz.Tally.OrderBy(t => t.Key, StringComparer.Ordinal)) Say($"{n,10:N0}  {what}");
            Say($"{gateway.Entries(),10:N0}  ledger lines, {await gateway.OpenCallsAsync()} calls left open");
            Say($"{gateway.Logged.Count,10:N0}  errors logged or unobserved");
            if (memory.Count > 0) Say($"memory: {memory[0]} after the first round, {memory[^1]} at the end");
        }

        // The first round fills pools and compiles; from the second on nothing may grow. With a seed there is one round only.
        if (memory.Count < 5) return;
        var (early, late) = (Memory.Median(memory.Skip(1).Take((memory.Count - 1) / 2)), Memory.Median(memory.Skip(1 + ((memory.Count - 1) / 2))));
        Assert.True(late.Managed - early.Managed < 16 && late.Resident - early.Resident < 64, $"memory grows: {early} in the first half, {late} in the second");
    }

    private void Part<T>(string name, Gen<T> gen, Action<T> check)
    {
        try
        {
            var seconds = _seed is null ? WireSeconds : -1;
            gen.Sample(input =>
            {
                Begin(name, input!);
                check(input);
                _running.TryRemove(Environment.CurrentManagedThreadId, out var _);
            }, seed: _seed, iter: 1, time: seconds, threads: 2);
        }
        catch (CsCheckException e)
        {
            throw new InvalidOperationException($"part {name}: {e.Message}", e);
        }
    }

    private async Task PartAsync<T>(string name, Gen<T> gen, Func<T, Task> check)
    {
        try
        {
            await gen.SampleAsync(async input =>
            {
                _counts.AddOrUpdate(name, 1, (_, n) => n + 1);
                await check(input);
            }, seed: _seed, iter: 1, time: _seed is null ? GatewaySeconds : -1, threads: Lanes);
        }
        catch (CsCheckException e)
        {
            throw new InvalidOperationException($"part {name}: {e.Message}", e);
        }
    }

    private void Begin(string part, object input)
    {
        _counts.AddOrUpdate(part, 1, (_, n) => n + 1);
        _running[Environment.CurrentManagedThreadId] = (Stopwatch.GetTimestamp(), input);
    }

    private void Watch()
    {
        foreach (var (since, input) in _running.Values)
        {
            if (Stopwatch.GetElapsedTime(since) < s_hang) continue;
            Say($"this input hangs: {input}");
            Environment.Exit(1);
        }
    }

    private static void Say(string line) => Console.WriteLine(line);

    /// <summary>In MB, after a full collection.</summary>
    private readonly record struct Memory(long Managed, long Resident)
    {
        public static Memory Now()
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            return new(GC.GetTotalMemory(false) >> 20, Environment.WorkingSet >> 20);
        }

        public static Memory Median(IEnumerable<Memory> all)
        {
            var list = all.ToArray();
            return new(list.Select(m => m.Managed).Order().ElementAt(list.Length / 2), list.Select(m => m.Resident).Order().ElementAt(list.Length / 2));
        }

        public override string ToString() => $"{Managed} MB managed, {Resident} MB resident";
    }
}
