using System.Text.Json;

namespace Farthing.Wire.OpenAIResponses;

/// <summary>Writes the response object, which the stream repeats at its beginning and at its end.</summary>
internal static class ResponseWriter
{
    /// <param name="usage">Null while the response is in progress.</param>
    public static void Write(
        Utf8JsonWriter to, string id, ReplyFrame frame, string status, string? incomplete, WireError? error, IReadOnlyList<Block> output, Usage? usage)
    {
        to.WriteStartObject();
        to.WriteString("id", id);
        to.WriteString("object", "response");
        to.WriteNumber("created_at", frame.Created);
        to.WriteString("status", status);
        to.WriteNull("access_programs");
        to.WriteBoolean("background", false);
        Error(to, error);
        if (incomplete is null)
        {
            to.WriteNull("incomplete_details");
        }
        else
        {
            to.WriteStartObject("incomplete_details");
            to.WriteString("reason", incomplete);
            to.WriteEndObject();
        }
        to.WriteNull("instructions");
        to.WriteNull("max_output_tokens");
        to.WriteStartObject("metadata");
        to.WriteEndObject();
        to.WriteString("model", frame.Model);
        to.WriteStartArray("output");
        for (var i = 0; i < output.Count; i++) ItemWriter.Write(output[i], frame, i, whole: true, to);
        to.WriteEndArray();
        to.WriteBoolean("parallel_tool_calls", true);
        to.WriteNull("previous_response_id");
        to.WriteBoolean("store", false);
        to.WriteNull("temperature");
        to.WriteString("tool_choice", "auto");
        to.WriteStartArray("tools");
        to.WriteEndArray();
        to.WriteNull("top_p");
        to.WriteString("truncation", "disabled");
        if (usage is not null) UsageReader.Write(to, usage);
        to.WriteEndObject();
    }

    private static void Error(Utf8JsonWriter to, WireError? error)
    {
        if (error is null)
        {
            to.WriteNull("error");
            return;
        }
        to.WriteStartObject("error");
        to.WriteString("code", OpenAIChat.Errors.Code(error) ?? "server_error");
        to.WriteString("message", error.Message);
        to.WriteEndObject();
    }
}
