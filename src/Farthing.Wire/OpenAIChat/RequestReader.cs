using System.Text.Json;

namespace Farthing.Wire.OpenAIChat;

internal static class RequestReader
{
    public static Conversation Read(JsonElement body)
    {
        var extras = new ExtrasList(OpenAIChatDialect.DialectName);
        var c = new Conversation { Model = body.Need("model", "") };
        IReadOnlyList<Turn>? turns = null;
        foreach (var (name, value) in body.Fields(""))
        {
            switch (name)
            {
                case "model" or "tool_choice": break;
                case "messages": turns = MessageReader.Read(value); break;
                case "tools": c = c with { Tools = [.. value.Items(name).Select(t => ToolReader.Read(t.Value, t.Path))] }; break;
                case "parallel_tool_calls": c = c with { ParallelTools = value.Flag(name) }; break;
                case "max_completion_tokens": c = c with { MaxTokens = value.Count(name) }; break;
                case "max_tokens": c = c with { MaxTokens = body.Field("max_completion_tokens") is null ? value.Count(name) : c.MaxTokens }; break;
                case "temperature": c = c with { Temperature = value.Number(name) }; break;
                case "top_p": c = c with { TopP = value.Number(name) }; break;
                case "top_k": c = c with { TopK = value.Whole(name) }; break;
                case "stop": c = c with { Stop = Stop(value) }; break;
                case "stream": c = c with { Stream = value.Flag(name) }; break;
                case "stream_options": c = StreamOptions(value, c, extras); break;
                case "response_format": c = c with { Format = Format(value) }; break;
                case "reasoning_effort": c = c with { Effort = value.Text(name) }; break;
                case "user": c = c with { UserId = value.Text(name) }; break;
                case "safety_identifier": c = c with { UserId = c.UserId ?? value.Text(name) }; break;
                case "seed": c = c with { Seed = value.Whole(name) }; break;
                case "n": c = c with { N = value.Count(name) }; break;
                case "frequency_penalty": c = c with { FrequencyPenalty = value.Number(name) }; break;
                case "presence_penalty": c = c with { PresencePenalty = value.Number(name) }; break;
                case "logprobs": c = c with { LogProbs = value.Flag(name) }; break;
                case "top_logprobs": c = c with { TopLogProbs = value.Count(name) }; break;
                case "verbosity": c = c with { Verbosity = value.Text(name) }; break;
                case "service_tier": c = c with { ServiceTier = value.Text(name) }; break;
                default: extras.Add(name, value); break;
            }
        }
        if (body.Field("tool_choice") is { } choice) c = ToolReader.Choice(choice, c, extras);
        return c with { Turns = turns ?? throw WireException.Invalid("messages", "is required."), Extras = extras.Take() };
    }

    private static IReadOnlyList<string> Stop(JsonElement e) =>
        e.ValueKind == JsonValueKind.Array ? [.. e.Items("stop").Select(s => s.Value.Text(s.Path))] : [e.Text("stop")];

    private static Conversation StreamOptions(JsonElement e, Conversation c, ExtrasList extras)
    {
        foreach (var (name, value) in e.Fields("stream_options"))
        {
            if (name == "include_usage") c = c with { IncludeUsage = value.Flag("stream_options.include_usage") };
            else extras.Add("stream_options." + name, value);
        }
        return c;
    }

    private static ReplyFormat? Format(JsonElement e)
    {
        const string Path = "response_format";
        switch (e.Need("type", Path))
        {
            case "text": return null;
            case "json_object": return new ReplyFormat();
            case "json_schema" when e.Field("json_schema") is { } s:
                return new ReplyFormat(
                    s.Field("schema") ?? throw WireException.Invalid(Path + ".json_schema.schema", "is required."),
                    s.Find("name", Path + ".json_schema"),
                    s.Field("strict")?.Flag(Path + ".json_schema.strict"),
                    s.Find("description", Path + ".json_schema"));
            case "json_schema": throw WireException.Invalid(Path + ".json_schema", "is required.");
            case var other: throw WireException.Invalid(Path + ".type", $"must be text, json_object or json_schema, not \"{other}\".");
        }
    }
}
