using System.Collections.Concurrent;

namespace Farthing.Keys;

/// <summary>
/// Counts what each key asks for against its <see cref="KeyLimits"/>. A minute's worth may come at once; after that it refills evenly.
/// Tokens are known only afterwards, so a call is let in while any are left, and what it took beyond is waited for by the next.
/// </summary>
internal sealed class Turnstile(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Key> _keys = new();

    /// <returns>A pass to be returned when the call has ended; or null, with what stands in the way and after how long to ask again.</returns>
    public Pass? Enter(ApiKey key, out string? full, out TimeSpan retryAfter)
    {
        (full, retryAfter) = (null, TimeSpan.Zero);
        var limits = key.Limits;
        if (limits == KeyLimits.None) return Pass.Free;
        var counted = _keys.GetOrAdd(key.Id, _ => new Key());
        lock (counted)
        {
            var now = clock.GetUtcNow();
            counted.Refill(limits, now);
            if (limits.Concurrency is { } most && counted.Running >= most)
                (full, retryAfter) = ($"{most} {(most == 1 ? "call" : "calls")} of this key at a time", TimeSpan.FromSeconds(1));
            else if (limits.RequestsPerMinute is { } requests && counted.Requests < 1)
                (full, retryAfter) = ($"{requests} {(requests == 1 ? "request" : "requests")} a minute", TimeSpan.FromMinutes((1 - counted.Requests) / requests));
            else if (limits.TokensPerMinute is { } tokens && counted.Tokens <= 0)
                (full, retryAfter) = ($"{tokens} {(tokens == 1 ? "token" : "tokens")} a minute", TimeSpan.FromMinutes((1 - counted.Tokens) / tokens));
            if (full is not null) return null;
            counted.Requests--;
            counted.Running++;
            return new Pass(counted);
        }
    }

    /// <summary>What a call takes; given back once.</summary>
    internal sealed class Pass
    {
        private Key? _key;

        internal Pass(Key? key) => _key = key;

        /// <summary>Of a key without limits.</summary>
        public static Pass Free { get; } = new(null);

        /// <param name="tokens">All that the call used, cached or not.</param>
        public void Leave(long tokens)
        {
            if (Interlocked.Exchange(ref _key, null) is not { } key) return;
            lock (key)
            {
                key.Running--;
                key.Tokens -= tokens;
            }
        }
    }

    internal sealed class Key
    {
        private DateTimeOffset? _at;

        public double Requests { get; set; }

        public double Tokens { get; set; }

        public int Running { get; set; }

        public void Refill(KeyLimits limits, DateTimeOffset now)
        {
            var minutes = _at is { } before ? Math.Max(0, (now - before).TotalMinutes) : double.PositiveInfinity;
            _at = now;
            if (limits.RequestsPerMinute is { } requests) Requests = double.IsInfinity(minutes) ? requests : Math.Min(requests, Requests + (minutes * requests));
            if (limits.TokensPerMinute is { } tokens) Tokens = double.IsInfinity(minutes) ? tokens : Math.Min(tokens, Tokens + (minutes * tokens));
        }
    }
}
