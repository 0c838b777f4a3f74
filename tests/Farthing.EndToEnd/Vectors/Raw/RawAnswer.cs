using System.Text;
using System.Text.Json;

namespace Farthing.EndToEnd.Vectors.Raw;

/// <summary>An answer read straight from its family's JSON, by the shortest way and by none of the gateway's code: the oracle.</summary>
internal abstract class RawAnswer
{
    protected StringBuilder Text { get; } = new();

    protected StringBuilder Refusal { get; } = new();

    protected StringBuilder Thinking { get; } = new();

    protected List<string> Seals { get; } = [];

    protected Tokens Tokens { get; set; } = new();

    /// <summary>Null while the answer has not said that it is done.</summary>
    protected Stopped? Stop { get; set; }

    /// <summary>The words of an error in the place of an answer.</summary>
    protected string? Error { get; set; }

    protected abstract IEnumerable<(string Name, string Arguments)> Calls { get; }

    /// <summary>What was said, or else the error: of a provider that failed, or that broke off.</summary>
    public static (Said? Said, string? Error) Read(Family family, string body, bool stream)
    {
        RawAnswer answer = family.Api switch
        {
            "anthropic.messages" => new RawAnthropic(),
            "openai.responses" => new RawResponses(),
            "openai.chat" or "openai.completions" => new RawChat(),
            _ => new RawOllama(),
        };
        if (!stream) answer.Whole(Json.Parse(body));
        else
            foreach (var e in Json.Events(body, family.Lines).Where(e => e.Trim().Length > 0))
                if (answer.Error is null) answer.Event(e);
        if (answer.Error is not null || answer.Stop is not { } stop) return (null, answer.Error ?? "");
        return (new Said(answer.Text.ToString(), answer.Refusal.ToString(), answer.Thinking.ToString(), [.. answer.Calls], [.. answer.Seals.Where(s => s.Length > 0)], stop, answer.Tokens), null);
    }

    protected abstract void Whole(JsonElement body);

    protected abstract void Event(string data);

    /// <summary>The message of an error in any of the shapes that providers give it.</summary>
    protected static string ErrorText(JsonElement e) => (e.In("error") ?? e) is var error && error.ValueKind == JsonValueKind.String
        ? error.GetString()! : error.Text("message") ?? error.GetRawText();
}
