namespace Farthing.Wire;

/// <summary>Tools that a provider runs itself. Another provider cannot, and must never be made to look as if it did.</summary>
internal static class HostedTools
{
    /// <summary>
    /// The tools for <paramref name="target"/>. A foreign hosted tool is left out and announced where others are offered beside it
    /// (agents offer web search with every request); where it is all that is asked for, its loss would be silent, so it is refused.
    /// </summary>
    /// <exception cref="WireException">Only foreign hosted tools are offered.</exception>
    public static IReadOnlyList<(Tool Tool, string Path)> Without(Conversation c, string target, LossGate gate)
    {
        var all = c.Tools.Select((tool, i) => (tool, path: $"tools[{i}]")).ToList();
        var foreign = all.Where(t => t.tool.Hosted is { } hosted && hosted.Dialect != target).ToList();
        if (foreign.Count == 0) return all;
        gate.Lose(foreign.Count == all.Count ? "hosted_tool_only" : "hosted_tool", foreign[0].path);
        return [.. all.Except(foreign)];
    }
}
