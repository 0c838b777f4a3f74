namespace Farthing.EndToEnd.Clients.Npm;

/// <summary>Which clients do what on whose models.</summary>
internal static class ClientCases
{
    private static readonly (string Client, string[] Actions)[] Clients =
    [
        ("anthropic", ["plain", "stream", "gathered", "tools", "tools-stream"]),
        ("openai:chat", ["plain", "stream", "gathered", "tools", "tools-stream"]),
        ("openai:responses", ["plain", "stream", "gathered", "tools", "tools-stream"]),
        ("openai:completions", ["plain", "stream"]),
        ("ai:anthropic", ["plain", "stream", "tools", "tools-stream"]),
        ("ai:chat", ["plain", "stream", "tools", "tools-stream"]),
        ("ai:responses", ["plain", "stream", "tools", "tools-stream"]),
        ("ai:compatible", ["plain", "stream", "tools", "tools-stream"]),
        ("ollama:chat", ["plain", "stream", "tools", "tools-stream"]),
        ("ollama:generate", ["plain", "stream"]),
    ];

    /// <summary>The same model by each of the ways that lead to one, and each vendor's newest.</summary>
    private static readonly string[] Models =
    [
        "anthropic/claude-haiku-4-5", "anthropic/claude-haiku-5-5", "openai/gpt-4o-mini", "chat/gpt-4o-mini", "responses/gpt-4o-mini", "responses/gpt-6-luna", "ollama/qwen2.5-coder:7b",
    ];

    /// <summary>Statuses: once is mended by the gateway, four times need the client's own patience.</summary>
    private static readonly string[] Statuses =
        ["429x1;retry-after=0", "429x4;retry-after=0", "429;retry-after=0", "500x1", "500x4", "500", "529x1", "529x4", "529"];

    /// <summary>Streams that break early, in the middle of the text, and just before the event that says that all is said.</summary>
    private static readonly string[] Breaks =
    [
        "malformedx1", "malformed",
        .. from kind in new[] { "broken-event", "cut", "trunc", "error-event" }
           from when in new[] { "x1", ";after=6", ";after=999" }
           select kind + when,
    ];

    public static IEnumerable<ClientCase> Fine =>
    [
        .. from client in Clients
           from model in client.Client == "openai:completions" ? [.. Models, "legacy/gpt-3.5-turbo-instruct"] : Models
           from action in client.Actions
           select new ClientCase(client.Client, action, model),
    ];

    public static IEnumerable<ClientCase> Refused => Faulty(Statuses, ["plain", "stream"]);

    public static IEnumerable<ClientCase> Broken => Faulty(Breaks, ["plain", "stream", "gathered", "tools-stream"]);

    private static IEnumerable<ClientCase> Faulty(string[] faults, string[] actions) =>
        from client in Clients
        from model in new[] { "anthropic/claude-haiku-4-5", "openai/gpt-4o-mini", "ollama/qwen2.5-coder:7b" }
        from action in client.Actions.Intersect(actions)
        from fault in faults
        select new ClientCase(client.Client, action, model, fault);
}
