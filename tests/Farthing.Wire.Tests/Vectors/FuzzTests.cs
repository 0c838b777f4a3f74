using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Farthing.Wire.Tests.Vectors;

/// <summary>Whatever is done to a recorded body, the library answers with a translation or a WireException.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Values =
        ["null", "true", "0", "-1", "1e400", "1.5", "99999999999999999999", "\"\"", "\"x\"", "\"\\ud800\"", "[]", "{}", "[null]", "[1]", "{\"type\":\"text\"}", "{\"type\":3}", "[[]]"];

    [Theory, InlineData("anthropic"), InlineData("openai-chat")]
    public void A_mutated_request_gives_a_translation_or_a_named_error(string name)
    {
        var dialect = Dialects.Find(name)!;
        var bodies = Recordings.Of(dialect).Select(r => r.Request.GetRawText()).Where(b => b.Length < 20_000).Distinct().ToArray();
        Assert.SkipWhen(bodies.Length == 0, "this folder has no such recordings");
        Gen.Select(Gen.Int[0, bodies.Length - 1], Gen.Int[0, 1_000_000], Gen.Int[0, Values.Length - 1], Gen.Int[0, 4])
            .Sample((body, place, value, kind) => Survives(dialect, Mutate(bodies[body], place, Values[value], kind)), iter: 6000, threads: 2);
    }

    [Theory, InlineData("anthropic"), InlineData("openai-chat")]
    public void A_mutated_stream_gives_events_or_an_error(string name)
    {
        var dialect = Dialects.Find(name)!;
        var other = dialect == Dialects.Anthropic ? Dialects.OpenAIChat : Dialects.Anthropic;
        var streams = Recordings.Streams(dialect).Select(r => r.StreamText!).Where(s => s.Length < 10_000).ToArray();
        Assert.SkipWhen(streams.Length == 0, "this folder has no such recordings");
        Gen.Select(Gen.Int[0, streams.Length - 1], Gen.Int[0, 1_000_000], Gen.Int[0, Values.Length - 1], Gen.Int[0, 4])
            .Sample((stream, place, value, kind) =>
            {
                var lines = streams[stream].ReplaceLineEndings("\n").Split('\n');
                var data = lines.Index().Where(l => l.Item.StartsWith("data: {", StringComparison.Ordinal)).ToArray();
                var (index, line) = data[place % data.Length];
                lines[index] = "data: " + Mutate(line[6..], place, Values[value], kind);
                var text = string.Join('\n', lines);
                var tally = dialect.NewTally();
                using var scanner = new SseScanner();
                scanner.Feed(Bytes(text), tally.Observe);
                try
                {
                    Translate.Stream(other, Translate.Events(dialect, Bytes(text)).Events);
                }
                catch (WireException e)
                {
                    return e.Error.Status >= 400;
                }
                return true;
            }, iter: 3000, threads: 2);
    }

    [Theory, InlineData("anthropic"), InlineData("openai-chat")]
    public void A_mutated_reply_gives_a_reply_or_an_error(string name)
    {
        var dialect = Dialects.Find(name)!;
        var other = dialect == Dialects.Anthropic ? Dialects.OpenAIChat : Dialects.Anthropic;
        var bodies = Recordings.Of(dialect).Where(r => r.Reply is not null).Select(r => r.Reply!.Value.GetRawText()).Where(b => b.Length < 20_000).ToArray();
        Assert.SkipWhen(bodies.Length == 0, "this folder has no such recordings");
        Gen.Select(Gen.Int[0, bodies.Length - 1], Gen.Int[0, 1_000_000], Gen.Int[0, Values.Length - 1], Gen.Int[0, 4])
            .Sample((body, place, value, kind) =>
            {
                var text = Mutate(bodies[body], place, Values[value], kind);
                dialect.ReadDigest(Bytes(text));
                Assert.True(dialect.ReadError(500, Bytes(text)).Message.Length > 0);
                if (Parse(text) is not { } root) return true;
                try
                {
                    Translate.Reply(other, dialect.ReadReply(root));
                }
                catch (WireException e)
                {
                    return e.Error.Status >= 400;
                }
                return true;
            }, iter: 3000, threads: 2);
    }

    private static bool Survives(Dialect dialect, string text)
    {
        try
        {
            var bytes = Bytes(text);
            new RequestEdits(RequestHead.Read(bytes)).Model("m").AskUsage().Apply(bytes);
        }
        catch (WireException e)
        {
            Assert.Equal(400, e.Error.Status);
        }
        if (Parse(text) is not { } root) return true;
        foreach (var target in Dialects.All)
            try
            {
                Translate.Request(dialect, target, root);
            }
            catch (WireException e)
            {
                Assert.Equal(400, e.Error.Status);
                Assert.NotNull(e.Error.Field);
            }
        return true;
    }

    private static JsonElement? Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(Bytes(text)).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>As UTF-8, with a byte that is not UTF-8 where the mark stands.</summary>
    private static byte[] Bytes(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var i = 0; i < bytes.Length; i++)
            if (bytes[i] == 0x7F) bytes[i] = 0xFF;
        return bytes;
    }

    private static string Mutate(string json, int place, string value, int kind)
    {
        if (kind == 0) return json[..(place % json.Length)]; // cut
        if (kind == 1) return json.Remove(place % json.Length, 1);
        if (kind == 4) return json[..(place % json.Length)] + '\u007F' + json[(place % json.Length + 1)..]; // not UTF-8
        var root = JsonNode.Parse(json)!;
        var nodes = new List<JsonNode>();
        Gather(root, nodes);
        var node = nodes[place % nodes.Count];
        const string Mark = "@@mutated@@";
        if (node == root) return value;
        if (kind == 2) node.ReplaceWith(Mark);
        else if (node.Parent is JsonObject parent) parent.Remove(node.GetPropertyName());
        else ((JsonArray)node.Parent!).Remove(node);
        return root.ToJsonString().Replace($"\"{Mark}\"", value, StringComparison.Ordinal);
    }

    private static void Gather(JsonNode node, List<JsonNode> nodes)
    {
        nodes.Add(node);
        var children = node is JsonObject o ? o.Select(p => p.Value) : node is JsonArray a ? a : Enumerable.Empty<JsonNode?>();
        foreach (var child in children.OfType<JsonNode>()) Gather(child, nodes);
    }
}
