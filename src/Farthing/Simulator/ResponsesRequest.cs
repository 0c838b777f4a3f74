using System.Text.Json;

namespace Farthing.Simulator;

/// <summary>Reads a Responses request with the vendor's checks.</summary>
/// <param name="Encrypted">Whether reasoning comes with its encrypted content.</param>
/// <param name="CacheText">The prompt as the automatic cache sees it.</param>
internal sealed record ResponsesRequest(Ask Ask, bool Encrypted, string CacheText)
{
    private const int LeastTokens = 16;

    private static readonly HashSet<string> Fields =
    [
        "model", "input", "instructions", "tools", "tool_choice", "parallel_tool_calls", "max_output_tokens", "max_tool_calls", "temperature", "top_p",
        "top_logprobs", "stream", "stream_options", "text", "reasoning", "include", "store", "metadata", "user", "safety_identifier", "service_tier",
        "prompt_cache_key", "prompt_cache_retention", "truncation", "client_metadata", "background", "previous_response_id", "conversation", "prompt",
        "context_management", "moderation",
    ];

    /// <exception cref="VendorException">The vendor would refuse the request.</exception>
    public static ResponsesRequest Read(JsonElement body, SimulatedModel model)
    {
        foreach (var field in body.EnumerateObject())
            if (!Fields.Contains(field.Name)) throw OpenAIErrors.Invalid($"Unknown parameter: '{field.Name}'.", field.Name, "unknown_parameter");
        foreach (var name in new[] { "previous_response_id", "conversation", "prompt" })
            if (body.Has(name)) throw OpenAIErrors.Invalid($"'{name}' is not simulated: nothing is stored here. Send the whole conversation as input.", name, "unsupported_parameter");
        if (body.IsTrue("background")) throw OpenAIErrors.Invalid("'background' is not simulated.", "background", "unsupported_parameter");
        var items = ResponsesInput.Items(body);
        var (tools, tokens) = (ResponsesInput.Tools(body), ResponsesInput.TokensOf(body, items, model));
        if (tokens > model.ContextTokens)
            throw OpenAIErrors.Invalid("Your input exceeds the context window of this model. Please adjust your input and try again.", "input", "context_length_exceeded");
        var choice = body.Field("tool_choice");
        var text = string.Join('\n', items.Select(i => i.GetRawText()).Prepend(body.String("instructions") ?? ""));
        var ask = new Ask
        {
            Model = model,
            Stream = body.IsTrue("stream"),
            MaxTokens = MaxTokens(body, model),
            UserText = ResponsesInput.UserText(body, items),
            LastUserText = ResponsesInput.LastUserText(body, items),
            ToolResult = ResponsesInput.ToolResult(items),
            Tools = tools,
            ToolUse = choice.Is("none") ? ToolUse.Forbidden
                : choice.Is("required") || (choice.ValueKind == JsonValueKind.Object && choice.String("type") != "allowed_tools") ? ToolUse.Required : ToolUse.Auto,
            NamedTool = choice.String("type") is "function" or "custom" ? choice.String("name") : null,
            AnswerSchema = Schema(body.Field("text").Field("format")),
            Thinks = model.Reasons && body.Field("reasoning").String("effort") != "none",
            PromptTokens = tokens,
            Fingerprint = Chance.Fingerprint(model.Id + text + body.String("user") + body.String("safety_identifier")),
        };
        var encrypted = body.Field("include").Items().Any(i => i.Is("reasoning.encrypted_content"));
        if (encrypted && !model.Reasons)
            throw OpenAIErrors.Invalid("Encrypted content is not supported with this model.", "include", "invalid_value");
        return new ResponsesRequest(ask, encrypted, text);
    }

    private static int MaxTokens(JsonElement body, SimulatedModel model)
    {
        const string Name = "max_output_tokens";
        if (!body.Has(Name)) return model.MaxOutputTokens;
        if (!body.Field(Name).TryInt(out var value)) throw OpenAIErrors.WrongType(Name, "an integer");
        return value < LeastTokens || value > model.MaxOutputTokens
            ? throw OpenAIErrors.OutOfRange(Name, "integer", value, LeastTokens, model.MaxOutputTokens)
            : value;
    }

    private static JsonElement? Schema(JsonElement format) => format.String("type") switch
    {
        "json_schema" => format.Object("schema") ?? throw OpenAIErrors.Missing("text.format.schema"),
        "json_object" => JsonDocument.Parse("{}").RootElement,
        _ => null,
    };
}
