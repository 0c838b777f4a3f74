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

    /// <summary>Fitted name → the caller's name, for <see cref="ReplyFrame.ToolNames"/>; null where no name had to be changed.</summary>
    public static IReadOnlyDictionary<string, string>? Restored(Conversation conversation, Dialect target)
    {
        Dictionary<string, string>? names = null;
        foreach (var tool in conversation.Tools)
            if (tool.Hosted is null && Fit(tool.Name, target.MaxToolName) is var fitted && fitted != tool.Name)
                (names ??= [])[fitted] = tool.Name;
        return names;
    }
}
