namespace Farthing.Wire;

/// <summary>A conversation for an API that takes one prompt: what is instructed, what is asked, and the images that belong to it.</summary>
internal sealed record BarePrompt(string? System, string Prompt, IReadOnlyList<ImageBlock> Images)
{
    /// <exception cref="WireException">There is more in the conversation than a prompt can hold.</exception>
    public static BarePrompt Of(Conversation c, LossGate gate)
    {
        var leading = c.Turns.TakeWhile(t => t.Role == Role.System).ToList();
        var rest = c.Turns.Skip(leading.Count).ToList();
        if (rest.FindIndex(t => t.Role == Role.System) is >= 0 and var system) gate.Lose("mid_system", $"messages[{system}]");
        if (rest.Count > 1 || rest.Any(t => t.Role != Role.User)) gate.Lose("history", "messages");
        if (c.Tools.Count > 0) gate.Lose("tools", "tools");
        foreach (var extras in c.Turns.Select(t => t.Extras)) gate.Lose(extras, "messages");
        var images = new List<ImageBlock>();
        var said = rest.SelectMany(t => t.Blocks).Select(b => Text(b, images, gate)).OfType<string>();
        var instructed = leading.SelectMany(t => t.Blocks).Select(b => Text(b, images, gate)).OfType<string>().ToList();
        return new BarePrompt(instructed.Count == 0 ? null : string.Join('\n', instructed), string.Join("\n\n", said), images);
    }

    /// <summary>Null for a block that is no text.</summary>
    private static string? Text(Block block, List<ImageBlock> images, LossGate gate)
    {
        const string Path = "messages";
        gate.Lose(block.Extras, Path);
        switch (block)
        {
            case TextBlock text: return text.Text;
            case RefusalBlock refusal: return refusal.Text;
            case DocumentBlock { Media: TextMedia document } d: return d.Title is null ? document.Text : $"{d.Title}\n\n{document.Text}";
            case DocumentBlock: gate.Lose("document", Path); break;
            case ImageBlock image when gate.Carries("image", Path): images.Add(image); break;
            case ToolResultBlock: gate.Lose("tool_result", Path); break;
            case ToolCallBlock: gate.Lose("tool_call", Path); break;
            case UnknownBlock unknown: gate.Carries(unknown.Type, Path, isBlock: true); break;
        }
        return null;
    }
}
