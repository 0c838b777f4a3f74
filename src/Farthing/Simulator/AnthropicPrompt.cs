using System.Text;
using System.Text.Json;

namespace Farthing.Simulator;

internal enum CacheLife { FiveMinutes, OneHour }

/// <summary>One block of a prompt: its content without cache marks, its tokens, and the mark behind it.</summary>
internal sealed record PromptBlock(string Text, int Tokens, CacheLife? Mark);

/// <summary>
/// A prompt as the vendor's cache sees it: tools, system, the settings that change how messages are read, then messages, block by block.
/// </summary>
internal sealed record AnthropicPrompt(IReadOnlyList<PromptBlock> Blocks)
{
    public int Tokens { get; } = Simulator.Tokens.Priming + Blocks.Sum(b => b.Tokens);

    public string Text => string.Concat(Blocks.Select(b => b.Text));

    public static AnthropicPrompt Of(JsonElement body, SimulatedModel model)
    {
        List<PromptBlock> blocks = [.. body.Field("tools").Items().Select(t => Block("tool", t, Simulator.Tokens.OfBytes(Raw(t).Length)))];
        blocks.AddRange(Content("system", body.Field("system"), model));
        blocks.Add(new PromptBlock(Setting(body, "tool_choice") + Setting(body, "thinking"), 0, null));
        foreach (var message in body.Field("messages").Items())
            blocks.AddRange(Content(message.String("role")!, message.Field("content"), model));
        if (Life(body) is { } automatic && blocks[^1].Mark is null) blocks[^1] = blocks[^1] with { Mark = automatic };
        AnthropicSettings.CheckBreakpoints([.. blocks.Select(b => b.Mark).OfType<CacheLife>()]);
        return new AnthropicPrompt(blocks);
    }

    private static IEnumerable<PromptBlock> Content(string role, JsonElement content, SimulatedModel model)
    {
        if (content.ValueKind != JsonValueKind.String)
            return content.Items().Select((b, i) => Block(role, b, TokensOf(b, model) + (i == 0 ? Simulator.Tokens.PerMessage : 0)));
        var text = content.GetString()!;
        return [new PromptBlock(Key(role, "text", text), Simulator.Tokens.PerMessage + Simulator.Tokens.Of(text), null)];
    }

    private static PromptBlock Block(string role, JsonElement block, int tokens) =>
        new(block.String("type") == "text" ? Key(role, "text", TextOf(block)) : Key(role, "json", Raw(block)), tokens, Life(block));

    private static int TokensOf(JsonElement block, SimulatedModel model) => block.String("type") switch
    {
        "text" => Simulator.Tokens.Of(TextOf(block)),
        "image" => model.ImageTokens,
        "tool_result" => Simulator.Tokens.Of(block.String("content") ?? "") + block.Field("content").Items().Sum(b => TokensOf(b, model)),
        _ => Simulator.Tokens.Of(Raw(block)),
    };

    private static string TextOf(JsonElement block) => block.String("text") ?? throw AnthropicErrors.Invalid("text: Input should be a valid string");

    private static CacheLife? Life(JsonElement element)
    {
        var mark = element.Field("cache_control");
        if (mark.ValueKind == JsonValueKind.Undefined) return null;
        if (mark.String("type") != "ephemeral") throw AnthropicErrors.Invalid("cache_control.type: Input should be 'ephemeral'");
        return mark.String("ttl") switch
        {
            null or "5m" => CacheLife.FiveMinutes,
            "1h" => CacheLife.OneHour,
            _ => throw AnthropicErrors.Invalid("cache_control.ephemeral.ttl: Input should be '5m' or '1h'"),
        };
    }

    private static string Key(string role, string kind, string text) => $"{role}\n{kind}\n{text}\n";

    private static string Setting(JsonElement body, string name) => body.Has(name) ? $"{name}={body.Field(name).GetRawText()}\n" : "";

    /// <summary>The block's JSON without its cache mark.</summary>
    private static string Raw(JsonElement block) => Encoding.UTF8.GetString(JsonText.Of(json =>
    {
        json.WriteStartObject();
        foreach (var field in block.EnumerateObject())
            if (field.Name != "cache_control") field.WriteTo(json);
        json.WriteEndObject();
    }));
}
