using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Farthing.Bench;

/// <summary>What the upstream answers: a fixed text of as many tokens as were asked for, whole or as a stream, in either vendor's form. Made once for each size.</summary>
internal static class ReplyText
{
    private static readonly string[] Words = [" the", " sum", " of", " each", " row", " is", " taken", " once", ",", " and", " \\\"blank\\\"", " ones", " count", " as", " nothing", ".\\n"];
    private static readonly ConcurrentDictionary<(Vendor, int), byte[]> Wholes = new();
    private static readonly ConcurrentDictionary<(Vendor, int), byte[][]> Streams = new();

    /// <summary>A whole HTTP answer.</summary>
    public static byte[] Whole(Vendor vendor, int tokens) => Wholes.GetOrAdd((vendor, tokens), _ =>
    {
        var text = string.Concat(Enumerable.Range(0, tokens).Select(Word));
        var body = vendor == Vendor.Anthropic
            ? $$$"""{"id":"msg_01bench","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[{"type":"text","text":"{{{text}}}"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1500,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":{{{tokens}}}}}"""
            : $$$"""{"id":"chatcmpl-bench","object":"chat.completion","created":1790000000,"model":"gpt-4o-mini","choices":[{"index":0,"message":{"role":"assistant","content":"{{{text}}}","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":1500,"completion_tokens":{{{tokens}}},"total_tokens":{{{1500 + tokens}}}}}""";
        var length = Encoding.UTF8.GetByteCount(body).ToString(CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nrequest-id: req_bench\r\ncontent-length: {length}\r\n\r\n{body}");
    });

    /// <summary>A streamed HTTP answer in the pieces that are sent one by one: the head, then an event in a chunk of its own each.</summary>
    public static byte[][] Stream(Vendor vendor, int tokens) => Streams.GetOrAdd((vendor, tokens), _ =>
    {
        var events = vendor == Vendor.Anthropic ? Anthropic(tokens) : OpenAI(tokens);
        return
        [
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\nrequest-id: req_bench\r\ntransfer-encoding: chunked\r\n\r\n"u8.ToArray(),
            .. events.Select(e => Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetByteCount(e):x}\r\n{e}\r\n")),
            "0\r\n\r\n"u8.ToArray(),
        ];
    });

    private static IEnumerable<string> Anthropic(int tokens)
    {
        yield return Event("message_start", """{"type":"message_start","message":{"id":"msg_01bench","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":1500,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":1}}}""");
        yield return Event("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""");
        for (var i = 0; i < tokens; i++)
            yield return Event("content_block_delta", $$$"""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{{{Word(i)}}}"}}""");
        yield return Event("content_block_stop", """{"type":"content_block_stop","index":0}""");
        yield return Event("message_delta", $$$"""{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":{{{tokens}}}}}""");
        yield return Event("message_stop", """{"type":"message_stop"}""");
    }

    private static IEnumerable<string> OpenAI(int tokens)
    {
        const string Head = "\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1790000000,\"model\":\"gpt-4o-mini\",\"system_fingerprint\":\"fp_bench\"";
        yield return $"data: {{{Head},\"choices\":[{{\"index\":0,\"delta\":{{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}},\"logprobs\":null,\"finish_reason\":null}}],\"usage\":null}}\n\n";
        for (var i = 0; i < tokens; i++)
            yield return $"data: {{{Head},\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{Word(i)}\"}},\"logprobs\":null,\"finish_reason\":null}}],\"usage\":null}}\n\n";
        yield return $"data: {{{Head},\"choices\":[{{\"index\":0,\"delta\":{{}},\"logprobs\":null,\"finish_reason\":\"stop\"}}],\"usage\":null}}\n\n";
        yield return $"data: {{{Head},\"choices\":[],\"usage\":{{\"prompt_tokens\":1500,\"completion_tokens\":{tokens},\"total_tokens\":{1500 + tokens}}}}}\n\n";
        yield return "data: [DONE]\n\n";
    }

    private static string Event(string type, string json) => $"event: {type}\ndata: {json}\n\n";

    private static string Word(int i) => Words[i % Words.Length];
}
