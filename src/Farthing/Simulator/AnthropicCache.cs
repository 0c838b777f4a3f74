using System.Security.Cryptography;
using System.Text;

namespace Farthing.Simulator;

/// <summary>The parts of a prompt as the vendor counts them: <paramref name="Fresh"/> excludes what was read and written.</summary>
internal sealed record CacheTally(int Fresh, int Read, int Write5m, int Write1h);

/// <summary>
/// The vendor's prompt cache: a marked prefix is written once and read by later calls of the same key and model with the same prefix, found
/// from each mark up to 20 blocks back. A read renews the entry. Prefixes under the model's minimum are not cached.
/// </summary>
internal sealed class AnthropicCache(TimeProvider clock)
{
    private const int LookBack = 20;
    private const int MaxEntries = 50_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = [];

    private sealed record Entry(CacheLife Life, DateTimeOffset Ends);

    /// <summary>Counts the prompt and says what to write; the entries exist once the commit is called, when the reply begins.</summary>
    public (CacheTally Tally, Action Commit) Look(string key, SimulatedModel model, AnthropicPrompt prompt)
    {
        var prefixes = Prefixes($"{key}\n{model.Id}\n", prompt);
        var marks = prefixes.Index().Select(p => (p.Index, Prefix: p.Item))
            .Where(p => p.Prefix.Mark is not null && p.Prefix.Tokens >= model.MinCacheable).ToArray();
        var hit = marks.Reverse().Select(m => Hit(prefixes, m.Index)).FirstOrDefault(h => h is not null);
        var (read, at) = (hit?.Tokens ?? 0, hit?.Tokens ?? 0);
        int[] writes = [0, 0];
        foreach (var (_, prefix) in marks.Where(m => m.Prefix.Tokens > read))
        {
            writes[(int)prefix.Mark!] += prefix.Tokens - at;
            at = prefix.Tokens;
        }

        var tally = new CacheTally(prompt.Tokens - read - writes[0] - writes[1], read, writes[0], writes[1]);
        return (tally, () => Write(marks.Select(m => m.Prefix), hit));
    }

    private sealed record Prefix(string Hash, int Tokens, CacheLife? Mark);

    private Prefix? Hit(Prefix[] prefixes, int mark)
    {
        lock (_lock)
        {
            for (var i = mark; i >= Math.Max(0, mark - LookBack); i--)
            {
                if (_entries.TryGetValue(prefixes[i].Hash, out var entry) && entry.Ends > clock.GetUtcNow())
                    return prefixes[i] with { Mark = entry.Life };
            }

            return null;
        }
    }

    private void Write(IEnumerable<Prefix> marked, Prefix? hit)
    {
        var now = clock.GetUtcNow();
        lock (_lock)
        {
            if (_entries.Count > MaxEntries) Prune(now);
            foreach (var prefix in hit is null ? marked : marked.Prepend(hit))
            {
                var life = _entries.TryGetValue(prefix.Hash, out var entry) && entry.Ends > now ? entry.Life : prefix.Mark!.Value;
                _entries[prefix.Hash] = new Entry(life, now + (life == CacheLife.OneHour ? TimeSpan.FromHours(1) : TimeSpan.FromMinutes(5)));
            }
        }
    }

    private void Prune(DateTimeOffset now)
    {
        foreach (var dead in _entries.Where(e => e.Value.Ends <= now).Select(e => e.Key).ToArray()) _entries.Remove(dead);
        if (_entries.Count > MaxEntries) _entries.Clear();
    }

    private static Prefix[] Prefixes(string head, AnthropicPrompt prompt)
    {
        var (hash, tokens) = (SHA256.HashData(Encoding.UTF8.GetBytes(head)), Tokens.Priming);
        return [.. prompt.Blocks.Select(block =>
        {
            hash = SHA256.HashData([.. hash, .. Encoding.UTF8.GetBytes(block.Text)]);
            tokens += block.Tokens;
            return new Prefix(Convert.ToHexString(hash), tokens, block.Mark);
        })];
    }
}
