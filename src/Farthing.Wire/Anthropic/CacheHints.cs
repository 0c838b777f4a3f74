using System.Text.Json;

namespace Farthing.Wire.Anthropic;

/// <summary>
/// Cache hints of callers of another dialect. Anthropic caches only up to the marks in a prompt, at most 4 of them; nothing is moved
/// for them, so the prefix stays what it was.
/// </summary>
internal sealed class CacheHints
{
    public const string Mark = "cache_control", Key = "prompt_cache_key";

    private const int Most = 4;

    private static readonly JsonElement s_ephemeral = Parse("""{"type":"ephemeral"}""");

    private readonly HashSet<Extras> _kept = new(ReferenceEqualityComparer.Instance);

    /// <summary>Of too many marks the last of the tools, the last of the system and the newest of the messages go along.</summary>
    public CacheHints(Conversation c)
    {
        var leading = c.Turns.TakeWhile(t => t.Role == Role.System).Count();
        var (tools, system, messages) = (Marked(c.Tools.Select(t => t.Extras)), Marked(Blocks(c.Turns.Take(leading))), Marked(Blocks(c.Turns.Skip(leading))));
        if (tools.Count + system.Count + messages.Count > Most)
        {
            (tools, system) = ([.. tools.TakeLast(1)], [.. system.TakeLast(1)]);
            messages = [.. messages.TakeLast(Most - tools.Count - system.Count)];
        }
        _kept.UnionWith([.. tools, .. system, .. messages]);
    }

    /// <summary>
    /// OpenAI's callers are cached without marks, and name a key where they mean to come back with the same prefix. For them the marks
    /// are placed where an agent's prompt grows: after the tools, the system and the last two messages of the user.
    /// </summary>
    public static Conversation Placed(Conversation c)
    {
        if (c.Extras is not { } extras || extras.Dialect == AnthropicDialect.DialectName || extras.Fields.All(f => f.Key != Key)) return c;
        var rest = extras.Fields.Where(f => f.Key != Key).ToList();
        c = c with { Extras = rest.Count == 0 ? null : extras with { Fields = rest } };
        if (Marked(c.Tools.Select(t => t.Extras).Concat(Blocks(c.Turns))).Count > 0) return c; // the caller has its own
        var tools = c.Tools.ToList();
        if (tools.FindLastIndex(t => t.Hosted is null) is >= 0 and var tool) tools[tool] = tools[tool] with { Extras = With(tools[tool].Extras, extras.Dialect) };
        var turns = c.Turns.ToList();
        MarkLast(turns, turns.TakeWhile(t => t.Role == Role.System).Count() - 1, extras.Dialect);
        foreach (var i in Enumerable.Range(0, turns.Count).Where(i => turns[i].Role == Role.User).TakeLast(2).ToList()) MarkLast(turns, i, extras.Dialect);
        return c with { Tools = tools, Turns = turns };
    }

    /// <summary>Writes the extras of a block or a tool, its cache mark only where it is one of those that go along.</summary>
    public void Write(Extras? extras, Utf8JsonWriter to, LossGate gate, string path)
    {
        if (extras is null || extras.Dialect == AnthropicDialect.DialectName || Of(extras) is not { } mark)
        {
            gate.Write(extras, to, path);
            return;
        }
        gate.Write(extras with { Fields = [.. extras.Fields.Where(f => f.Key != Mark)] }, to, path);
        if (!_kept.Contains(extras))
        {
            gate.Lose("cache_control_over_4", path);
            return;
        }
        to.WriteStartObject(Mark);
        to.WriteString("type", "ephemeral");
        if (mark.Field("ttl") is { } ttl && (mark.Field("ttl").Is("1h") || mark.Field("ttl").Is("5m"))) to.Raw("ttl", ttl);
        to.WriteEndObject();
        if (mark.Field("scope") is not null) gate.Lose("cache_control_scope", path); // taken only together with a beta, which does not travel
    }

    private static void MarkLast(List<Turn> turns, int turn, string dialect)
    {
        if (turn < 0) return;
        var blocks = turns[turn].Blocks.ToList();
        if (blocks.FindLastIndex(BlockWriter.HasContent) is not (>= 0 and var last)) return;
        blocks[last] = blocks[last] with { Extras = With(blocks[last].Extras, dialect) };
        turns[turn] = turns[turn] with { Blocks = blocks };
    }

    private static Extras With(Extras? extras, string dialect) => new(dialect, [.. extras?.Fields ?? [], new(Mark, s_ephemeral)]);

    private static IEnumerable<Extras?> Blocks(IEnumerable<Turn> turns) =>
        turns.SelectMany(t => t.Blocks).SelectMany(b => b is ToolResultBlock r ? r.Content.Append(b) : [b]).Select(b => b.Extras);

    private static List<Extras> Marked(IEnumerable<Extras?> all) => [.. all.OfType<Extras>().Where(e => e.Dialect != AnthropicDialect.DialectName && Of(e) is not null)];

    private static JsonElement? Of(Extras extras) => extras.Fields.Where(f => f.Key == Mark).Select(f => (JsonElement?)f.Value).FirstOrDefault();

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
