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
    public static OpenAIRequest Read(JsonElement body, SimulatedModel model)
    {
        var messages = body.Field("messages");
        OpenAIMessages.Check(messages);
        var maxTokens = OpenAISettings.Check(body, model);
        var tools = OpenAISettings.Tools(body, model);
        var tokens = OpenAIMessages.Tokens(messages, model) + body.Field("tools").Items().Sum(t => Tokens.Of(t.GetRawText()));
        if (tokens > model.ContextTokens)
            throw OpenAIErrors.Invalid(
                $"This model's maximum context length is {model.ContextTokens} tokens. However, your messages resulted in {tokens} tokens. " +
                "Please reduce the length of the messages.", "messages", "context_length_exceeded");
        var text = string.Join("\n", body.Field("tools").Items().Concat(messages.Items()).Select(item => item.GetRawText()));
        var choice = body.Field("tool_choice");
        var last = messages[messages.GetArrayLength() - 1];
        var ask = new Ask
        {
            Model = model,
            Stream = body.IsTrue("stream"),
            MaxTokens = maxTokens,
            Stop = [.. OpenAISettings.Stops(body)],
            UserText = messages.UserText(),
            LastUserText = last.String("role") == "user" ? last.Field("content").ContentText() : "",
            ToolResult = OpenAIMessages.ToolResult(messages),
            Tools = tools,
            ToolUse = choice.Is("none") ? ToolUse.Forbidden
                : choice.Is("required") || choice.ValueKind == JsonValueKind.Object ? ToolUse.Required : ToolUse.Auto,
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
        if (!body.Field("n").TryInt(out var n)) throw OpenAIErrors.WrongType("n", "an integer");
        return n is >= 1 and <= MaxChoices ? n : throw OpenAIErrors.OutOfRange("n", "integer", n, 1, MaxChoices);
    }

    private static string Raw(JsonElement body, string name) => body.Has(name) ? body.Field(name).GetRawText() : "";
}
