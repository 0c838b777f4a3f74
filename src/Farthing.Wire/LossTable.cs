using static Farthing.Wire.LossRule;

namespace Farthing.Wire;

/// <summary>What becomes of a concept in a target dialect.</summary>
public enum LossRule
{
    /// <summary>The same field with the same meaning.</summary>
    Pass,

    /// <summary>Another spelling of the same meaning.</summary>
    Map,

    /// <summary>Imitated by other means.</summary>
    Emulate,

    /// <summary>A field that no neutral name stands for, the same in both dialects: copied.</summary>
    Copy,

    /// <summary>Left out, and announced by the concept's name.</summary>
    Drop,

    /// <summary>Refused with a 400 that names the field.</summary>
    Refuse,
}

/// <param name="Concept">A field of the request, the type of a block, or a condition such as <c>stop_over_4</c>.</param>
/// <param name="Why">What to tell the caller, for <see cref="Refuse"/>.</param>
public sealed record LossRow(string Concept, LossRule Rule, string? Why = null);

/// <summary>
/// What each target dialect cannot express (wire.md §1), in one place. Writers ask it, tests read it.
/// A field without a row is unknown to the target: dropped and announced by its own name.
/// A block without a row is refused: content is never lost quietly.
/// </summary>
public static class LossTable
{
    /// <summary>The row for every field or block that has none of its own.</summary>
    public const string AnyField = "*", AnyBlock = "block:*";

    private const string NotThere = "the chosen model's API has no such thing; leave it out or choose a model that speaks the same API as you.";

    private static readonly Dictionary<string, Dictionary<string, LossRow>> ByTarget = new()
    {
        ["anthropic"] = Rows(
            new("system", Map), new("mid_system", Emulate), new("max_tokens", Map), new("temperature", Pass), new("top_p", Pass),
            new("top_k", Pass), new("stop", Map), new("tools", Map), new("tool_choice", Map), new("parallel_tools", Map),
            new("stream", Pass), new("user_id", Map), new("json_schema", Map), new("json_object", Emulate), new("effort", Map),
            new("thinking", Pass), new("strict", Pass), new("cache_control", Copy), new("prefill", Pass),
            new("text", Pass), new("image", Map), new("image_url", Map), new("document", Map), new("document_url", Map),
            new("tool_call", Map), new("tool_result", Map), new("tool_result_media", Pass), new("is_error", Pass),
            new("thinking_signed", Pass), new("refusal", Map), new("service_tier", Map), new("max_tokens_zero", Pass), new("stop_over_4", Pass),
            new("include_usage", Map),
            new("temperature_over_1", Drop), new("temperature_with_top_p", Drop), new("sampling", Drop), new("sampling_with_thinking", Drop),
            new("thinking_unsigned", Drop), new("thinking_foreign", Drop), new("thinking_control", Drop), new("schema_combinator", Drop),
            new("service_tier_other", Drop), new("seed", Drop), new("frequency_penalty", Drop), new("presence_penalty", Drop),
            new("cache_control_over_4", Drop), new("output_name", Drop),
            new("n", Refuse, "Anthropic gives one answer per request; send n requests."),
            new("logprobs", Refuse, "Anthropic reports no token probabilities; leave it out."),
            new("file_id", Refuse, "the file is kept by another provider; send its content as base64."),
            new("hosted_tool", Refuse, "the chosen provider does not run this hosted tool; offer a function tool in its place."),
            new("tool_choice_other", Refuse, "must be auto, required, none or one function here."),
            new("functions", Refuse, "is the deprecated form; send tools and tool_choice."),
            new("function_call", Refuse, "is the deprecated form; send tools and tool_choice."),
            new("web_search_options", Refuse, NotThere), new("audio", Refuse, NotThere), new("input_audio", Refuse, NotThere),
            new("video_url", Refuse, NotThere),
            new(AnyField, Drop), new(AnyBlock, Refuse, NotThere)),

        ["openai-chat"] = Rows(
            new("system", Map), new("mid_system", Pass), new("max_tokens", Map), new("temperature", Pass), new("top_p", Pass),
            new("stop", Map), new("tools", Map), new("tool_choice", Map), new("parallel_tools", Map), new("stream", Pass),
            new("user_id", Map), new("json_schema", Map), new("json_object", Pass), new("effort", Map), new("thinking", Map), new("strict", Pass),
            new("text", Pass), new("image", Map), new("image_url", Map), new("document", Map), new("tool_call", Map), new("tool_result", Map),
            new("tool_result_media", Emulate), new("is_error", Emulate), new("refusal", Pass), new("service_tier", Map),
            new("n", Pass), new("seed", Pass), new("frequency_penalty", Pass), new("presence_penalty", Pass), new("logprobs", Pass),
            new("compaction", Emulate), new("thinking_echo", Map), new("include_usage", Pass),
            new("sampling", Drop), new("top_k", Drop), new("thinking_signed", Drop), new("thinking_unsigned", Drop), new("thinking_foreign", Drop),
            new("thinking_control", Drop), new("service_tier_other", Drop), new("cache_control", Drop),
            new("context_management", Drop), new("citations", Drop),
            new("server_tool_use", Drop), new("web_search_tool_result", Drop), new("web_fetch_tool_result", Drop),
            new("code_execution_tool_result", Drop), new("bash_code_execution_tool_result", Drop),
            new("text_editor_code_execution_tool_result", Drop), new("tool_search_tool_result", Drop), new("advisor_tool_result", Drop),
            new("mcp_tool_use", Drop), new("mcp_tool_result", Drop), new("tool_addition", Drop), new("tool_reference", Drop),
            new("max_tokens_zero", Refuse, "0 only warms Anthropic's cache; ask for at least 1 token."),
            new("stop_over_4", Refuse, "OpenAI takes at most 4 stop sequences."),
            new("prefill", Refuse, "OpenAI cannot continue an assistant message; end with a user message."),
            new("document_url", Refuse, "OpenAI takes no document by URL; send it as base64."),
            new("file_id", Refuse, "the file is kept by another provider; send its content as base64."),
            new("hosted_tool", Refuse, "the chosen provider does not run this hosted tool; offer a function tool in its place."),
            new("container", Refuse, NotThere), new("mcp_servers", Refuse, NotThere), new("container_upload", Refuse, NotThere),
            new(AnyField, Drop), new(AnyBlock, Refuse, NotThere)),
    };

    /// <summary>The row of a concept for a target dialect.</summary>
    /// <exception cref="KeyNotFoundException">The target has no rows at all.</exception>
    public static LossRow Find(string target, string concept, bool isBlock = false) =>
        ByTarget[target].GetValueOrDefault(concept) ?? ByTarget[target][isBlock ? AnyBlock : AnyField];

    public static IReadOnlyCollection<LossRow> To(string target) => ByTarget[target].Values;

    private static Dictionary<string, LossRow> Rows(params LossRow[] rows) => rows.ToDictionary(r => r.Concept);
}
