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

/// <summary>A concept's row for one target.</summary>
/// <param name="Concept">A field of the request, the type of a block, or a condition such as <c>stop_over_4</c>.</param>
/// <param name="Why">What to tell the caller, for <see cref="LossRule.Refuse"/>; else null.</param>
public sealed record LossRow(string Concept, LossRule Rule, string? Why);

/// <summary>
/// What each target dialect cannot express (wire.md §1), in one place. Writers ask it, tests read it, docs/translation.md is made from it.
/// A field without a row is unknown to the target: dropped and announced by its own name.
/// A block without a row is refused: content is never lost quietly.
/// </summary>
public static class LossTable
{
    /// <summary>The row for every field or block that has none of its own.</summary>
    public const string AnyField = "*", AnyBlock = "block:*";

    private const string NotThere = "the chosen model's API has no such thing; leave it out or choose a model that speaks the same API as you.";
    private const string NoTools = "this API takes no tools; choose a model that is served through a chat API.";
    private const string OnePrompt = "this API takes one prompt, not a conversation; choose a model that is served through a chat API.";
    private const string LegacyOnly = "only a legacy completions endpoint can do this; leave it out.";

    /// <summary>The targets in the order of the columns below.</summary>
    public static IReadOnlyList<string> Targets { get; } =
        ["anthropic", "openai-chat", "openai-responses", "openai-completions", "ollama", "ollama-generate"];

    private static readonly Concept[] Concepts =
    [
        // concept, anthropic, openai-chat, openai-responses, openai-completions, ollama, ollama-generate, why it is refused
        // What is asked
        new("system", Map, Map, Map, Emulate, Pass, Pass),
        new("mid_system", Emulate, Pass, Map, Refuse, Pass, Refuse, "a system message in mid-conversation has no place in a bare prompt; move it to the front."),
        new("history", Pass, Pass, Pass, Refuse, Pass, Refuse, OnePrompt),
        new("text", Pass, Pass, Pass, Map, Pass, Map),
        new("max_tokens", Map, Map, Map, Map, Map, Map),
        new("max_tokens_zero", Pass, Refuse, Refuse, Refuse, Refuse, Refuse, "0 only warms Anthropic's cache; ask for at least 1 token."),
        new("max_tokens_under_16", Pass, Pass, Drop, Pass, Pass, Pass),
        new("stop", Map, Map, Refuse, Map, Map, Map, "the Responses API has no stop sequences; leave them out or choose a model that is served through another API."),
        new("stop_over_4", Pass, Refuse, Refuse, Refuse, Pass, Pass, "OpenAI takes at most 4 stop sequences."),
        new("stop_blank", Refuse, Pass, Pass, Pass, Pass, Pass, "Anthropic takes no stop sequence of white space alone; leave it out or put a visible character into it."),
        new("stream", Pass, Pass, Pass, Pass, Pass, Pass),
        new("include_usage", Map, Pass, Map, Pass, Map, Map),
        new("n", Refuse, Pass, Refuse, Pass, Refuse, Refuse, "the chosen model's API gives one answer per request; send n requests."),
        new("suffix", Refuse, Refuse, Refuse, Pass, Refuse, Pass, "filling in the middle needs a completions or Ollama generate endpoint; choose a model that has one."),
        new("echo", Refuse, Refuse, Refuse, Pass, Refuse, Refuse, LegacyOnly),
        new("best_of", Refuse, Refuse, Refuse, Pass, Refuse, Refuse, LegacyOnly),
        new("prompt_list", Refuse, Refuse, Refuse, Pass, Refuse, Refuse, "a list of prompts or of token ids goes only to a legacy completions endpoint; send one text prompt per request."),
        new("raw", Refuse, Refuse, Refuse, Pass, Refuse, Pass, "only an endpoint that takes bare prompts can do this; leave it out."),
        new("prefill_unknown_to_model", Refuse, Refuse, Refuse, Refuse, Pass, Refuse, "this model cannot continue an assistant message; end with a user message."),
        new("prefill", Pass, Refuse, Refuse, Refuse, Pass, Refuse, "this API cannot continue an assistant message; end with a user message."),

        // Sampling
        new("temperature", Pass, Pass, Pass, Pass, Pass, Pass),
        new("temperature_over_1", Drop, Pass, Pass, Pass, Pass, Pass),
        new("temperature_with_top_p", Drop, Pass, Pass, Pass, Pass, Pass),
        new("top_p", Pass, Pass, Pass, Pass, Pass, Pass),
        new("top_k", Pass, Drop, Drop, Drop, Map, Map),
        new("sampling", Drop, Drop, Drop, Drop, Drop, Drop),
        new("sampling_with_thinking", Drop, Pass, Pass, Pass, Pass, Pass),
        new("seed", Drop, Pass, Drop, Pass, Map, Map),
        new("frequency_penalty", Drop, Pass, Drop, Pass, Map, Map),
        new("presence_penalty", Drop, Pass, Drop, Pass, Map, Map),
        new("logit_bias", Drop, Copy, Drop, Copy, Drop, Drop),
        new("logprobs", Refuse, Pass, Refuse, Refuse, Refuse, Refuse, "token probabilities cannot be carried from the chosen model's API; leave it out."),

        // Content
        new("image", Map, Map, Map, Refuse, Map, Map, "this API takes text only; choose a model that is served through a chat API."),
        new("image_url", Map, Map, Map, Refuse, Refuse, Refuse, "the chosen model's API takes no image by URL; send it as base64, or let Farthing fetch it (fetch_images in farthing.yaml)."),
        new("detail", Drop, Copy, Copy, Drop, Drop, Drop),
        new("document", Map, Map, Map, Refuse, Refuse, Refuse, "the chosen model's API takes no documents; send the text of it."),
        new("document_text", Pass, Emulate, Emulate, Emulate, Emulate, Emulate),
        new("document_url", Map, Refuse, Map, Refuse, Refuse, Refuse, "the chosen model's API takes no document by URL; send it as base64."),
        new("file_id", Refuse, Refuse, Refuse, Refuse, Refuse, Refuse, "the file is kept by another provider; send its content as base64."),
        new("audio", Refuse, Copy, Refuse, Refuse, Refuse, Refuse, NotThere),
        new("input_audio", Refuse, Copy, Refuse, Refuse, Refuse, Refuse, NotThere),
        new("video_url", Refuse, Copy, Refuse, Refuse, Refuse, Refuse, NotThere),
        new("container_upload", Pass, Refuse, Refuse, Refuse, Refuse, Refuse, NotThere),
        new("refusal", Map, Pass, Pass, Map, Map, Map),
        new("citations", Pass, Drop, Drop, Drop, Drop, Drop),

        // Tools
        new("tools", Map, Map, Map, Refuse, Map, Refuse, NoTools),
        new("tool_choice", Map, Map, Map, Refuse, Emulate, Refuse, NoTools),
        new("tool_choice_forced", Pass, Pass, Pass, Refuse, Refuse, Refuse, "the chosen model's API cannot be forced to call a tool; use auto or none."),
        new("tool_choice_other", Refuse, Pass, Pass, Refuse, Refuse, Refuse, "must be auto, required, none or one function here."),
        new("parallel_tools", Map, Pass, Pass, Drop, Drop, Drop),
        new("strict", Pass, Pass, Pass, Drop, Drop, Drop),
        new("custom_tool", Emulate, Emulate, Pass, Refuse, Emulate, Refuse, NoTools),
        new("tool_namespace", Emulate, Emulate, Pass, Refuse, Emulate, Refuse, NoTools),
        new("hosted_tool", Drop, Drop, Drop, Drop, Drop, Drop),
        new("hosted_tool_only", Refuse, Refuse, Refuse, Refuse, Refuse, Refuse, "the chosen provider does not run this hosted tool, and no other tool is offered; offer a function tool in its place."),
        new("functions", Refuse, Pass, Refuse, Refuse, Refuse, Refuse, "is the deprecated form; send tools and tool_choice."),
        new("function_call", Refuse, Pass, Refuse, Refuse, Refuse, Refuse, "is the deprecated form; send tools and tool_choice."),
        new("tool_call", Map, Map, Map, Refuse, Map, Refuse, OnePrompt),
        new("tool_result", Map, Map, Map, Refuse, Map, Refuse, OnePrompt),
        new("tool_result_media", Pass, Emulate, Pass, Refuse, Emulate, Refuse, OnePrompt),
        new("is_error", Pass, Emulate, Emulate, Refuse, Emulate, Refuse, OnePrompt),
        new("schema_combinator", Drop, Pass, Pass, Pass, Pass, Pass),
        new("web_search_options", Refuse, Pass, Refuse, Refuse, Refuse, Refuse, "the chosen provider does not search the web here; offer a function tool in its place."),

        // Thinking
        new("effort", Map, Pass, Map, Drop, Map, Map),
        new("thinking", Pass, Map, Map, Drop, Map, Map),
        new("thinking_control", Drop, Drop, Drop, Drop, Drop, Drop),
        new("thinking_signed", Pass, Drop, Drop, Drop, Drop, Drop),
        new("thinking_unsigned", Drop, Drop, Drop, Drop, Map, Drop),
        new("thinking_foreign", Drop, Drop, Drop, Drop, Drop, Drop),
        new("thinking_echo", Drop, Map, Drop, Drop, Map, Drop),

        // The shape of the answer
        new("json_schema", Map, Map, Map, Refuse, Map, Map, "this API cannot hold an answer to a schema; choose a model that is served through a chat API."),
        new("json_object", Emulate, Pass, Map, Refuse, Map, Map, "this API cannot hold an answer to JSON; choose a model that is served through a chat API."),
        new("schema_constraints", Emulate, Pass, Pass, Pass, Pass, Pass),
        new("schema_open", Drop, Pass, Pass, Pass, Pass, Pass),
        new("output_name", Drop, Pass, Pass, Pass, Pass, Pass),
        new("verbosity", Drop, Pass, Map, Drop, Drop, Drop),
        new("verbosity_plain_model", Drop, Drop, Drop, Drop, Drop, Drop),

        // Account and state
        new("user_id", Map, Map, Map, Map, Drop, Drop),
        new("service_tier", Map, Map, Map, Drop, Drop, Drop),
        new("service_tier_other", Drop, Drop, Drop, Drop, Drop, Drop),
        new("metadata", Drop, Copy, Copy, Drop, Drop, Drop),
        new("store", Drop, Copy, Copy, Drop, Drop, Drop),
        new("cache_control", Copy, Drop, Drop, Drop, Drop, Drop),
        new("cache_control_over_4", Drop, Drop, Drop, Drop, Drop, Drop),
        new("cache_control_scope", Drop, Drop, Drop, Drop, Drop, Drop),
        new("system.x-anthropic-billing-header", Pass, Drop, Drop, Drop, Drop, Drop),
        new("prompt_cache_key", Emulate, Copy, Copy, Drop, Drop, Drop),
        new("prompt_cache_retention", Drop, Copy, Copy, Drop, Drop, Drop),
        new("context_management", Pass, Drop, Drop, Drop, Drop, Drop),
        new("compaction", Pass, Emulate, Emulate, Emulate, Emulate, Emulate),
        new("container", Pass, Refuse, Refuse, Refuse, Refuse, Refuse, NotThere),
        new("mcp_servers", Pass, Refuse, Refuse, Refuse, Refuse, Refuse, "the chosen provider does not reach MCP servers; offer their tools as function tools."),
        new("previous_response_id", Refuse, Refuse, Pass, Refuse, Refuse, Refuse, "the earlier answers are kept by another provider; send the whole conversation as input."),
        new("conversation", Refuse, Refuse, Pass, Refuse, Refuse, Refuse, "the conversation is kept by another provider; send the whole of it as input."),
        new("background", Refuse, Refuse, Pass, Refuse, Refuse, Refuse, "the chosen model's API has no background mode; leave it out."),
        new("prompt", Refuse, Refuse, Pass, Refuse, Refuse, Refuse, "the prompt template is kept by another provider; send its text."),
        new("context", Refuse, Refuse, Refuse, Refuse, Refuse, Pass, "the earlier turns are encoded for another model; use a chat endpoint and send them as messages."),

        // What hosted tools leave in a history
        new("server_tool_use", Pass, Drop, Drop, Drop, Drop, Drop),
        new("web_search_tool_result", Pass, Drop, Drop, Drop, Drop, Drop),
        new("web_fetch_tool_result", Pass, Drop, Drop, Drop, Drop, Drop),
        new("code_execution_tool_result", Pass, Drop, Drop, Drop, Drop, Drop),
        new("bash_code_execution_tool_result", Pass, Drop, Drop, Drop, Drop, Drop),
        new("text_editor_code_execution_tool_result", Pass, Drop, Drop, Drop, Drop, Drop),
        new("tool_search_tool_result", Pass, Drop, Drop, Drop, Drop, Drop),
        new("advisor_tool_result", Pass, Drop, Drop, Drop, Drop, Drop),
        new("mcp_tool_use", Pass, Drop, Drop, Drop, Drop, Drop),
        new("mcp_tool_result", Pass, Drop, Drop, Drop, Drop, Drop),
        new("tool_addition", Pass, Drop, Drop, Drop, Drop, Drop),
        new("tool_reference", Pass, Drop, Drop, Drop, Drop, Drop),

        new("web_search_call", Drop, Drop, Pass, Drop, Drop, Drop),
        new("file_search_call", Drop, Drop, Pass, Drop, Drop, Drop),
        new("code_interpreter_call", Drop, Drop, Pass, Drop, Drop, Drop),
        new("image_generation_call", Drop, Drop, Pass, Drop, Drop, Drop),
        new("mcp_list_tools", Drop, Drop, Pass, Drop, Drop, Drop),
        new("mcp_call", Drop, Drop, Pass, Drop, Drop, Drop),
        new("mcp_approval_request", Drop, Drop, Pass, Drop, Drop, Drop),
        new("tool_search_call", Drop, Drop, Pass, Drop, Drop, Drop),
        new("item_reference", Refuse, Refuse, Pass, Refuse, Refuse, Refuse, "the item is kept by another provider; send the item itself (store: false)."),
        new("encrypted_compaction", Refuse, Refuse, Pass, Refuse, Refuse, Refuse, "what went before is encrypted for another provider; start a new conversation."),

        // All else
        new(AnyField, Drop, Drop, Drop, Drop, Drop, Drop),
        new(AnyBlock, Refuse, Refuse, Refuse, Refuse, Refuse, Refuse, NotThere),
    ];

    private static readonly Dictionary<string, Dictionary<string, LossRow>> ByTarget = Targets
        .Select((target, i) => (target, rows: Concepts.Select(c => c.For(i)).ToDictionary(r => r.Concept)))
        .ToDictionary(t => t.target, t => t.rows);

    /// <summary>The row of a concept for a target dialect.</summary>
    /// <exception cref="KeyNotFoundException">The target has no column.</exception>
    public static LossRow Find(string target, string concept, bool isBlock = false) =>
        ByTarget[target].GetValueOrDefault(concept) ?? ByTarget[target][isBlock ? AnyBlock : AnyField];

    /// <summary>Every row of a target, in the table's order.</summary>
    public static IReadOnlyCollection<LossRow> To(string target) => ByTarget[target].Values;

    private sealed record Concept(
        string Name, LossRule Anthropic, LossRule Chat, LossRule Responses, LossRule Completions, LossRule Ollama, LossRule Generate, string? Why = null)
    {
        public LossRow For(int target)
        {
            var rule = target switch { 0 => Anthropic, 1 => Chat, 2 => Responses, 3 => Completions, 4 => Ollama, _ => Generate };
            return new LossRow(Name, rule, rule == Refuse ? Why : null);
        }
    }
}
