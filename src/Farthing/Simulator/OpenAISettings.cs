using System.Text.Json;

namespace Farthing.Simulator;

/// <summary>The vendor's rules for everything beside messages.</summary>
internal static class OpenAISettings
{
    private const int MaxStops = 4;
    private const int MaxNameLength = 64;

    private static readonly JsonElement AnyObject = JsonDocument.Parse("{}").RootElement;

    private static readonly HashSet<string> Fields =
    [
        "model", "messages", "max_tokens", "max_completion_tokens", "temperature", "top_p", "n", "stop", "stream", "stream_options", "tools",
        "tool_choice", "parallel_tool_calls", "response_format", "seed", "user", "safety_identifier", "presence_penalty", "frequency_penalty",
        "logit_bias", "metadata", "store", "service_tier", "reasoning_effort", "verbosity", "prompt_cache_key", "prompt_cache_retention",
        "prompt_cache_options", "modalities", "prediction", "logprobs", "top_logprobs", "audio", "web_search_options",
    ];

    /// <summary>Checks the fields and returns the output limit.</summary>
    public static int Check(JsonElement body, SimulatedModel model)
    {
        foreach (var field in body.EnumerateObject())
            if (!Fields.Contains(field.Name))
                throw OpenAIErrors.Invalid($"Unknown parameter: '{field.Name}'.", field.Name, "unknown_parameter");
        foreach (var name in new[] { "logprobs", "audio", "web_search_options" })
            if (body.Has(name) && body.Field(name).ValueKind != JsonValueKind.False)
                throw OpenAIErrors.Invalid(
                    $"'{name}' is not simulated. Leave it out, or send the request to the real vendor.", name, "unsupported_parameter");
        Range(body, "temperature", 0, 2);
        Range(body, "top_p", 0, 1);
        Range(body, "presence_penalty", -2, 2);
        Range(body, "frequency_penalty", -2, 2);
        if (body.Has("stream_options") && !body.IsTrue("stream"))
            throw OpenAIErrors.Invalid("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options");
        CheckFormat(body);
        return MaxTokens(body, model);
    }

    public static IEnumerable<string> Stops(JsonElement body)
    {
        var stop = body.Field("stop");
        if (stop.ValueKind == JsonValueKind.String) return [stop.GetString()!];
        var all = stop.Items().ToArray();
        if (all.Length > MaxStops)
            throw OpenAIErrors.Invalid(
                $"Invalid 'stop': array too long. Expected an array with maximum length {MaxStops}, " +
                $"but got an array with length {all.Length} instead.", "stop", "array_above_max_length");
        return all.Select(s => s.GetString() is { Length: > 0 } text ? text : throw OpenAIErrors.Invalid(
            "Invalid 'stop': empty string.", "stop", "invalid_value"));
    }

    public static IReadOnlyList<OfferedTool> Tools(JsonElement body, SimulatedModel model)
    {
        var tools = body.Field("tools").Items().Select(Tool).ToArray();
        if (body.Has("tools") && tools.Length == 0)
            throw OpenAIErrors.Empty("tools");
        if (tools.Length > 0 && model.CallsOrReasons && body.String("reasoning_effort") != "none")
            throw OpenAIErrors.Invalid(
                $"Function calling with {model.Id} in Chat Completions needs 'reasoning_effort' to be 'none'. " +
                "Set it, or use the Responses API.", "reasoning_effort", "unsupported_value");
        var choice = body.Field("tool_choice");
        if (choice.ValueKind == JsonValueKind.Undefined) return tools;
        if (tools.Length == 0)
            throw OpenAIErrors.Invalid(
                "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.", "tool_choice");
        var name = choice.Field("function").String("name");
        if (choice.ValueKind == JsonValueKind.Object ? name is null : !(choice.Is("auto") || choice.Is("none") || choice.Is("required")))
            throw OpenAIErrors.Invalid(
                "Invalid value for 'tool_choice'. Supported values are: 'none', 'auto', 'required', and a named function.",
                "tool_choice", "invalid_value");
        if (name is not null && tools.All(t => t.Name != name))
            throw OpenAIErrors.Invalid(
                $"Invalid value for 'tool_choice': function '{name}' not found in 'tools'.", "tool_choice.function.name");
        return tools;
    }

    /// <summary>The schema that the answer must satisfy; an empty one for "any object"; null for free text.</summary>
    public static JsonElement? AnswerSchema(JsonElement body) => body.Field("response_format").String("type") switch
    {
        "json_object" => AnyObject,
        "json_schema" => body.Field("response_format").Field("json_schema").Object("schema") ?? AnyObject,
        _ => null,
    };

    private static OfferedTool Tool(JsonElement tool, int i)
    {
        if (tool.String("type") != "function")
            throw OpenAIErrors.WrongValue($"tools[{i}].type", tool.String("type"), "'function'");
        var at = $"tools[{i}].function.name";
        var name = tool.Field("function").String("name") ?? throw OpenAIErrors.Missing(at);
        if (name.Length > MaxNameLength)
            throw OpenAIErrors.TooLong(at, MaxNameLength, name.Length);
        if (name.Length == 0 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-')))
            throw OpenAIErrors.Invalid(
                $"Invalid '{at}': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.",
                at, "invalid_value");
        return new OfferedTool(name, tool.Field("function").Object("parameters") ?? AnyObject);
    }

    private static int MaxTokens(JsonElement body, SimulatedModel model)
    {
        if (body.Has("max_tokens") && body.Has("max_completion_tokens"))
            throw OpenAIErrors.Invalid(
                "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.", "max_tokens", "invalid_parameter_combination");
        if (body.Has("max_tokens") && model.Reasons)
            throw OpenAIErrors.Invalid(
                "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
                "max_tokens", "unsupported_parameter");
        var name = body.Has("max_tokens") ? "max_tokens" : "max_completion_tokens";
        if (!body.Has(name)) return model.MaxOutputTokens;
        if (!body.Field(name).TryInt(out var value)) throw OpenAIErrors.WrongType(name, "an integer");
        if (value < 1) throw OpenAIErrors.OutOfRange(name, "integer", value, 1, model.MaxOutputTokens);
        return value <= model.MaxOutputTokens
            ? value
            : throw OpenAIErrors.Invalid(
                $"{name} is too large: {value}. This model supports at most {model.MaxOutputTokens} completion tokens, " +
                $"whereas you provided {value}.", name, "invalid_value");
    }

    private static void CheckFormat(JsonElement body)
    {
        var format = body.Field("response_format");
        if (format.ValueKind == JsonValueKind.Undefined) return;
        var type = format.String("type");
        if (type is not ("text" or "json_object" or "json_schema"))
            throw OpenAIErrors.WrongValue("response_format.type", type, "'json_object', 'json_schema', and 'text'");
        if (type == "json_schema" && format.Field("json_schema").String("name") is null)
            throw OpenAIErrors.Missing("response_format.json_schema.name");
        var texts = body.Field("messages").Items().Select(m => m.Field("content").ContentText());
        if (type == "json_object" && !texts.Any(t => t.Contains("json", StringComparison.OrdinalIgnoreCase)))
            throw OpenAIErrors.Invalid(
                "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.", "messages");
    }

    private static void Range(JsonElement body, string name, double least, double most)
    {
        var field = body.Field(name);
        if (field.ValueKind == JsonValueKind.Undefined) return;
        if (field.ValueKind != JsonValueKind.Number) throw OpenAIErrors.WrongType(name, "a decimal");
        var value = field.GetDouble();
        if (value < least || value > most) throw OpenAIErrors.OutOfRange(name, "decimal", value, least, most);
    }
}
