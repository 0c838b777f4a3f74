using System.Text.RegularExpressions;
using Farthing.Wire.Anthropic;

namespace Farthing.Wire.Tests.Vectors;

/// <summary>
/// The turns of a conversation as lines of content, in order. Where a block may move (wire.md §1) it is sorted to its new place;
/// texts that follow one another in one role are one text, however the dialect between joins them.
/// </summary>
internal static partial class KeptTurns
{
    public static string Of(Conversation c, Dialect via)
    {
        var lines = new List<(string Role, string Kind, string Content)>();
        foreach (var turn in Asked(c.Turns, via))
        {
            // A bare prompt has no place of its own for what is instructed.
            var role = turn.Role switch { Role.System when via == Dialects.OpenAICompletions => "user", Role.System => "system", Role.User => "user", _ => "assistant" };
            foreach (var (kind, content) in Ordered(turn.Role, turn.Blocks, via).Select(b => Line(b, via)).Where(l => l.Kind.Length > 0))
            {
                if (kind == "text" && lines.Count > 0 && lines[^1].Role == role && lines[^1].Kind == "text") lines[^1] = (role, kind, lines[^1].Content + " " + content);
                else lines.Add((role, kind, content));
            }
        }
        return string.Join('\n', lines.Select(l => $"{l.Role} {l.Kind} {(l.Kind == "text" ? Blank().Replace(l.Content, " ").Trim() : l.Content)}"));
    }

    /// <summary>Anthropic needs a message: of system messages alone the last becomes it.</summary>
    private static IEnumerable<Turn> Asked(IReadOnlyList<Turn> turns, Dialect via) =>
        via == Dialects.Anthropic && turns.ToList().FindLastIndex(t => t.Role == Role.System) is var last
        && turns.All(t => t.Role == Role.System || t.Blocks.All(b => b is TextBlock { Text: "" }))
            ? turns.Select((t, i) => i == last ? t with { Role = Role.User } : t)
            : turns;

    private static IEnumerable<Block> Ordered(Role role, IReadOnlyList<Block> blocks, Dialect via)
    {
        var flat = blocks.SelectMany(b => b is ToolResultBlock r
            ? [r with { Content = [.. r.Content.Where(IsText)] }, .. r.Content.Where(x => x is ImageBlock or DocumentBlock && !IsText(x))]
            : new[] { b }).ToList();
        var calls = via == Dialects.OpenAIResponses ? 0 : 1; // Responses keeps the order of words and calls
        return role == Role.User
            ? flat.OrderBy(b => b is ToolResultBlock ? 0 : b is ImageBlock or DocumentBlock && !IsText(b) ? 1 : 2)
            : role == Role.Assistant ? flat.OrderBy(b => b is ToolCallBlock ? calls : 0) : flat;
    }

    private static bool IsText(Block block) => block is TextBlock or DocumentBlock { Media: TextMedia };

    private static (string Kind, string Content) Line(Block block, Dialect via) => block switch
    {
        TextBlock t when string.IsNullOrWhiteSpace(t.Text) || t.Text == RequestWriter.JsonInstruction => ("", ""),
        TextBlock t => ("text", t.Text),
        RefusalBlock r => ("text", r.Text),
        ToolCallBlock call => ("call", $"{Id(call.Id, via)} {call.Name} {Kept.Arguments(call.Arguments)}"),
        ToolResultBlock r => ("result", $"{Id(r.CallId, via)} {Result(r)}"),
        ImageBlock { Media: Base64Media m } => ("image", m.Data), // Ollama tells its kind by the bytes
        ImageBlock i => ("image", $"{i.Media}"),
        DocumentBlock { Media: TextMedia m } => ("text", m.Text),
        DocumentBlock d => ("document", $"{d.Media}"),
        UnknownBlock { Type: "compaction" } u => ("text", $"{u.Raw.GetProperty("content")}"),
        _ => ("", ""),
    };

    /// <summary>Ids that the dialect takes stay; others become a hash, the same for call and result (wire.md §1, Ids).</summary>
    private static string Id(string id, Dialect via) => via.Framing == Framing.Lines ? id : ToolIds.Fit(id, via == Dialects.OpenAIChat ? 40 : 64);

    private static string Result(ToolResultBlock r)
    {
        var text = string.Join(' ', r.Content.Where(IsText).Select(b => b is TextBlock t ? t.Text : ((TextMedia)((DocumentBlock)b).Media).Text).Where(t => t.Trim().Length > 0));
        if (text == "(The result follows in the next user message.)") text = "";
        text = r.IsError && !text.StartsWith("Error: ", StringComparison.Ordinal) ? "Error: " + text : text;
        return Blank().Replace(text, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();
}
