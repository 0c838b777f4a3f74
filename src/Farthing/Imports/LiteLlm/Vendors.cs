namespace Farthing.Imports.LiteLlm;

/// <param name="Address">Null where LiteLLM has none either and api_base must be given.</param>
/// <param name="Key">The variable that LiteLLM reads where api_key is not given; null where none is needed.</param>
internal sealed record Vendor(string Prefix, string Dialect, string? Address, string? Key)
{
    /// <summary>Whose name also leads to every model of its own that the catalogue knows; so another server must not have it.</summary>
    public bool HasNameOfItsOwn => Prefix is "anthropic" or "openai";
}

/// <summary>LiteLLM's providers (the part before the slash) that Farthing can call: those that speak one of its dialects with a bearer key.</summary>
internal static class Vendors
{
    private const string Chat = "openai-chat";

    private static readonly Vendor[] s_known =
    [
        new("anthropic", "anthropic", "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY"),
        new("openai", "[openai-chat, openai-responses]", "https://api.openai.com/v1", "OPENAI_API_KEY"),
        new("text-completion-openai", "openai-completions", "https://api.openai.com/v1", "OPENAI_API_KEY"),
        new("ollama", "ollama", "http://127.0.0.1:11434", null),
        new("ollama_chat", "ollama", "http://127.0.0.1:11434", null),
        new("groq", Chat, "https://api.groq.com/openai/v1", "GROQ_API_KEY"),
        new("mistral", Chat, "https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
        new("deepseek", Chat, "https://api.deepseek.com/v1", "DEEPSEEK_API_KEY"),
        new("gemini", Chat, "https://generativelanguage.googleapis.com/v1beta/openai", "GEMINI_API_KEY"),
        new("together_ai", Chat, "https://api.together.xyz/v1", "TOGETHERAI_API_KEY"),
        new("fireworks_ai", Chat, "https://api.fireworks.ai/inference/v1", "FIREWORKS_AI_API_KEY"),
        new("openrouter", Chat, "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
        new("xai", Chat, "https://api.x.ai/v1", "XAI_API_KEY"),
        new("perplexity", Chat, "https://api.perplexity.ai", "PERPLEXITYAI_API_KEY"),
        new("deepinfra", Chat, "https://api.deepinfra.com/v1/openai", "DEEPINFRA_API_KEY"),
        new("cerebras", Chat, "https://api.cerebras.ai/v1", "CEREBRAS_API_KEY"),
        new("nvidia_nim", Chat, "https://integrate.api.nvidia.com/v1", "NVIDIA_NIM_API_KEY"),
        new("hosted_vllm", Chat, null, null),
        new("lm_studio", Chat, null, null),
        new("openai_like", Chat, null, null),
        new("litellm_proxy", Chat, null, null),
    ];

    /// <summary>The vendor and its own model's name. A model without a prefix is OpenAI's or Anthropic's by its name; null where it is nobody's that can be called.</summary>
    public static (Vendor? Vendor, string Model, string Prefix) Of(string model)
    {
        var slash = model.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0) return (s_known.FirstOrDefault(v => v.Prefix == model[..slash]), model[(slash + 1)..], model[..slash]);
        var prefix = model.StartsWith("claude", StringComparison.Ordinal) ? "anthropic" : model.StartsWith("gpt-", StringComparison.Ordinal) || model is ['o', >= '1' and <= '9', ..] ? "openai" : "";
        return (s_known.FirstOrDefault(v => v.Prefix == prefix), model, prefix);
    }
}
