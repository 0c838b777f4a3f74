using System.Runtime.Versioning;
using Farthing.EndToEnd.Processes;

namespace Farthing.EndToEnd.Clients.Agents;

/// <summary>A coding agent, set up as its users do it: base URL and key.</summary>
/// <param name="Shell">The tool with which it runs a command, and the name of its argument.</param>
[SupportedOSPlatform("linux")]
internal sealed record Agent(string Name, (string Tool, string Argument) Shell, Func<AgentHome, Uri, string, string, string, Task<Ended>> Run)
{
    public static Agent Of(string name) => All.First(a => a.Name == name);

    private static IReadOnlyList<Agent> All { get; } =
    [
        new("claude", ("Bash", "command"), Claude),
        new("codex", ("exec_command", "cmd"), (home, gateway, key, model, prompt) => Codex(home, gateway, key, model, prompt, webSockets: false)),
        new("codex-websockets", ("exec_command", "cmd"), (home, gateway, key, model, prompt) => Codex(home, gateway, key, model, prompt, webSockets: true)),
        new("opencode-anthropic", ("bash", "command"), (home, gateway, key, model, prompt) => OpenCode(home, gateway, key, "anthropic", model, prompt)),
        new("opencode-openai", ("bash", "command"), (home, gateway, key, model, prompt) => OpenCode(home, gateway, key, "openai", model, prompt)),
        new("opencode-compatible", ("bash", "command"), (home, gateway, key, model, prompt) => OpenCode(home, gateway, key, "gateway", model, prompt)),
    ];

    public static Task<Ended> Claude(AgentHome home, Uri gateway, string key, string model, string prompt) => home.RunAsync("claude",
        [
            ("ANTHROPIC_BASE_URL", Origin(gateway)), ("ANTHROPIC_API_KEY", key), ("CLAUDE_CODE_MAX_RETRIES", "2"),
            ("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1"), ("DISABLE_AUTOUPDATER", "1"), ("CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY", "1"),
        ],
        "-p", prompt, "--model", model, "--allowedTools", "Bash");

    private static Task<Ended> Codex(AgentHome home, Uri gateway, string key, string model, string prompt, bool webSockets)
    {
        home.Write(".codex/config.toml", $"""
            model = "{model}"
            model_provider = "gateway"
            check_for_update_on_startup = false
            [analytics]
            enabled = false
            [model_providers.gateway]
            name = "gateway"
            base_url = "{Origin(gateway)}/v1"
            env_key = "GATEWAY_KEY"
            wire_api = "responses"
            supports_websockets = {(webSockets ? "true" : "false")}
            request_max_retries = 2
            stream_max_retries = 2
            """);
        // Its own sandbox does not start in a temporary folder.
        return home.RunAsync("codex", [("GATEWAY_KEY", key)], "exec", "--skip-git-repo-check", "--sandbox", "danger-full-access", prompt);
    }

    private static Task<Ended> OpenCode(AgentHome home, Uri gateway, string key, string provider, string model, string prompt)
    {
        var options = $$"""{ "baseURL": "{{Origin(gateway)}}/v1", "apiKey": "{{key}}" }""";
        home.Write(".config/opencode/opencode.json", $$"""
            {
              "autoupdate": false, "share": "disabled", "enabled_providers": ["anthropic", "openai", "gateway"],
              "permission": { "bash": "allow", "edit": "allow", "webfetch": "deny" },
              "provider": {
                "anthropic": { "options": {{options}}, "models": { "{{model}}": { "name": "asked" } } },
                "openai": { "options": {{options}}, "models": { "{{model}}": { "name": "asked" } } },
                "gateway": { "npm": "@ai-sdk/openai-compatible", "name": "gateway", "options": {{options}}, "models": { "{{model}}": { "name": "asked", "tool_call": true, "limit": { "context": 128000, "output": 8000 } } } }
              }
            }
            """);
        // An argument with a space in it is quoted once more, and its quotes escaped: no space, then.
        return home.RunAsync("opencode",
            [("OPENCODE_DISABLE_AUTOUPDATE", "1"), ("OPENCODE_DISABLE_MODELS_FETCH", "1"), ("OPENCODE_DISABLE_LSP_DOWNLOAD", "1"), ("OPENCODE_DISABLE_DEFAULT_PLUGINS", "1")],
            "run", "--model", $"{provider}/{model}", prompt.Replace(' ', '\t'));
    }

    private static string Origin(Uri gateway) => gateway.AbsoluteUri.TrimEnd('/');
}
