using System.Text.Json;
using CsCheck;
using Farthing.Wire;

namespace Farthing.Tests.Fuzz.Inputs;

/// <summary>Neutral events in any order, as no reader would give them: a writer must keep its caller's grammar all the same. Their texts are Unicode: readers see to that.</summary>
internal static class AnyEvents
{
    private static readonly string[] s_texts = ["", "a", "{", "{\"a\":1}", "}", "\n", "\u00e9\U0001F600", "\0", "[DONE]", "data: x\n\n", "{\"a\":\n1}", "{\"input\":\"x\"}"];

    private static readonly string[] s_names = ["n", "", "custom", "fitted", "a b"];

    private static readonly JsonElement s_raw = JsonDocument.Parse("{\"type\":\"server_tool_use\",\n\"id\":\"x\"}").RootElement;

    private static readonly Gen<string> s_text = Gen.OneOf(s_texts);

    private static readonly Gen<int> s_index = Gen.Frequency((6, Gen.Int[0, 3]), (1, Gen.OneOf(-1, int.MaxValue)));

    private static readonly Gen<Usage> s_usage = Gen.Select(Gen.Long[0, 99].Nullable(), Gen.Long[0, 99].Nullable(), Gen.Long[0, 99].Nullable(), (a, b, c) => new Usage(a, b, Output: c));

    private static readonly Gen<Block> s_block = Gen.Select(Gen.Int[0, 6], s_text, Gen.OneOf(s_names), Gen.OneOf("anthropic", "openai-responses"), (kind, text, name, by) => kind switch
    {
        0 => new TextBlock(text),
        1 => new RefusalBlock(text),
        2 => new ThinkingBlock(text, text.Length > 2 ? text : null, text.Length > 2 ? by : null),
        3 => new RedactedThinkingBlock(text, by),
        4 => new UnknownBlock(by, "server_tool_use", s_raw),
        5 => new ImageBlock(new UrlMedia("https://e.x/i.png")),
        _ => (Block)new ToolCallBlock(name, name, text),
    });

    private static readonly Gen<ReplyEvent> s_event = Gen.Frequency(
        (2, Gen.Select(s_text, s_usage, (id, usage) => (ReplyEvent)new ReplyStarted(id, null, usage))),
        (6, Gen.Select(s_index, s_block, (i, block) => (ReplyEvent)new BlockStarted(i, block))),
        (10, Gen.Select(s_index, s_text, (i, text) => (ReplyEvent)new BlockDelta(i, text))),
        (2, Gen.Select(s_index, s_text, Gen.OneOf("anthropic", "openai-responses"), (i, text, by) => (ReplyEvent)new SignatureDelta(i, text, by))),
        (5, s_index.Select(i => (ReplyEvent)new BlockStopped(i))),
        (2, s_usage.Select(u => (ReplyEvent)new UsageReported(u))),
        (1, Gen.Const((ReplyEvent)ReplyPing.Instance)),
        (1, Gen.Select(Gen.Enum<StopReason>(), s_text, (stop, text) => (ReplyEvent)new ReplyStopped(stop, text))),
        (1, s_text.Select(t => (ReplyEvent)new ReplyFailed(new WireError(502, WireErrorKind.Internal, t)))));

    public static Gen<ReplyEvent[]> Any { get; } = s_event.Array[0, 30];

    public static ReplyFrame Frame { get; } = new("shown", "id", 1, Tools: new Dictionary<string, CallerTool> { ["custom"] = new("custom", IsCustom: true), ["fitted"] = new("the long name") });
}
