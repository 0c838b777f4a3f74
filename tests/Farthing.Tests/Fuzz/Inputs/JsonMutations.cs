using System.Text.Json;

namespace Farthing.Tests.Fuzz.Inputs;

/// <summary>Changes that leave a document JSON, or nearly so, but not what anybody expects.</summary>
internal static class JsonMutations
{
    private static readonly string[] s_values =
    [
        "null", "true", "false", "0", "-0", "-1", "1", "7", "0.1", "1.5", "1e3", "1e400", "-1e400", "1e-400", "2147483647", "2147483648", "9223372036854775807",
        "-9223372036854775808", "99999999999999999999", "123456789012345678901234567890123456789012345678901234567890",
        "\"\"", "\" \"", "\"x\"", "\"\\ud800\"", "\"a\\udc00b\"", "\"\\u0000\"", "\"\u00e9\U0001F600\"", "\"\\uffff\\ufeff\"", "\"\\n\\r\\u2028\\t\"", "\"]}\"", "\"null\"", "\"[DONE]\"",
        "\"data:image/png;base64,AA==\"", "\"data:,x\"", "\"data:\"", "\"http://127.0.0.1:9/x.png\"", "\"file:///etc/passwd\"", "\"farthing:anthropic:x\"", "\"farthing:\"", "\"farthing:openai-responses:rs_1:x\"",
        "[]", "{}", "[null]", "[1]", "[[]]", "[{}]", "[\"x\"]", "{\"\":\"\"}", "{\"\\ud800\":1}", "{\"a\":\n1}", "\"{\\\"a\\\":\\n1}\"", "\"{\\\"a\\\":\"", "\"{}\"", "\"[]\"", "\"{\\\"a\\\":1,\\\"a\\\":1e400}\"",
        "{\"type\":\"text\"}", "{\"type\":3}", "{\"type\":\"text\",\"text\":\"t\"}", "{\"type\":\"tool_use\",\"id\":\"i\",\"name\":\"n\",\"input\":{}}", "{\"type\":\"tool_result\",\"tool_use_id\":\"i\"}",
        "{\"type\":\"tool_result\",\"tool_use_id\":\"i\",\"content\":[{\"type\":\"text\",\"text\":\"t\"}]}", "{\"type\":\"document\",\"source\":{\"type\":\"content\",\"content\":[{\"type\":\"text\",\"text\":\"t\"}]}}",
        "{\"type\":\"thinking\",\"thinking\":\"t\",\"signature\":\"s\"}", "{\"type\":\"redacted_thinking\",\"data\":\"d\"}", "{\"type\":\"unheard_of\",\"x\":[1]}", "{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"https://e.x/i.png\"}}",
        "{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"media_type\":\"application/pdf\",\"data\":\"JVBERi0=\"}}", "{\"type\":\"input_audio\",\"input_audio\":{}}",
        "{\"role\":\"user\",\"content\":\"u\"}", "{\"role\":\"assistant\",\"content\":null}", "{\"role\":\"tool\",\"tool_call_id\":\"i\",\"content\":\"r\"}", "{\"type\":\"function\",\"function\":{\"name\":\"n\"}}",
        "{\"type\":\"function_call\",\"call_id\":\"i\",\"name\":\"n\",\"arguments\":\"\"}", "{\"type\":\"function_call_output\",\"call_id\":\"i\",\"output\":\"r\"}", "{\"type\":\"namespace\",\"name\":\"s\",\"tools\":[{\"type\":\"custom\",\"name\":\"c\"}]}",
    ];

    private static readonly string[] s_names =
    [
        "model", "messages", "input", "content", "type", "role", "tools", "tool_calls", "id", "name", "arguments", "text", "index", "usage", "choices", "delta", "stop", "stream", "stream_options", "max_tokens",
        "thinking", "system", "error", "output", "item", "response", "done", "message", "prompt", "suffix", "n", "options", "format", "response_format", "cache_control", "source", "data", "url", "status", "",
        "\\ud800", "\\u0000", "\u00e9", "a.b", "__proto__",
    ];

    private static readonly int[] s_depths = [1, 2, 20, 60, 63, 64, 65, 200, 2_000];

    /// <summary>How often a value is put within itself: a level of a document is several of JSON, and most of them are to stay within the allowed depth.</summary>
    private static readonly int[] s_turns = [1, 2, 4, 9, 14, 20, 26, 29];

    private static readonly int[] s_counts = [2, 3, 17, 64, 65, 300];

    public static string Apply(string json, IEnumerable<Mutation> mutations)
    {
        var changes = mutations.ToArray();
        if (changes.Length == 0) return json;
        var tree = JsonTree.Parse(json);
        foreach (var m in changes)
        {
            var places = tree.Places();
            if (places.Count == 0) break;
            // Half of the changes hit the upper levels, where documents have fewer places but more meaning.
            var (parent, at, value) = places[m.Value % 2 == 0 ? m.Place % places.Count : m.Place % Math.Min(places.Count, 40)];
            One(m, parent, at, value, places);
        }

        return tree.ToString();
    }

    private static void One(Mutation m, JsonTree parent, int at, JsonTree value, List<(JsonTree Parent, int At, JsonTree Value)> places)
    {
        switch (m.Kind / 5)
        {
            case 0: parent.RemoveAt(at); break;
            case 1: parent.Insert(at, JsonTree.Raw(value.ToString())); break;
            case 2 or 3 or 4: parent[at] = JsonTree.Parse(m.Pick(s_values)); break;
            case 5: WithinItself(m, places); break;
            case 6: parent.Insert(at, JsonTree.Parse(m.Pick(s_values))); break;
            case 7: parent[at] = JsonTree.Raw(Nested(value.ToString(), m.Pick(s_depths), m.Place % 2 == 0)); break;
            case 8: parent[at] = JsonTree.Raw(places[m.Value % places.Count].Value.ToString()); break;
            case 9 when parent.Fields is not null: parent.Fields[at] = ($"\"{m.Pick(s_names)}\"", value); break;
            case 10 when parent.Fields is not null: parent.Fields.Add(($"\"{m.Pick(s_names)}\"", JsonTree.Raw(s_values[m.Place % s_values.Length]))); break;
            case 11: Nulls(value); break;
            case 12: parent[at] = JsonTree.Raw(string.Join(',', Enumerable.Repeat(value.ToString(), parent.Items is null ? 1 : m.Pick(s_counts)))); break;
            case 13 when parent.Items is not null: parent.Insert(at, JsonTree.Raw(m.Pick(s_values))); break;
            case 14: parent[at] = JsonTree.Raw(Quoted(Nested("1", m.Pick(s_depths), m.Place % 2 == 0))); break;
            case 15: parent[at] = Retyped(value); break;
            case 16: parent[at] = JsonTree.Raw(value.Fields is not null ? "{}" : value.Items is not null ? "[]" : "\"\""); break;
            default: parent[at] = JsonTree.Raw(Quoted(new string((char)('a' + (m.Place % 26)), 1 + (m.Value % 6_000)))); break;
        }
    }

    /// <summary>
    /// A result within a result, a document within a document, a schema within a schema: a value with a copy of itself at one of its own places,
    /// several times. What a reader does twice at each level, it then does without end.
    /// </summary>
    private static void WithinItself(Mutation m, List<(JsonTree Parent, int At, JsonTree Value)> places)
    {
        // Blocks are elements of lists and hold lists of blocks; where a document has none, any value will do that holds others.
        static bool IsElement((JsonTree Parent, int At, JsonTree Value) p) => p is { Parent.Items: not null, Value.Fields: not null };
        var holders = places.Where(p => IsElement(p) && p.Value.Places().Any(IsElement)).ToList();
        if (holders.Count == 0) holders = places.Where(p => p.Value.Places().Count > 0).ToList();
        if (holders.Count == 0) return;

        var (parent, at, whole) = holders[m.Place % holders.Count];
        for (var turn = m.Pick(s_turns); turn > 0; turn--)
        {
            var outer = whole.Copy();
            var all = outer.Places();
            var inner = all.Where(IsElement).DefaultIfEmpty(all[m.Place % all.Count]).ToList();
            var (around, there, _) = inner[m.Place / holders.Count % inner.Count];
            around[there] = parent[at];
            parent[at] = outer;
        }
    }

    private static string Nested(string inner, int depth, bool arrays) => arrays
        ? new string('[', depth) + inner + new string(']', depth)
        : string.Concat(Enumerable.Repeat("{\"a\":", depth)) + inner + new string('}', depth);

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static void Nulls(JsonTree value)
    {
        for (var i = 0; i < (value.Fields?.Count ?? value.Items?.Count ?? 0); i++) value[i] = JsonTree.Raw("null");
    }

    private static JsonTree Retyped(JsonTree value) => value switch
    {
        { Fields: { } fields } => new JsonTree { Items = [.. fields.Select(f => f.Value)] },
        { Items: { } items } => new JsonTree { Fields = [.. items.Select((item, i) => ($"\"{i}\"", item))] },
        { Leaf: ['"', ..] } => new JsonTree { Items = [value] },
        _ => JsonTree.Raw($"\"{value.Leaf}\""),
    };
}
