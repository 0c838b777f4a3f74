using System.Text.Json;

namespace Farthing.Simulator;

/// <summary>Reads a Chat Completions request with the vendor's checks.</summary>
/// <param name="IncludeUsage">Whether a stream ends with a usage chunk.</param>
/// <param name="Choices">The request's <c>n</c>.</param>
/// <param name="CacheText">The prompt as the automatic cache sees it.</param>
internal sealed record OpenAIRequest(Ask Ask, bool IncludeUsage, int Choices, string CacheText)
{
    private const int MaxChoices = 128;

    /// <exception cref="VendorException">The vendor would refuse the request.</exception>
    public static OpenAIRequest Read(JsonElement body, string? modelName)
    {
        if (string.IsNullOrEmpty(modelName)) throw OpenAIErrors.Invalid("you must provide a model parameter");
        var model = SimulatedModel.Find(modelName, Vendor.OpenAI)
            ?? throw new VendorException(404, $"The model `{modelName}` does not exist or you do not have access to it.", "invalid_request_error", null, "model_not_found");
        var messages = body.Field("messages");
        OpenAIMessages.Check(messages);
        var maxTokens = OpenAISettings.Check(body, model);
        var tools = OpenAISettings.Tools(body, model);
        var tokens = OpenAIMessages.Tokens(messages, model) + body.Field("tools").Items().Sum(t => Tokens.Of(t.GetRawText()));
        if (tokens > model.ContextTokens)
            throw OpenAIErrors.Invalid($"This model's maximum context length is {model.ContextTokens} tokens. However, your messages resulted in {tokens} tokens. Please reduce the length of the messages.", "messages", "context_length_exceeded");
        var text = $"{string.Concat(body.Field("tools").Items().Select(t => t.GetRawText()))}\n{string.Join("\n", messages.Items().Select(m => m.GetRawText()))}";
        var choice = body.Field("tool_choice");
        var last = messages[messages.GetArrayLength() - 1];
        var ask = new Ask
        {
            Model = model,
            Stream = body.IsTrue("stream"),
            MaxTokens = maxTokens,
            Stop = [.. OpenAISettings.Stops(body)],
            UserText = string.Join("\n", messages.Items().Where(m => m.String("role") == "user").Select(m => m.Field("content").ContentText())),
            LastUserText = last.String("role") == "user" ? last.Field("content").ContentText() : "",
            ToolResult = OpenAIMessages.ToolResult(messages),
            Tools = tools,
            ToolUse = choice.ValueKind == JsonValueKind.Object || choice.Is("required") ? ToolUse.Required : choice.Is("none") ? ToolUse.Forbidden : ToolUse.Auto,
            NamedTool = choice.Field("function").String("name"),
            AnswerSchema = OpenAISettings.AnswerSchema(body),
            Thinks = model.Reasons && body.String("reasoning_effort") != "none",
            PromptTokens = tokens,
            Fingerprint = Chance.Fingerprint(model.Id + text + Raw(body, "seed") + Raw(body, "user") + Raw(body, "safety_identifier")),
        };
        return new OpenAIRequest(ask, body.Field("stream_options").IsTrue("include_usage"), Count(body), text);
    }

    private static int Count(JsonElement body)
    {
        if (!body.Has("n")) return 1;
        if (!body.Field("n").TryInt(out var n)) throw OpenAIErrors.Invalid("Invalid type for 'n': expected an integer.", "n", "invalid_type");
        if (n < 1) throw OpenAIErrors.Invalid($"Invalid 'n': integer below minimum value. Expected a value >= 1, but got {n} instead.", "n", "integer_below_min_value");
        return n <= MaxChoices
            ? n
            : throw OpenAIErrors.Invalid($"Invalid 'n': integer above maximum value. Expected a value <= {MaxChoices}, but got {n} instead.", "n", "integer_above_max_value");
    }

    private static string Raw(JsonElement body, string name) => body.Has(name) ? body.Field(name).GetRawText() : "";
}
