using System.Text.Json;

namespace Farthing.Wire.Anthropic;

internal static class RequestReader
{
    public static Conversation Read(JsonElement body)
    {
        var extras = new ExtrasList(AnthropicDialect.DialectName);
        var c = new Conversation { Model = body.Need("model", ""), IncludeUsage = true };
        IReadOnlyList<Turn> system = [];
        IReadOnlyList<Turn>? turns = null;
        foreach (var (name, value) in body.Fields(""))
        {
            switch (name)
            {
                case "model": break;
                case "system": system = System(value, extras); break;
                case "messages": turns = [.. value.Items(name).Select(m => Message(m.Value, m.Path))]; break;
                case "tools": c = c with { Tools = [.. value.Items(name).Select(t => ToolReader.Read(t.Value, t.Path))] }; break;
                case "tool_choice": c = ToolReader.Choice(value, c); break;
                case "max_tokens": c = c with { MaxTokens = value.Count(name) }; break;
                case "temperature": c = c with { Temperature = value.Number(name) }; break;
                case "top_p": c = c with { TopP = value.Number(name) }; break;
                case "top_k": c = c with { TopK = value.Whole(name) }; break;
                case "stop_sequences": c = c with { Stop = [.. value.Items(name).Select(s => s.Value.Text(s.Path))] }; break;
                case "stream": c = c with { Stream = value.Flag(name) }; break;
                case "service_tier": c = c with { ServiceTier = value.Text(name) }; break;
                case "thinking": c = c with { Thinking = Thinking(value) }; break;
                case "output_config": c = OutputConfig(value, c, extras); break;
                case "output_format": c = c with { Format = Format(value, name) }; break;
                case "metadata": c = Metadata(value, c, extras); break;
                default: extras.Add(name, value); break;
            }
        }
        return c with { Turns = [.. system, .. turns ?? throw Missing("messages")], Extras = extras.Take() };
    }

    private static WireException Missing(string field) => WireException.Invalid(field, "is required.");

    /// <summary>Claude Code's first block names its build and changes with each call: in another provider's prompt it would only empty the cache.</summary>
    private static IReadOnlyList<Turn> System(JsonElement value, ExtrasList extras)
    {
        const string Billing = "x-anthropic-billing-header";
        var blocks = BlockReader.Content(value, "system").ToList();
        if (blocks.RemoveAll(b => b is TextBlock t && t.Text.StartsWith(Billing + ":", StringComparison.OrdinalIgnoreCase)) > 0) extras.Add("system." + Billing, value);
        return blocks.Count > 0 ? [new Turn(Role.System, blocks)] : [];
    }

    private static Turn Message(JsonElement e, string path)
    {
        var extras = new ExtrasList(AnthropicDialect.DialectName);
        Role? role = null;
        IReadOnlyList<Block>? blocks = null;
        foreach (var (name, value) in e.Fields(path))
        {
            if (name == "role") role = RoleOf(value.Text(path + ".role"), path);
            else if (name == "content") blocks = BlockReader.Content(value, path + ".content");
            else extras.Add(name, value);
        }
        return new Turn(role ?? throw Missing(path + ".role"), blocks ?? throw Missing(path + ".content")) { Extras = extras.Take() };
    }

    private static Role RoleOf(string role, string path) => role switch
    {
        "user" => Role.User,
        "assistant" => Role.Assistant,
        "system" => Role.System,
        _ => throw WireException.Invalid(path + ".role", $"must be user, assistant or system, not \"{role}\"."),
    };

    private static ThinkingControl Thinking(JsonElement e)
    {
        var extras = new ExtrasList(AnthropicDialect.DialectName);
        foreach (var (name, value) in e.Fields("thinking"))
            if (name is not ("type" or "budget_tokens")) extras.Add(name, value);
        var budget = e.Field("budget_tokens")?.Count("thinking.budget_tokens");
        return e.Need("type", "thinking") switch
        {
            "enabled" => new ThinkingControl(ThinkingMode.Enabled, budget ?? throw Missing("thinking.budget_tokens"))
            {
                Extras = extras.Take(),
            },
            "adaptive" => new ThinkingControl(ThinkingMode.Adaptive) { Extras = extras.Take() },
            "disabled" => new ThinkingControl(ThinkingMode.Disabled) { Extras = extras.Take() },
            var other => throw WireException.Invalid("thinking.type", $"must be enabled, adaptive or disabled, not \"{other}\"."),
        };
    }

    private static Conversation OutputConfig(JsonElement e, Conversation c, ExtrasList extras)
    {
        foreach (var (name, value) in e.Fields("output_config"))
        {
            if (name == "effort") c = c with { Effort = value.Text("output_config.effort") };
            else if (name == "format") c = c with { Format = Format(value, "output_config.format") };
            else extras.Add("output_config." + name, value);
        }
        return c;
    }

    private static ReplyFormat Format(JsonElement e, string path) => e.Need("type", path) == "json_schema"
        ? new ReplyFormat(e.Field("schema") ?? throw Missing(path + ".schema"), e.Find("name", path))
        : throw WireException.Invalid(path + ".type", "must be json_schema.");

    private static Conversation Metadata(JsonElement e, Conversation c, ExtrasList extras)
    {
        foreach (var (name, value) in e.Fields("metadata"))
        {
            if (name == "user_id") c = c with { UserId = value.Text("metadata.user_id") };
            else extras.Add("metadata." + name, value);
        }
        return c;
    }
}
