using System.Text.Json;

namespace Farthing.Wire.Ollama;

internal static class RequestReader
{
    public static Conversation Read(JsonElement body, string dialect)
    {
        var extras = new ExtrasList(dialect);
        var c = new Conversation { Model = body.Need("model", ""), Stream = true, IncludeUsage = true };
        foreach (var (name, value) in body.Fields(""))
        {
            switch (name)
            {
                case "model" or "prompt" or "images" or "system": break;
                case "messages": c = c with { Turns = MessageReader.Read(value, dialect) }; break;
                case "tools": c = c with { Tools = [.. value.Items(name).Select(t => OpenAIChat.ToolReader.Read(t.Value, t.Path))] }; break;
                case "stream": c = c with { Stream = value.Flag(name) }; break;
                case "options": c = OptionsReader.Read(value, c, extras); break;
                case "format": c = c with { Format = OptionsReader.Format(value) }; break;
                case "think": c = OptionsReader.Think(value, c); break;
                case "suffix": c = c with { Suffix = value.Text(name) is { Length: > 0 } suffix ? suffix : null }; break;
                case "logprobs": c = c with { LogProbs = value.Flag(name) }; break;
                case "top_logprobs": c = c with { TopLogProbs = value.Count(name) }; break;
                case "raw" when value.ValueKind == JsonValueKind.False: break;
                default: extras.Add(name, value); break;
            }
        }
        if (dialect == OllamaDialect.GenerateName) c = c with { Turns = Prompt(body) };
        return c with { Extras = extras.Take() };
    }

    private static List<Turn> Prompt(JsonElement body)
    {
        var turns = new List<Turn>();
        if (body.Find("system", "") is { Length: > 0 } system) turns.Add(new Turn(Role.System, [new TextBlock(system)]));
        turns.Add(new Turn(Role.User, [.. MessageReader.Images(body, ""), new TextBlock(body.Find("prompt", "") ?? "")]));
        return turns;
    }
}
