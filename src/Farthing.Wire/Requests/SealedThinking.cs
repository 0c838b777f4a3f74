using System.Text.Json;

namespace Farthing.Wire;

/// <summary>
/// Thinking that another provider signed, in a request whose dialect does not change: after a change of model the conversation holds it
/// sealed, and the provider would refuse the seal as a false signature. Finds the bytes to take out; the other bytes stay.
/// </summary>
internal sealed class SealedThinking
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly List<(ByteRange Range, byte[] Text)> _edits = [];

    private SealedThinking(ReadOnlyMemory<byte> body) => _body = body;

    /// <summary>Quick where there are none, which is the rule.</summary>
    /// <param name="body">A JSON object, without a byte-order mark.</param>
    public static IReadOnlyList<(ByteRange Range, byte[] Text)> Edits(ReadOnlyMemory<byte> body)
    {
        if (body.Span.IndexOf("\"farthing:"u8) < 0) return [];
        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = RequestHead.DefaultMaxDepth });
        var found = new SealedThinking(body);
        found.Conversation(document.RootElement);
        return found._edits;
    }

    private void Conversation(JsonElement root)
    {
        if (root.Field("input") is { ValueKind: JsonValueKind.Array } input) Without([.. input.EnumerateArray()], IsSealed); // Responses
        if (root.Field("messages") is not { ValueKind: JsonValueKind.Array } messages) return;
        var all = messages.EnumerateArray().ToList();
        var emptied = new HashSet<int>();
        foreach (var (i, message) in all.Index())
        {
            List<JsonElement> blocks = message.Field("content") is { ValueKind: JsonValueKind.Array } content ? [.. content.EnumerateArray()] : [];
            if (blocks.Count > 0 && blocks.TrueForAll(IsSealed))
            {
                emptied.Add(i); // Anthropic refuses a message without content
                continue;
            }
            if (message.Field("reasoning_details") is { ValueKind: JsonValueKind.Array } details && details.EnumerateArray().Any(IsSealed)) Property(details);
            if (!blocks.Exists(IsSealed)) continue;
            Without(blocks, IsSealed);
            if (IsOpenLoop(all, i, blocks)) NotThinking(root);
        }
        var at = 0;
        Without(all, _ => emptied.Contains(at++));
    }

    /// <summary>Whether the last answer called tools: it would have to begin with its thinking, if the model went on thinking.</summary>
    private static bool IsOpenLoop(List<JsonElement> messages, int answer, List<JsonElement> blocks) =>
        blocks.Exists(b => b.Field("type").Is("tool_use")) && messages.FindLastIndex(m => m.Field("role").Is("assistant")) == answer;

    private void NotThinking(JsonElement root)
    {
        if (root.Field("thinking") is not { } thinking || !thinking.Field("type").Is("enabled")) return;
        _edits.Add((Range(thinking), [.. """{"type":"disabled"}"""u8]));
        // Its clearing of old thinking is refused where no thinking is on.
        if (root.Field("context_management") is { } management && _body.Span.Slice(Range(management).Start, Range(management).Length).IndexOf("clear_thinking"u8) >= 0)
            _edits.Add((Range(management), [.. """{"edits":[]}"""u8]));
    }

    private static bool IsSealed(JsonElement e) => Starts(e.Field("signature")) || Starts(e.Field("data")) || Starts(e.Field("encrypted_content"));

    private static bool Starts(JsonElement? slot) =>
        slot is { ValueKind: JsonValueKind.String } text && text.Text("").StartsWith(Seal.Mark, StringComparison.Ordinal);

    /// <summary>Takes elements out of an array, each with the comma after it, or the one before where it is the last.</summary>
    private void Without(List<JsonElement> items, Func<JsonElement, bool> isOut)
    {
        var gone = items.ConvertAll(i => isOut(i));
        for (var i = 0; i < items.Count; i++)
        {
            if (!gone[i]) continue;
            var first = i;
            while (i + 1 < items.Count && gone[i + 1]) i++;
            var (from, to) = i + 1 < items.Count ? (Range(items[first]).Start, Range(items[i + 1]).Start)
                : first > 0 ? (Range(items[first - 1]).End, Range(items[i]).End)
                : (Range(items[first]).Start, Range(items[i]).End);
            _edits.Add((new ByteRange(from, to - from), []));
        }
    }

    /// <summary>Takes a field out, with its name and a comma: strict servers refuse the name alone.</summary>
    private void Property(JsonElement value)
    {
        var range = Range(value);
        var span = _body.Span;
        var from = span[..span[..range.Start].LastIndexOf((byte)':')].LastIndexOf("\"reasoning_details\""u8);
        if (from < 0) return; // the name is written with escapes
        var before = span[..from].TrimEnd(" \t\r\n"u8);
        var to = range.End;
        if (before[^1] == ',') from = before.Length - 1;
        else if (span[to..].TrimStart(" \t\r\n"u8) is [(byte)',', ..] after) to = span.Length - after.Length + 1;
        _edits.Add((new ByteRange(from, to - from), []));
    }

    private ByteRange Range(JsonElement e)
    {
        var raw = System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(e);
        _body.Span.Overlaps(raw, out var start);
        return new ByteRange(start, raw.Length);
    }
}
