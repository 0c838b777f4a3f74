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

    private static readonly Section[] Sections =
    [
        // concept, what it is; anthropic, openai-chat, openai-responses, openai-completions, ollama, ollama-generate, why it is refused
        new("What is asked",
        [
            new("system", "system prompt", Map, Map, Map, Emulate, Pass, Pass),
            new("mid_system", "system message after the first question; emulated as a user's text", Emulate, Pass, Map, Refuse, Pass, Refuse, "a system message in mid-conversation has no place in a bare prompt; move it to the front."),
            new("history", "more than one turn", Pass, Pass, Pass, Refuse, Pass, Refuse, OnePrompt),
            new("text", "text", Pass, Pass, Pass, Map, Pass, Map),
            new("max_tokens", "output cap; Anthropic gets the model's limit, or 4,096, where there is none", Map, Map, Map, Map, Map, Map),
            new("max_tokens_zero", "output cap of 0", Pass, Refuse, Refuse, Refuse, Refuse, Refuse, "0 only warms Anthropic's cache; ask for at least 1 token."),
            new("max_tokens_under_16", "output cap below 16; raised to 16", Pass, Pass, Drop, Pass, Pass, Pass),
            new("max_tokens_over_limit", "output cap above what the model can give; lowered to its limit", Drop, Drop, Drop, Drop, Pass, Pass),
            new("stop", "stop sequences", Map, Map, Refuse, Map, Map, Map, "the Responses API has no stop sequences; leave them out or choose a model that is served through another API."),
            new("stop_over_4", "more than 4 stop sequences", Pass, Refuse, Refuse, Refuse, Pass, Pass, "OpenAI takes at most 4 stop sequences."),
            new("stop_blank", "stop sequence of white space alone", Refuse, Pass, Pass, Pass, Pass, Pass, "Anthropic takes no stop sequence of white space alone; leave it out or put a visible character into it."),
            new("stream", "streaming", Pass, Pass, Pass, Pass, Pass, Pass),
            new("include_usage", "usage in the stream; always asked for, shown to who asked", Map, Pass, Map, Pass, Map, Map),
            new("n", "several answers", Refuse, Pass, Refuse, Pass, Refuse, Refuse, "the chosen model's API gives one answer per request; send n requests."),
            new("suffix", "filling in the middle", Refuse, Refuse, Refuse, Pass, Refuse, Pass, "filling in the middle needs a completions or Ollama generate endpoint; choose a model that has one."),
            new("echo", "prompt repeated in the answer", Refuse, Refuse, Refuse, Pass, Refuse, Refuse, LegacyOnly),
            new("best_of", "best of several", Refuse, Refuse, Refuse, Pass, Refuse, Refuse, LegacyOnly),
            new("prompt_list", "list of prompts or of token ids", Refuse, Refuse, Refuse, Pass, Refuse, Refuse, "a list of prompts or of token ids goes only to a legacy completions endpoint; send one text prompt per request."),
            new("raw", "prompt without template", Refuse, Refuse, Refuse, Pass, Refuse, Pass, "only an endpoint that takes bare prompts can do this; leave it out."),
            new("prefill_unknown_to_model", "the same, for a model that the catalogue knows not to do it", Refuse, Refuse, Refuse, Refuse, Pass, Refuse, "this model cannot continue an assistant message; end with a user message."),
            new("prefill", "last message by the assistant, to be continued", Pass, Refuse, Refuse, Refuse, Pass, Refuse, "this API cannot continue an assistant message; end with a user message."),
        ]),
        new("Sampling",
        [
            new("temperature", "temperature", Pass, Pass, Pass, Pass, Pass, Pass),
            new("temperature_over_1", "temperature above 1; lowered to 1", Drop, Pass, Pass, Pass, Pass, Pass),
            new("temperature_with_top_p", "top_p beside temperature", Drop, Pass, Pass, Pass, Pass, Pass),
            new("top_p", "top_p", Pass, Pass, Pass, Pass, Pass, Pass),
            new("top_k", "top_k", Pass, Drop, Drop, Drop, Map, Map),
            new("sampling", "sampling settings, for a model that takes none", Drop, Drop, Drop, Drop, Drop, Drop),
            new("sampling_with_thinking", "sampling settings beside thinking", Drop, Pass, Pass, Pass, Pass, Pass),
            new("seed", "seed", Drop, Pass, Drop, Pass, Map, Map),
            new("frequency_penalty", "frequency penalty", Drop, Pass, Drop, Pass, Map, Map),
            new("presence_penalty", "presence penalty", Drop, Pass, Drop, Pass, Map, Map),
            new("logit_bias", "logit bias", Drop, Copy, Drop, Copy, Drop, Drop),
            new("logprobs", "token probabilities", Refuse, Pass, Refuse, Refuse, Refuse, Refuse, "token probabilities cannot be carried from the chosen model's API; leave it out."),
        ]),
        new("Content",
        [
            new("image", "image", Map, Map, Map, Refuse, Map, Map, "this API takes text only; choose a model that is served through a chat API."),
            new("image_url", "image by URL; see `fetch_images`", Map, Map, Map, Refuse, Refuse, Refuse, "the chosen model's API takes no image by URL; send it as base64, or let Farthing fetch it (fetch_images in farthing.yaml)."),
            new("detail", "how closely an image is looked at", Drop, Copy, Copy, Drop, Drop, Drop),
            new("document", "PDF or other document", Map, Map, Map, Refuse, Refuse, Refuse, "the chosen model's API takes no documents; send the text of it."),
            new("document_text", "document of plain text; emulated as text", Pass, Emulate, Emulate, Emulate, Emulate, Emulate),
            new("document_url", "document by URL", Map, Refuse, Map, Refuse, Refuse, Refuse, "the chosen model's API takes no document by URL; send it as base64."),
            new("file_id", "file kept by another provider", Refuse, Refuse, Refuse, Refuse, Refuse, Refuse, "the file is kept by another provider; send its content as base64."),
            new("audio", "audio output", Refuse, Copy, Refuse, Refuse, Refuse, Refuse, NotThere),
            new("input_audio", "audio", Refuse, Copy, Refuse, Refuse, Refuse, Refuse, NotThere),
            new("video_url", "video", Refuse, Copy, Refuse, Refuse, Refuse, Refuse, NotThere),
            new("container_upload", "file for a code container", Pass, Refuse, Refuse, Refuse, Refuse, Refuse, NotThere),
            new("refusal", "refusal in the history", Map, Pass, Pass, Map, Map, Map),
            new("citations", "citations", Pass, Drop, Drop, Drop, Drop, Drop),
        ]),
        new("Tools",
        [
            new("tools", "tools", Map, Map, Map, Refuse, Map, Refuse, NoTools),
            new("tool_choice", "choice of tools; `none` is emulated by offering none", Map, Map, Map, Refuse, Emulate, Refuse, NoTools),
            new("tool_choice_forced", "choice that forces a call", Pass, Pass, Pass, Refuse, Refuse, Refuse, "the chosen model's API cannot be forced to call a tool; use auto or none."),
            new("tool_choice_other", "choice of a custom tool", Refuse, Pass, Pass, Refuse, Refuse, Refuse, "must be auto, required, none or one function here."),
            new("parallel_tools", "one call at a time", Map, Pass, Pass, Drop, Drop, Drop),
            new("strict", "strict tool arguments", Pass, Pass, Pass, Drop, Drop, Drop),
            new("custom_tool", "tool that takes free text; emulated by a tool with one text field", Emulate, Emulate, Pass, Refuse, Emulate, Refuse, NoTools),
            new("tool_namespace", "tools in namespaces; emulated by longer names", Emulate, Emulate, Pass, Refuse, Emulate, Refuse, NoTools),
            new("hosted_tool", "tool that another provider runs, beside others", Drop, Drop, Drop, Drop, Drop, Drop),
            new("hosted_tool_only", "the same, alone", Refuse, Refuse, Refuse, Refuse, Refuse, Refuse, "the chosen provider does not run this hosted tool, and no other tool is offered; offer a function tool in its place."),
            new("functions", "deprecated functions", Refuse, Pass, Refuse, Refuse, Refuse, Refuse, "is the deprecated form; send tools and tool_choice."),
            new("function_call", "deprecated choice of a function", Refuse, Pass, Refuse, Refuse, Refuse, Refuse, "is the deprecated form; send tools and tool_choice."),
            new("tool_call", "tool call in the history", Map, Map, Map, Refuse, Map, Refuse, OnePrompt),
            new("tool_result", "tool result", Map, Map, Map, Refuse, Map, Refuse, OnePrompt),
            new("tool_result_orphan", "tool result that answers no call", Refuse, Refuse, Refuse, Refuse, Refuse, Refuse, "a tool result answers no call of the assistant message before it."),
            new("tool_result_media", "images and documents in a tool result; emulated by a user message after it", Pass, Emulate, Pass, Refuse, Emulate, Refuse, OnePrompt),
            new("is_error", "failed tool result; emulated by `Error: ` before its text", Pass, Emulate, Emulate, Refuse, Emulate, Refuse, OnePrompt),
            new("schema_combinator", "alternatives at the top of a tool's schema; merged into one object", Drop, Pass, Pass, Pass, Pass, Pass),
            new("web_search_options", "web search by the model", Refuse, Pass, Refuse, Refuse, Refuse, Refuse, "the chosen provider does not search the web here; offer a function tool in its place."),
        ]),
        new("Thinking",
        [
            new("effort", "effort", Map, Pass, Map, Drop, Map, Map),
            new("effort_other", "effort that only one provider knows", Drop, Pass, Drop, Drop, Drop, Drop),
            new("thinking", "thinking switched on or off, or its budget", Pass, Map, Map, Drop, Map, Map),
            new("thinking_control", "thinking, for a model or a moment that does not allow it", Drop, Drop, Drop, Drop, Drop, Drop),
            new("thinking_signed", "signed thinking in the history", Pass, Drop, Drop, Drop, Drop, Drop),
            new("thinking_unsigned", "thinking in the history without a signature", Drop, Drop, Drop, Drop, Map, Drop),
            new("thinking_foreign", "thinking in the history that another provider signed", Drop, Drop, Drop, Drop, Drop, Drop),
            new("thinking_echo", "thinking given back, for servers that ask for it (`echo_reasoning`)", Drop, Map, Drop, Drop, Map, Drop),
        ]),
        new("The shape of the answer",
        [
            new("json_schema", "answer by JSON schema", Map, Map, Map, Refuse, Map, Map, "this API cannot hold an answer to a schema; choose a model that is served through a chat API."),
            new("json_object", "answer of any JSON; emulated by an instruction", Emulate, Pass, Map, Refuse, Map, Map, "this API cannot hold an answer to JSON; choose a model that is served through a chat API."),
            new("schema_constraints", "bounds on numbers, texts and lists in it; emulated in the description", Emulate, Pass, Pass, Pass, Pass, Pass),
            new("schema_open", "objects that may hold more than the schema names", Drop, Pass, Pass, Pass, Pass, Pass),
            new("output_name", "name of the answer's format", Drop, Pass, Pass, Pass, Pass, Pass),
            new("verbosity", "verbosity", Drop, Pass, Map, Drop, Drop, Drop),
            new("verbosity_plain_model", "verbosity, for a model that does not reason", Drop, Drop, Drop, Drop, Drop, Drop),
        ]),
        new("Account and state",
        [
            new("user_id", "end user; hashed where it is too long", Map, Map, Map, Map, Drop, Drop),
            new("service_tier", "service tier", Map, Map, Map, Drop, Drop, Drop),
            new("service_tier_other", "service tier that the target does not have", Drop, Drop, Drop, Drop, Drop, Drop),
            new("metadata", "metadata", Drop, Copy, Copy, Drop, Drop, Drop),
            new("store", "keeping the answer", Drop, Copy, Copy, Drop, Drop, Drop),
            new("cache_control", "cache mark", Copy, Drop, Drop, Drop, Drop, Drop),
            new("cache_control_over_4", "more than 4 cache marks; the newest and those after tools and system stay", Drop, Drop, Drop, Drop, Drop, Drop),
            new("cache_control_scope", "scope of a cache mark", Drop, Drop, Drop, Drop, Drop, Drop),
            new("system.x-anthropic-billing-header", "Claude Code's note of its build, which changes with each call", Pass, Drop, Drop, Drop, Drop, Drop),
            new("prompt_cache_key", "name of a cached prefix; emulated by cache marks where there are none", Emulate, Copy, Copy, Drop, Drop, Drop),
            new("prompt_cache_retention", "life of a cached prefix", Drop, Copy, Copy, Drop, Drop, Drop),
            new("context_management", "clearing of old content", Pass, Drop, Drop, Drop, Drop, Drop),
            new("compaction", "summary of what went before; emulated as text", Pass, Emulate, Emulate, Emulate, Emulate, Emulate),
            new("container", "code container", Pass, Refuse, Refuse, Refuse, Refuse, Refuse, NotThere),
            new("mcp_servers", "MCP servers called by the provider", Pass, Refuse, Refuse, Refuse, Refuse, Refuse, "the chosen provider does not reach MCP servers; offer their tools as function tools."),
            new("previous_response_id", "earlier answer kept by the provider", Refuse, Refuse, Pass, Refuse, Refuse, Refuse, "the earlier answers are kept by another provider; send the whole conversation as input."),
            new("conversation", "conversation kept by the provider", Refuse, Refuse, Pass, Refuse, Refuse, Refuse, "the conversation is kept by another provider; send the whole of it as input."),
            new("background", "background mode", Refuse, Refuse, Pass, Refuse, Refuse, Refuse, "the chosen model's API has no background mode; leave it out."),
            new("prompt", "prompt template kept by the provider", Refuse, Refuse, Pass, Refuse, Refuse, Refuse, "the prompt template is kept by another provider; send its text."),
            new("context", "earlier turns in tokens", Refuse, Refuse, Refuse, Refuse, Refuse, Pass, "the earlier turns are encoded for another model; use a chat endpoint and send them as messages."),
        ]),
        new("What hosted tools leave in a history",
        [
            new("server_tool_use", "", Pass, Drop, Drop, Drop, Drop, Drop),
            new("web_search_tool_result", "", Pass, Drop, Drop, Drop, Drop, Drop),
            new("web_fetch_tool_result", "", Pass, Drop, Drop, Drop, Drop, Drop),
            new("code_execution_tool_result", "", Pass, Drop, Drop, Drop, Drop, Drop),
            new("bash_code_execution_tool_result", "", Pass, Drop, Drop, Drop, Drop, Drop),
            new("text_editor_code_execution_tool_result", "", Pass, Drop, Drop, Drop, Drop, Drop),
            new("tool_search_tool_result", "", Pass, Drop, Drop, Drop, Drop, Drop),
            new("advisor_tool_result", "", Pass, Drop, Drop, Drop, Drop, Drop),
            new("mcp_tool_use", "", Pass, Drop, Drop, Drop, Drop, Drop),
            new("mcp_tool_result", "", Pass, Drop, Drop, Drop, Drop, Drop),
            new("tool_addition", "", Pass, Drop, Drop, Drop, Drop, Drop),
            new("tool_reference", "", Pass, Drop, Drop, Drop, Drop, Drop),
            new("web_search_call", "", Drop, Drop, Pass, Drop, Drop, Drop),
            new("file_search_call", "", Drop, Drop, Pass, Drop, Drop, Drop),
            new("code_interpreter_call", "", Drop, Drop, Pass, Drop, Drop, Drop),
            new("image_generation_call", "", Drop, Drop, Pass, Drop, Drop, Drop),
            new("mcp_list_tools", "", Drop, Drop, Pass, Drop, Drop, Drop),
            new("mcp_call", "", Drop, Drop, Pass, Drop, Drop, Drop),
            new("mcp_approval_request", "", Drop, Drop, Pass, Drop, Drop, Drop),
            new("tool_search_call", "", Drop, Drop, Pass, Drop, Drop, Drop),
            new("item_reference", "item kept by the provider", Refuse, Refuse, Pass, Refuse, Refuse, Refuse, "the item is kept by another provider; send the item itself (store: false)."),
            new("encrypted_compaction", "encrypted summary of what went before", Refuse, Refuse, Pass, Refuse, Refuse, Refuse, "what went before is encrypted for another provider; start a new conversation."),
        ]),
        new("All else",
        [
            new(AnyField, "any other field", Drop, Drop, Drop, Drop, Drop, Drop),
            new(AnyBlock, "any other block of content", Refuse, Refuse, Refuse, Refuse, Refuse, Refuse, NotThere),
        ]),
    ];

    private static readonly Dictionary<string, Dictionary<string, LossRow>> ByTarget = Targets
        .Select((target, i) => (target, rows: Sections.SelectMany(s => s.Concepts).Select(c => c.For(i)).ToDictionary(r => r.Concept)))
        .ToDictionary(t => t.target, t => t.rows);

    /// <summary>The row of a concept for a target dialect.</summary>
    /// <exception cref="KeyNotFoundException">The target has no column.</exception>
    public static LossRow Find(string target, string concept, bool isBlock = false) =>
        ByTarget[target].GetValueOrDefault(concept) ?? ByTarget[target][isBlock ? AnyBlock : AnyField];

    /// <summary>Every row of a target, in the table's order.</summary>
    public static IReadOnlyCollection<LossRow> To(string target) => ByTarget[target].Values;

    /// <summary>The table's parts in order, each with its concepts and what these are.</summary>
    public static IEnumerable<(string Title, IReadOnlyList<(string Concept, string About)> Concepts)> Parts =>
        Sections.Select(s => (s.Title, (IReadOnlyList<(string, string)>)[.. s.Concepts.Select(c => (c.Name, c.About))]));

    private sealed record Section(string Title, IReadOnlyList<Concept> Concepts);

    private sealed record Concept(
        string Name, string About, LossRule Anthropic, LossRule Chat, LossRule Responses, LossRule Completions, LossRule Ollama, LossRule Generate, string? Why = null)
    {
        public LossRow For(int target)
        {
            var rule = target switch { 0 => Anthropic, 1 => Chat, 2 => Responses, 3 => Completions, 4 => Ollama, _ => Generate };
            return new LossRow(Name, rule, rule == Refuse ? Why : null);
        }
    }
}
