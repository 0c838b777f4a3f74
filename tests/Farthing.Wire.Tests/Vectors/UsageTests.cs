using System.Text;

namespace Farthing.Wire.Tests.Vectors;

/// <summary>
/// Every recording with usage, whole or streamed, passing or translated: the parts that we count are disjoint, and add up to what the provider reported.
/// </summary>
public sealed class UsageTests
{
    private static readonly Dialect[] s_passing = [Dialects.OpenAIEmbeddings, Dialects.OllamaEmbed, Dialects.OllamaEmbeddings];

    public static TheoryData<string> Each => [.. Dialects.All.Concat(s_passing).Select(d => d.Name)];

    [Theory, MemberData(nameof(Each))]
    public void The_parts_are_disjoint_and_add_up_to_what_the_provider_reported(string name)
    {
        var dialect = Dialects.All.Concat(s_passing).Single(d => d.Name == name);
        var way = Way.Begin("usage", name, name);
        foreach (var recording in Recordings.Replies(dialect).Where(r => !r.IsError).Concat(Recordings.Streams(dialect)))
        {
            if (Exempt.Has(recording) || TokenFacts.Of(recording) is not { } facts) continue;
            way.Run(recording, () => Counts(recording).Select(c => Wrong(facts, c.Usage) is { } wrong ? $"{c.How}: {wrong} in {c.Usage} of {facts}" : null).FirstOrDefault(w => w is not null));
        }
        way.End(atLeast: name.StartsWith("ollama-embed", StringComparison.Ordinal) ? 0 : name.StartsWith("ollama", StringComparison.Ordinal) ? 8 : 20);
    }

    /// <summary>As the ledger gets it of a call that passes, and of one that is translated. An answer that is no whole one is not read as one.</summary>
    private static IEnumerable<(string How, Usage Usage)> Counts(Recording recording)
    {
        var dialect = recording.Dialect;
        if (recording.Reply is { } reply)
        {
            yield return ("digest", dialect.ReadDigest(Encoding.UTF8.GetBytes(reply.GetRawText())).Usage);
            if (!s_passing.Contains(dialect) && AnswerFacts.Of(dialect, reply).Stop is not null) yield return ("reader", dialect.ReadReply(reply).Usage);
            yield break;
        }
        var bytes = Encoding.UTF8.GetBytes(recording.StreamText!);
        var tally = dialect.NewTally();
        using var scanner = IStreamScanner.For(dialect.Framing);
        scanner.Feed(bytes, tally.Observe);
        scanner.Finish(tally.Observe);
        yield return ("tally", tally.Usage);
        var (events, error) = Translate.Events(dialect, bytes);
        if (error is null) yield return ("reader", ReplyFold.Of(events).Usage);
    }

    private static string? Wrong(TokenFacts facts, Usage usage)
    {
        long?[] parts = [usage.Input, usage.CacheRead, usage.CacheWrite5m, usage.CacheWrite1h, usage.Output];
        var written = (usage.CacheWrite5m ?? 0) + (usage.CacheWrite1h ?? 0);
        // Gemini's tokens are told by OpenRouter as read and as written at once; they were one or the other.
        var told = Math.Min(facts.Written ?? 0, Math.Max(0, (facts.Prompt ?? 0) - (facts.Cached ?? 0)));
        // xAI counts reasoning beside the answer: only its total has both.
        var output = facts.Reasoning > 0 && facts.Total == facts.Prompt + facts.Output + facts.Reasoning ? facts.Output + facts.Reasoning : facts.Output;
        return parts.Any(p => p < 0) ? "a part is negative"
            : usage.Prompt != facts.Prompt ? "the prompt's parts do not add up"
            : (usage.CacheRead ?? 0) != (facts.Cached ?? 0) ? "what was read from the cache"
            : written != told ? "what was written to the cache"
            : (usage.CacheWrite1h ?? 0) != (facts.WrittenFor1h ?? 0) ? "what was written for an hour"
            : (usage.Output ?? 0) != (output ?? 0) ? "the answer"
            : usage.Reasoning > usage.Output || (usage.Reasoning ?? 0) != (facts.Reasoning ?? 0) ? "the reasoning"
            : facts.Total is { } total && parts.Sum(p => p ?? 0) != total ? "the total"
            : Sum(usage) - Sum(usage.Own()) != facts.OfOther ? "what another model used"
            : null;
    }

    private static long Sum(Usage usage) => (usage.Prompt ?? 0) + (usage.Output ?? 0);
}
