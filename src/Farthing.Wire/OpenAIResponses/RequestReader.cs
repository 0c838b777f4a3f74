using System.Text.Json;

namespace Farthing.Wire.OpenAIResponses;

internal static class RequestReader
{
    public static Conversation Read(JsonElement body)
    {
        var extras = new ExtrasList(OpenAIResponsesDialect.DialectName);
        var c = new Conversation { Model = body.Need("model", ""), IncludeUsage = true };
        IReadOnlyList<Turn> instructions = [];
        IReadOnlyList<Turn>? turns = null;
        foreach (var (name, value) in body.Fields(""))
        {
            switch (name)
            {
                case "model" or "tool_choice": break;
                case "instructions": instructions = value.Text(name) is { Length: > 0 } text ? [new Turn(Role.System, [new TextBlock(text)])] : []; break;
                case "input":
                    (turns, var loaded) = InputReader.Read(value);
                    c = c with { Tools = [.. c.Tools, .. loaded] };
                    break;
                case "tools": c = c with { Tools = [.. value.Items(name).SelectMany(t => ToolReader.Read(t.Value, t.Path)), .. c.Tools] }; break;
                case "parallel_tool_calls": c = c with { ParallelTools = value.Flag(name) }; break;
                case "max_output_tokens": c = c with { MaxTokens = value.Count(name) }; break;
                case "temperature": c = c with { Temperature = value.Number(name) }; break;
                case "top_p": c = c with { TopP = value.Number(name) }; break;
                case "top_logprobs": c = c with { TopLogProbs = value.Count(name) }; break;
                case "stream": c = c with { Stream = value.Flag(name) }; break;
                case "text": c = Text(value, c, extras); break;
                case "reasoning": c = Reasoning(value, c, extras); break;
                case "user": c = c with { UserId = value.Text(name) }; break;
                case "safety_identifier": c = c with { UserId = c.UserId ?? value.Text(name) }; break;
                case "service_tier": c = c with { ServiceTier = value.Text(name) }; break;
                case "store" when value.ValueKind == JsonValueKind.False: break; // nobody else keeps an answer unasked
                case "background" when value.ValueKind == JsonValueKind.False: break;
                default: extras.Add(name, value); break;
            }
        }
        c = c with { Tools = ToolReader.Distinct(c.Tools) };
        if (body.Field("tool_choice") is { } choice) c = ToolReader.Choice(choice, c);
        // With a stored prompt or an earlier answer there need be no input; both are refused by the loss table with their own names.
        return c with { Turns = [.. instructions, .. turns ?? (extras.Any ? [] : throw WireException.Invalid("input", "is required."))], Extras = extras.Take() };
    }

    private static Conversation Text(JsonElement e, Conversation c, ExtrasList extras)
    {
        foreach (var (name, value) in e.Fields("text"))
        {
            if (name == "format") c = c with { Format = Format(value) };
            else if (name == "verbosity") c = c with { Verbosity = value.Text("text.verbosity") };
            else extras.Add("text." + name, value);
        }
        return c;
    }

    private static ReplyFormat? Format(JsonElement e)
    {
        const string Path = "text.format";
        return e.Need("type", Path) switch
        {
            "text" => null,
            "json_object" => new ReplyFormat(),
            "json_schema" => new ReplyFormat(
                e.Field("schema") ?? throw WireException.Invalid(Path + ".schema", "is required."),
                e.Find("name", Path), e.Field("strict")?.Flag(Path + ".strict"), e.Find("description", Path)),
            var other => throw WireException.Invalid(Path + ".type", $"must be text, json_object or json_schema, not \"{other}\"."),
        };
    }

    private static Conversation Reasoning(JsonElement e, Conversation c, ExtrasList extras)
    {
        foreach (var (name, value) in e.Fields("reasoning"))
        {
            if (name == "effort") c = c with { Effort = value.Text("reasoning.effort") };
            else extras.Add("reasoning." + name, value);
        }
        return c;
    }
}
