namespace Farthing.Wire;

/// <summary>
/// Fits tool names to a dialect's limit (OpenAI 64, Anthropic 128; letters, digits, _ and -) by a hash at the end.
/// The way back is the table from <see cref="Restored"/>, made from the request, so nothing has to be remembered between requests.
/// </summary>
public static class ToolNames
{
    public static string Fit(string name, int maxLength)
    {
        if (name.Length > 0 && name.Length <= maxLength && ToolIds.IsPlain(name)) return name;
        var plain = new string([.. name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_')]);
        return $"{plain[..Math.Min(plain.Length, maxLength - 9)]}_{ToolIds.Hash(name, 8)}";
    }

    /// <summary>Fitted name → the caller's tool, for <see cref="ReplyFrame.Tools"/>; null where every call goes back as it comes.</summary>
    public static IReadOnlyDictionary<string, CallerTool>? Restored(Conversation conversation, Dialect target)
    {
        Dictionary<string, CallerTool>? tools = null;
        foreach (var tool in conversation.Tools)
            if (tool.Hosted is null && Fit(tool.Name, target.MaxToolName) is var fitted && tool.Origin is var origin && (fitted != tool.Name || origin is not null))
                (tools ??= [])[fitted] = origin ?? new CallerTool(tool.Name);
        return tools;
    }
}
