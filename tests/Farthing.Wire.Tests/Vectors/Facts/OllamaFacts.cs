using System.Text.Json;

namespace Farthing.Wire.Tests.Vectors;

/// <summary>Ollama's chat and generate: the text stands in <c>message</c> or beside it.</summary>
internal static class OllamaFacts
{
    public static AnswerFacts Whole(JsonElement reply) => Streamed([reply]);

    public static AnswerFacts Streamed(List<JsonElement> lines)
    {
        var facts = new AnswerFacts();
        foreach (var line in lines)
        {
            facts.Say(line.Str("response") ?? line.Str("message", "content"));
            facts.Think(line.Str("message", "thinking") ?? line.Str("thinking"));
            foreach (var call in line.Each("message", "tool_calls"))
                facts.Call(call.Str("function", "name")!, call.At("function", "arguments").Exists() ? call.At("function", "arguments").GetRawText() : "");
            if (line.At("done").ValueKind != JsonValueKind.True) continue;
            facts.Stop = line.Str("done_reason") == "length" ? "length" : facts.Calls.Count > 0 ? "tool" : "end";
            facts.Prompt = line.Num("prompt_eval_count") ?? 0;
            facts.Output = line.Num("eval_count") ?? 0;
        }
        return facts;
    }
}
