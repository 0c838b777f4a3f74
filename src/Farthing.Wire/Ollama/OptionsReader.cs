using System.Text.Json;

namespace Farthing.Wire.Ollama;

internal static class OptionsReader
{
    public static Conversation Read(JsonElement e, Conversation c, ExtrasList extras)
    {
        foreach (var (name, value) in e.Fields("options"))
        {
            var path = "options." + name;
            switch (name)
            {
                case "num_predict": c = c with { MaxTokens = value.Whole(path) is > 0 and var cap ? cap : null }; break; // -1 and -2: no cap
                case "temperature": c = c with { Temperature = value.Number(path) }; break;
                case "top_p": c = c with { TopP = value.Number(path) }; break;
                case "top_k": c = c with { TopK = value.Whole(path) }; break;
                case "seed": c = c with { Seed = value.Whole(path) }; break;
                case "stop": c = c with { Stop = value.ValueKind == JsonValueKind.Array ? [.. value.Items(path).Select(s => s.Value.Text(s.Path))] : [value.Text(path)] }; break;
                case "frequency_penalty": c = c with { FrequencyPenalty = value.Number(path) }; break;
                case "presence_penalty": c = c with { PresencePenalty = value.Number(path) }; break;
                default: extras.Add(path, value); break;
            }
        }
        return c;
    }

    /// <summary><c>think</c>: yes, no, or how hard.</summary>
    public static Conversation Think(JsonElement e, Conversation c) => e.ValueKind switch
    {
        JsonValueKind.True => c with { Effort = "medium" },
        JsonValueKind.False => c with { Thinking = new ThinkingControl(ThinkingMode.Disabled) },
        _ => c with { Effort = e.Text("think") },
    };

    /// <summary><c>format</c>: <c>"json"</c>, or a schema.</summary>
    public static ReplyFormat? Format(JsonElement e) => e.ValueKind switch
    {
        JsonValueKind.Object => new ReplyFormat(e),
        JsonValueKind.String when e.Text("format") is "" => null,
        JsonValueKind.String when e.Text("format") is "json" => new ReplyFormat(),
        _ => throw WireException.Invalid("format", "must be \"json\" or a JSON schema."),
    };
}
