using System.Text.Json;

namespace Farthing.Simulator;

/// <summary>Reads what <c>/api/chat</c> and <c>/api/generate</c> take. As with the real server, unknown fields pass.</summary>
internal static class OllamaRequest
{
    private static readonly JsonElement AnyObject = JsonDocument.Parse("{}").RootElement;

    private static readonly HashSet<string> Roles = ["system", "user", "assistant", "tool"];

    /// <exception cref="VendorException">The server would refuse the request.</exception>
    public static Ask Read(JsonElement body, SimulatedModel model, bool isPrompt)
    {
        if (model.Dimensions is not null) throw new VendorException(400, $"\"{model.Id}\" does not support {(isPrompt ? "generate" : "chat")}");
        if (body.Has("think") && body.Field("think").ValueKind != JsonValueKind.False) throw new VendorException(400, $"\"{model.Id}\" does not support thinking");
        var messages = body.Field("messages");
        foreach (var message in messages.Items())
            if (message.String("role") is not { } role || !Roles.Contains(role)) throw new VendorException(400, "invalid role; must be one of [system, user, assistant, tool]");
        var texts = isPrompt ? [body.String("system") ?? "", body.String("prompt") ?? "", body.String("suffix") ?? ""] : messages.Items().Select(m => m.String("content") ?? "").ToArray();
        var last = messages.Items().LastOrDefault();
        var options = body.Field("options");
        // The real server cuts a prompt off at num_ctx without a word; so does this one.
        var window = options.Field("num_ctx").TryInt(out var context) ? Math.Min(context, model.ContextTokens) : 4096;
        return new Ask
        {
            Model = model,
            Stream = !body.Has("stream") || body.IsTrue("stream"),
            MaxTokens = options.Field("num_predict").TryInt(out var predict) && predict > 0 ? predict : model.MaxOutputTokens,
            Stop = options.Field("stop") is { ValueKind: JsonValueKind.String } one ? [one.GetString()!] : [.. options.Field("stop").Items().Select(s => s.GetString()!)],
            UserText = isPrompt ? texts[1] : messages.UserText(),
            LastUserText = isPrompt ? texts[1] : last.String("role") == "user" ? last.String("content") ?? "" : "",
            ToolResult = ToolResult(messages),
            Tools = [.. body.Field("tools").Items().Select(t => new OfferedTool(t.Field("function").String("name") ?? "", t.Field("function").Object("parameters") ?? AnyObject))],
            AnswerSchema = body.Field("format") switch { { ValueKind: JsonValueKind.Object } schema => schema, var f when f.Is("json") => AnyObject, _ => null },
            PromptTokens = Math.Min(window, Tokens.Priming + texts.Sum(t => Tokens.PerMessage + Tokens.Of(t)) + body.Field("tools").Items().Sum(t => Tokens.Of(t.GetRawText()))),
            Fingerprint = Chance.Fingerprint(model.Id + string.Join('\n', texts) + (options.Has("seed") ? options.Field("seed").GetRawText() : "")),
        };
    }

    private static string? ToolResult(JsonElement messages)
    {
        var results = messages.Items().Reverse().TakeWhile(m => m.String("role") == "tool").Reverse().ToArray();
        return results.Length == 0 ? null : string.Join('\n', results.Select(m => m.String("content")));
    }
}
