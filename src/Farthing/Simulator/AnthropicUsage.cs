using System.Text.Json;

namespace Farthing.Simulator;

/// <summary>The usage of a message: <c>input_tokens</c> excludes what a cache gave or took; streamed counts are cumulative.</summary>
internal static class AnthropicUsage
{
    /// <param name="final">Whether the output is known; a stream's start reports a first token only.</param>
    /// <param name="full">With the parts that message_delta leaves out.</param>
    public static void Write(Utf8JsonWriter json, CacheTally tally, Answer answer, bool final, bool full = false)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", tally.Fresh);
        json.WriteNumber("cache_creation_input_tokens", tally.Write5m + tally.Write1h);
        json.WriteNumber("cache_read_input_tokens", tally.Read);
        if (full)
        {
            json.WriteStartObject("cache_creation");
            json.WriteNumber("ephemeral_5m_input_tokens", tally.Write5m);
            json.WriteNumber("ephemeral_1h_input_tokens", tally.Write1h);
            json.WriteEndObject();
        }

        json.WriteNumber("output_tokens", final ? answer.OutputTokens : Math.Min(1, answer.OutputTokens));
        if (final && answer.Thinking is not null)
        {
            json.WriteStartObject("output_tokens_details");
            json.WriteNumber("thinking_tokens", answer.ThinkingTokens);
            json.WriteEndObject();
        }

        if (full)
        {
            json.WriteString("service_tier", "standard");
            json.WriteString("inference_geo", "global");
        }

        json.WriteEndObject();
    }
}
