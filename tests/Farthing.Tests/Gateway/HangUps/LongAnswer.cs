using System.Globalization;

namespace Farthing.Tests.Gateway.HangUps;

/// <summary>A streamed answer of <see cref="Words"/> words, one event each, in the dialect of a provider: its beginning, its words, and its end with the usage.</summary>
/// <param name="Event">Of the word in the place of <c>WORD</c>.</param>
internal sealed record LongAnswer(string Head, string Event, string End)
{
    public const int Words = 40, Prompt = 1_000;

    public static LongAnswer Anthropic { get; } = Of(
        """
        event: message_start
        data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[],"stop_reason":null,"usage":{"input_tokens":PROMPT,"output_tokens":1}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}


        """,
        """
        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"WORD"}}


        """,
        """
        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":WORDS}}

        event: message_stop
        data: {"type":"message_stop"}


        """);

    public static LongAnswer Chat { get; } = Of(
        """
        data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt-5-mini","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}


        """,
        """
        data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt-5-mini","choices":[{"index":0,"delta":{"content":"WORD"},"finish_reason":null}]}


        """,
        """
        data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt-5-mini","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt-5-mini","choices":[],"usage":{"prompt_tokens":PROMPT,"completion_tokens":WORDS}}

        data: [DONE]


        """);

    public static LongAnswer Responses { get; } = Of(
        """
        data: {"type":"response.created","response":{"id":"resp_1","object":"response","model":"gpt-5-mini","status":"in_progress","output":[],"usage":null}}

        data: {"type":"response.output_item.added","output_index":0,"item":{"id":"msg_1","type":"message","role":"assistant","status":"in_progress","content":[]}}

        data: {"type":"response.content_part.added","item_id":"msg_1","output_index":0,"content_index":0,"part":{"type":"output_text","text":"","annotations":[]}}


        """,
        """
        data: {"type":"response.output_text.delta","item_id":"msg_1","output_index":0,"content_index":0,"delta":"WORD"}


        """,
        """
        data: {"type":"response.completed","response":{"id":"resp_1","object":"response","model":"gpt-5-mini","status":"completed","output":[],"usage":{"input_tokens":PROMPT,"output_tokens":WORDS}}}


        """);

    public static LongAnswer Ollama { get; } = Of(
        "",
        """
        {"model":"llama","created_at":"2026-11-22T12:00:00Z","message":{"role":"assistant","content":"WORD"},"done":false}

        """,
        """
        {"model":"llama","created_at":"2026-11-22T12:00:00Z","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","prompt_eval_count":PROMPT,"eval_count":WORDS}

        """);

    /// <summary>Told apart in whatever dialect it reaches the caller.</summary>
    public static string Word(int i) => string.Create(CultureInfo.InvariantCulture, $"w{i:00}. ");

    public string Until(int words) => Head + Events(1, words);

    public string After(int words) => Events(words + 1, Words - words) + End;

    private static LongAnswer Of(string head, string one, string end) => new(Counted(head), one, Counted(end));

    private static string Counted(string text) => text.Replace("PROMPT", $"{Prompt}", StringComparison.Ordinal).Replace("WORDS", $"{Words}", StringComparison.Ordinal);

    private string Events(int from, int count) => string.Concat(Enumerable.Range(from, count).Select(i => Event.Replace("WORD", Word(i), StringComparison.Ordinal)));
}
