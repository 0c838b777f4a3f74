using System.Runtime.Versioning;
using Farthing.EndToEnd.Clients.Npm;
using Farthing.EndToEnd.Processes;
using Farthing.Simulator;
using Xunit;

namespace Farthing.EndToEnd.Clients.Agents;

/// <summary>
/// Claude Code, Codex and opencode, unmodified, on their own vendor's models and on every other's. They are large and slow, so that only
/// <c>./check --agents</c> runs them.
/// </summary>
[Trait("needs", "agents"), SupportedOSPlatform("linux")]
public sealed class AgentTests
{
    private const string Anthropic = "anthropic/claude-haiku-4-5", OpenAI = "openai/gpt-4o-mini", Reasoning = "responses/gpt-6-luna", Ollama = "ollama/qwen2.5-coder:7b";

    private static readonly string[] Faults =
        ["429x4;retry-after=0", "500x4", "529x4", "malformedx1", "broken-eventx1;after=6", "cutx1;after=6", "truncx1;after=6", "error-eventx1;after=6"];

    private static readonly string[] Lasting = ["429;retry-after=0", "500", "529", "malformed", "broken-event;after=6", "cut;after=6", "trunc;after=6", "error-event;after=6"];

    public static TheoryData<string, string> Everywhere =>
        [.. from agent in new[] { "claude", "codex", "opencode-anthropic", "opencode-openai", "opencode-compatible" }
            from model in agent switch
            {
                "opencode-anthropic" => [OpenAI, Reasoning],
                "opencode-openai" => [Anthropic, Ollama],
                "opencode-compatible" => [Anthropic, OpenAI],
                // Codex asks its own vendor for encrypted reasoning, which gpt-4o-mini does not have.
                "codex" => [Anthropic, Reasoning, "chat/gpt-4o-mini", Ollama],
                _ => new[] { Anthropic, OpenAI, Reasoning, Ollama },
            }
            select (agent, model)];

    public static TheoryData<string, string, string> Faulty =>
        [.. from agent in new[] { "claude", "codex", "opencode-anthropic" }
            from model in agent switch { "opencode-anthropic" => [OpenAI], "codex" => [Anthropic, Reasoning], _ => new[] { Anthropic, OpenAI } }
            from fault in agent == "opencode-anthropic" ? Faults : [.. Faults, .. Lasting]
            select (agent, model, fault)];

    [Theory, MemberData(nameof(Everywhere))]
    public async Task A_prompt_is_answered(string agent, string model)
    {
        var (ended, _) = await RunAsync(agent, model, "Please [[call nothing {}]].");
        Assert.Contains(Whole(model), ended.With(0).Output);
    }

    /// <summary>The command is carried out here, and what it said comes back to the provider, whose answer quotes it.</summary>
    [Theory, MemberData(nameof(Everywhere))]
    public async Task A_command_is_run_and_its_output_goes_back_to_the_model(string agent, string model)
    {
        var (tool, argument) = Agent.Of(agent).Shell;
        var (ended, _) = await RunAsync(agent, model, $$"""[[call {{tool}} {"{{argument}}":"echo\tfarthing-tool-$((40+2))","description":"count"}]]""");
        Assert.Contains("The tool returned:", ended.With(0).Output);
        Assert.Contains("farthing-tool-42", ended.Output[ended.Output.LastIndexOf("The tool returned:", StringComparison.Ordinal)..]);
        Assert.Contains($"in place of {Title(model)}.", ended.Output);
    }

    [Theory, MemberData(nameof(Faulty))]
    public async Task Half_an_answer_is_never_taken_for_a_whole_one(string agent, string model, string fault)
    {
        var (ended, _) = await RunAsync(agent, model, "Please [[call nothing {}]].", fault);
        if (ended.ExitCode == 0) Assert.Contains(Whole(model), ended.Output);
    }

    /// <summary>The gateway speaks no WebSocket, and says so in the one way that Codex takes as an answer.</summary>
    [Fact]
    public async Task Codex_falls_back_from_its_WebSocket_at_once()
    {
        var (ended, _) = await RunAsync("codex-websockets", Anthropic, "Please [[call nothing {}]].");
        Assert.Contains(Whole(Anthropic), ended.With(0).Output);
        Assert.DoesNotContain("Reconnecting", ended.Error);
    }

    [Fact]
    public async Task Claude_Code_finds_the_gateways_models()
    {
        var (ended, kept) = await RunAsync("claude", OpenAI, "Please [[call nothing {}]].");
        ended.With(0);
        Assert.Contains(kept, text => text.Contains("claude-of-the-gateway", StringComparison.Ordinal));
    }

    private static async Task<(Ended Ended, string[] Kept)> RunAsync(string name, string model, string prompt, string? fault = null)
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("the agents run in a mount namespace of their own, which is Linux");
        Installed.Need("agents");
        var agent = Agent.Of(name);
        // Names that each agent takes for its own vendor's; opencode asks a small model for a title besides.
        var asked = name.StartsWith("claude", StringComparison.Ordinal) || name == "opencode-anthropic" ? "claude-sonnet-4-6" : "gpt-5";
        using var folder = new TemporaryFolder();
        using var home = new AgentHome();
        await using var provider = await SimulatorHost.StartAsync(new SimulatorOptions { Speed = 0 }, TimeProvider.System, TestContext.Current.CancellationToken);
        folder.Write("farthing.yaml", Providers.Yaml(provider.BaseAddress) + $"""
            models:
              {asked}: [ "{model}{(fault is null ? "" : "@" + fault)}" ]
              claude-of-the-gateway: [ {Anthropic} ]
              claude-haiku-4-5-20251001: [ {Anthropic} ]
              gpt-5.4-nano: [ {OpenAI} ]
            """.Replace(": [", ":\n    use: [", StringComparison.Ordinal));
        await using var gateway = await RunningGateway.StartAsync(folder);
        var ended = await agent.Run(home, gateway.Address, gateway.Key!, asked, prompt);
        return (ended, [.. home.Files().Where(f => f.EndsWith(".json", StringComparison.Ordinal)).Select(File.ReadAllText)]);
    }

    private static string Whole(string model) => $"The tool nothing is not offered, so it cannot be called. This is a simulated answer in place of {Title(model)}.";

    private static string Title(string model) => SimulatedModel.All.First(m => m.Id == model[(model.IndexOf('/', StringComparison.Ordinal) + 1)..]).DisplayName;
}
