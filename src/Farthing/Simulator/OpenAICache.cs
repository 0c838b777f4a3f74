using System.Security.Cryptography;
using System.Text;

namespace Farthing.Simulator;

/// <summary>
/// The vendor's automatic prompt cache: the longest head that an earlier prompt of the same key and model had too, in steps of 128 tokens and
/// from 1,024 tokens on. Idle entries end after 10 minutes, after 30 on models that bill writes.
/// </summary>
internal sealed class OpenAICache(TimeProvider clock)
{
    private const int StepTokens = 128;
    private const int StepBytes = StepTokens * 4;
    private const int MaxEntries = 200_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _ends = [];

    /// <summary>Counts the cached tokens of a prompt and remembers it.</summary>
    /// <param name="promptTokens">The prompt's whole count, which the cached part never exceeds.</param>
    /// <returns>Tokens read, and tokens written where the model bills them.</returns>
    public (int Read, int Written) Use(string key, SimulatedModel model, string text, int promptTokens)
    {
        if (promptTokens < model.MinCacheable) return (0, 0);
        var now = clock.GetUtcNow();
        var ends = now + TimeSpan.FromMinutes(model.Reasons ? 30 : 10);
        var steps = Steps($"{key}\n{model.Id}\n", text, promptTokens / StepTokens);
        lock (_lock)
        {
            if (_ends.Count > MaxEntries) Prune(now);
            var known = steps.TakeWhile(s => _ends.TryGetValue(s, out var end) && end > now).Count() * StepTokens;
            foreach (var step in steps) _ends[step] = ends;
            var read = known >= model.MinCacheable ? known : 0;
            return (read, model.Reasons ? (steps.Count * StepTokens) - read : 0);
        }
    }

    private void Prune(DateTimeOffset now)
    {
        foreach (var dead in _ends.Where(e => e.Value <= now).Select(e => e.Key).ToArray()) _ends.Remove(dead);
        if (_ends.Count > MaxEntries) _ends.Clear();
    }

    /// <summary>A hash for every whole step of the prompt, each over all text before it.</summary>
    private static List<string> Steps(string head, string text, int most)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(head));
        List<string> steps = [];
        for (var at = 0; at + StepBytes <= bytes.Length && steps.Count < most; at += StepBytes)
        {
            hash = SHA256.HashData([.. hash, .. bytes.AsSpan(at, StepBytes)]);
            steps.Add(Convert.ToHexString(hash));
        }

        return steps;
    }
}
