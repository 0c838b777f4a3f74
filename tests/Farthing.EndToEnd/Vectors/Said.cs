using System.Text.Json;
using System.Text.Json.Nodes;

namespace Farthing.EndToEnd.Vectors;

/// <summary>Why an answer ended, in the richest vocabulary of all families.</summary>
internal enum Stopped { End, Sequence, Length, Tools, Refusal, Pause, Window, Compaction }

/// <summary>Tokens as a family reports them; null is "not reported".</summary>
/// <param name="Prompt">All of the prompt, cached or not.</param>
internal sealed record Tokens(long? Prompt = null, long? Cached = null, long? Written = null, long? Output = null, long? Reasoning = null);

/// <summary>What one answer says, free of the family that it is said in: what a translation must keep.</summary>
/// <param name="Calls">Tool name and arguments, these as normal JSON.</param>
/// <param name="Seals">Signatures and encrypted thinking.</param>
internal sealed record Said(
    string Text, string Refusal, string Thinking, IReadOnlyList<(string Name, string Arguments)> Calls, IReadOnlyList<string> Seals, Stopped Stop, Tokens Tokens)
{
    /// <summary>The answer as far as <paramref name="family"/> can tell it; what it leaves out stands in the loss table.</summary>
    public Said As(Family family)
    {
        var prompt = family == Family.Completions || family == Family.Generate;
        var hasRefusal = family == Family.Chat || family == Family.Responses;
        var hasSeals = family == Family.Anthropic || family == Family.Responses;
        return this with
        {
            Text = hasRefusal ? Text : Text + Refusal,
            Refusal = hasRefusal ? Refusal : "",
            Thinking = family == Family.Completions ? "" : Thinking,
            Calls = prompt ? [] : Calls,
            Seals = hasSeals ? Seals : [],
            Stop = StopAs(family),
            Tokens = new Tokens(
                Tokens.Prompt ?? 0, family.Lines ? 0 : Tokens.Cached ?? 0, family.Lines ? 0 : Tokens.Written ?? 0, Tokens.Output ?? 0, family.Lines ? 0 : Tokens.Reasoning ?? 0),
        };
    }

    /// <summary>Null where both say the same; else the first thing in which they differ.</summary>
    public static string? Difference(Said expected, Said got) =>
        Differs("text", expected.Text, got.Text)
        ?? Differs("refusal", expected.Refusal, got.Refusal)
        ?? Differs("thinking", expected.Thinking, got.Thinking)
        ?? Differs("calls", string.Join('\n', expected.Calls), string.Join('\n', got.Calls))
        ?? (expected.Seals.Count == got.Seals.Count && expected.Seals.Zip(got.Seals).All(s => s.Second.EndsWith(s.First, StringComparison.Ordinal))
            ? null : $"seals\n  expected {string.Join(' ', expected.Seals)}\n  got      {string.Join(' ', got.Seals)}")
        ?? Differs("stop", expected.Stop.ToString(), got.Stop.ToString())
        ?? Differs("tokens", expected.Tokens.ToString(), got.Tokens.ToString());

    /// <summary>Arguments as normal JSON: an object, whatever the family sends in its place.</summary>
    public static string Arguments(string? json)
    {
        if (string.IsNullOrWhiteSpace(json)) return "{}";
        try
        {
            if (JsonNode.Parse(json) is JsonObject o) return o.ToJsonString();
        }
        catch (JsonException)
        {
            // malformed, as models write them at times
        }
        return new JsonObject { ["_raw"] = json }.ToJsonString();
    }

    /// <summary>The families other than Anthropic's do not tell the finer reasons apart (wire.md §2).</summary>
    private Stopped StopAs(Family family) => family == Family.Anthropic ? Stop : Stop switch
    {
        Stopped.Length or Stopped.Window => Stopped.Length,
        // Responses and Ollama finish a turn with calls as any other: the calls themselves tell.
        Stopped.Tools when Calls.Count > 0 && family != Family.Completions && family != Family.Generate => Stopped.Tools,
        Stopped.Refusal when !family.Lines => Stopped.Refusal,
        _ => Stopped.End,
    };

    private static string? Differs(string what, string expected, string got)
    {
        if (expected == got) return null;
        var at = expected.Zip(got).TakeWhile(c => c.First == c.Second).Count();
        string Cut(string text) => (at > 60 ? "…" : "") + text[Math.Max(0, at - 60)..Math.Min(text.Length, at + 200)];
        return $"{what}, from character {at}\n  expected {Cut(expected)}\n  got      {Cut(got)}";
    }
}
