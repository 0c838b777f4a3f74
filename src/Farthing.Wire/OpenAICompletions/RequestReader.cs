using System.Text.Json;

namespace Farthing.Wire.OpenAICompletions;

internal static class RequestReader
{
    public static Conversation Read(JsonElement body)
    {
        var extras = new ExtrasList(OpenAICompletionsDialect.DialectName);
        var c = new Conversation { Model = body.Need("model", "") };
        string? prompt = null;
        foreach (var (name, value) in body.Fields(""))
        {
            switch (name)
            {
                case "model": break;
                case "prompt": prompt = Prompt(value); break;
                case "suffix": c = c with { Suffix = value.Text(name) is { Length: > 0 } suffix ? suffix : null }; break;
                case "max_tokens": c = c with { MaxTokens = value.Count(name) }; break;
                case "temperature": c = c with { Temperature = value.Number(name) }; break;
                case "top_p": c = c with { TopP = value.Number(name) }; break;
                case "n": c = c with { N = value.Count(name) }; break;
                case "stream": c = c with { Stream = value.Flag(name) }; break;
                case "stream_options": c = c with { IncludeUsage = value.Field("include_usage")?.Flag("stream_options.include_usage") is true }; break;
                case "stop": c = c with { Stop = value.ValueKind == JsonValueKind.Array ? [.. value.Items(name).Select(s => s.Value.Text(s.Path))] : [value.Text(name)] }; break;
                case "seed": c = c with { Seed = value.Whole(name) }; break;
                case "frequency_penalty": c = c with { FrequencyPenalty = value.Number(name) }; break;
                case "presence_penalty": c = c with { PresencePenalty = value.Number(name) }; break;
                case "logprobs": c = c with { LogProbs = true, TopLogProbs = value.Count(name) }; break;
                case "user": c = c with { UserId = value.Text(name) }; break;
                case "echo" when value.ValueKind == JsonValueKind.False: break;
                case "best_of" when value.Count(name) <= 1: break;
                default: extras.Add(name, value); break;
            }
        }
        if (prompt is null) throw WireException.Invalid("prompt", "is required.");
        return c with { Turns = [new Turn(Role.User, [new TextBlock(prompt)])], Extras = extras.Take() };
    }

    /// <summary>One text; a list of one text is the same. More of them, or token ids, have no translation.</summary>
    private static string Prompt(JsonElement e) => e.ValueKind switch
    {
        JsonValueKind.String => e.Text("prompt"),
        JsonValueKind.Array when e.GetArrayLength() == 1 && e[0].ValueKind == JsonValueKind.String => e[0].Text("prompt[0]"),
        JsonValueKind.Array => throw WireException.Refused("prompt", LossTable.Find(LossTable.Targets[0], "prompt_list")),
        _ => throw WireException.Invalid("prompt", "must be a string or an array."),
    };
}
