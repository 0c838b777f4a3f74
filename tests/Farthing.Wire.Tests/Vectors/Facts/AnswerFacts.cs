using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Farthing.Wire.Tests.Vectors;

/// <summary>
/// What an answer says, taken straight from its JSON, whole or streamed. It is written apart from the library's readers on purpose:
/// what both of them got wrong in the same way would go unseen.
/// </summary>
internal sealed class AnswerFacts
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _thinking = new();

    public List<(string Name, string Arguments)> Calls { get; init; } = [];

    /// <summary>end, sequence, length, tool or refusal; null where the answer is not complete.</summary>
    public string? Stop { get; set; }

    public string? Sequence { get; set; }

    /// <summary>All of the prompt, and the shares of it that were read from and written to a cache.</summary>
    public long Prompt { get; set; }

    public long Cached { get; set; }

    public long Written { get; set; }

    public long Output { get; set; }

    public long Reasoning { get; set; }

    public string Text => _text.ToString();

    public string Thinking => _thinking.ToString();

    public void Say(string? text) => _text.Append(text);

    public void Think(string? text) => _thinking.Append(text);

    public void Call(string name, string arguments) => Calls.Add((name, Canonical(arguments)));

    /// <summary>As the target dialect can say it.</summary>
    public string In(Dialect target)
    {
        var takesCalls = !target.IsPrompt;
        var ollama = target.Framing == Framing.Lines;
        var stop = Stop switch
        {
            "sequence" => target == Dialects.Anthropic ? Stop : "end",
            "refusal" => ollama ? "end" : Stop,
            "tool" => takesCalls ? Stop : "end",
            _ => Stop,
        };
        // With calls an answer that just ends has stopped for them: OpenAI's and Ollama's clients go by the calls.
        if (takesCalls && Calls.Count > 0 && (stop is "end" || (stop is "refusal" && target == Dialects.OpenAIResponses && HasRefusalText))) stop = "tool";
        if (Calls.Count == 0 && stop is "tool" && target != Dialects.Anthropic && target != Dialects.OpenAIChat) stop = "end";
        var prompt = Math.Max(Prompt, Cached + Written);
        return $"""
            text {Text}
            thinking {(target == Dialects.OpenAICompletions ? "" : Thinking)}
            calls {(takesCalls ? string.Join("; ", Calls.Select(c => $"{c.Name} {c.Arguments}")) : "")}
            stop {stop} {(target == Dialects.Anthropic && stop is "sequence" ? Sequence : "")}
            usage {(ollama ? $"{prompt} {Output}" : $"{prompt} {Cached} {Written} {Output} {Reasoning}")}
            """;
    }

    /// <summary>Whether the answer holds a refusal's text, which Responses counts for less than a call.</summary>
    public bool HasRefusalText { get; set; }

    public static AnswerFacts Of(Dialect dialect, JsonElement reply) =>
        dialect == Dialects.Anthropic ? AnthropicFacts.Whole(reply)
        : dialect == Dialects.OpenAIChat ? ChatFacts.Whole(reply)
        : dialect == Dialects.OpenAIResponses ? ResponsesFacts.Whole(reply)
        : dialect == Dialects.OpenAICompletions ? ChatFacts.Completion(reply)
        : OllamaFacts.Whole(reply);

    public static AnswerFacts Of(Dialect dialect, string stream)
    {
        var events = StreamText.Documents(dialect, stream);
        return dialect == Dialects.Anthropic ? AnthropicFacts.Streamed(events)
            : dialect == Dialects.OpenAIChat ? ChatFacts.Streamed(events)
            : dialect == Dialects.OpenAIResponses ? ResponsesFacts.Streamed(events)
            : dialect == Dialects.OpenAICompletions ? ChatFacts.StreamedCompletion(events)
            : OllamaFacts.Streamed(events);
    }

    private static string Canonical(string arguments)
    {
        if (string.IsNullOrWhiteSpace(arguments)) return "{}";
        try
        {
            return JsonNode.Parse(arguments) is JsonObject o ? o.ToJsonString() : new JsonObject { ["_raw"] = arguments }.ToJsonString();
        }
        catch (JsonException)
        {
            return new JsonObject { ["_raw"] = arguments }.ToJsonString();
        }
    }
}
