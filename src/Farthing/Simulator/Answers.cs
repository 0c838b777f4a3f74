using System.Text.RegularExpressions;

namespace Farthing.Simulator;

/// <summary>Decides what a simulated model says. Pure: options, request and sample in, answer out.</summary>
internal sealed partial class Answers(SimulatorOptions options)
{
    private readonly TaskAnswers _tasks = new(options);

    public Answer Choose(Ask ask, string sample)
    {
        var thinking = ask.Thinks ? Prose.Thought(ask.Model) : "";
        var room = ask.MaxTokens - Tokens.Of(thinking);
        if (room <= 0) (thinking, room) = ("", ask.MaxTokens);
        var answer = CallFor(ask, sample, room) ?? Cut(new Answer(TextFor(ask, sample), null, StopCause.End), ask.Stop, room);
        return thinking.Length == 0 ? answer : answer with { Thinking = thinking };
    }

    private string TextFor(Ask ask, string sample)
    {
        if (ask.AnswerSchema is { } schema) return SchemaFill.Write(schema);
        if (ask.ToolResult is { } result) return Prose.AboutResult(ask.Model, result);
        return _tasks.For(ask, sample) ?? Prose.Plain(ask, options.Seed, sample);
    }

    private Answer? CallFor(Ask ask, string sample, int room)
    {
        if (ask.Tools.Count == 0 || ask.ToolUse == ToolUse.Forbidden) return null;
        var tool = ask.NamedTool is { } name
            ? ask.Tools.First(t => t.Name == name)
            : ask.Tools.FirstOrDefault(t => ask.LastUserText.Contains(t.Name, StringComparison.OrdinalIgnoreCase));
        var asked = ask.ToolUse == ToolUse.Required
            || (ask.ToolResult is null && (tool is not null || ToolWord().IsMatch(ask.LastUserText)));
        if (!asked) return null;
        tool ??= ask.Tools[0];
        var call = new ToolCall(Chance.Letters(24, options.Seed, "call", ask.Fingerprint, sample), tool.Name, SchemaFill.Write(tool.Schema));
        var lead = ask.ToolUse == ToolUse.Required ? null : $"I will use {tool.Name} (simulated).";
        var answer = new Answer(lead, call, StopCause.ToolCall);
        // A call that does not fit is not sent in halves: the text alone is cut.
        return answer.OutputTokens <= room ? answer : Cut(new Answer(lead ?? call.Arguments, null, StopCause.MaxTokens), [], room);
    }

    /// <summary>Ends the text at the first stop sequence, then at the token limit.</summary>
    private static Answer Cut(Answer answer, IReadOnlyList<string> stop, int room)
    {
        var text = answer.Text ?? "";
        var (at, sequence) = stop
            .Select(s => (At: text.IndexOf(s, StringComparison.Ordinal), Sequence: s))
            .Where(s => s.At >= 0).DefaultIfEmpty((At: -1, Sequence: "")).MinBy(s => s.At);
        if (at >= 0) answer = answer with { Text = text[..at], Stop = StopCause.StopSequence, StopSequence = sequence };
        var fits = Tokens.First(answer.Text ?? "", room);
        return fits.Length == (answer.Text ?? "").Length ? answer : answer with { Text = fits, Stop = StopCause.MaxTokens, StopSequence = null };
    }

    [GeneratedRegex(@"\btools?\b", RegexOptions.IgnoreCase)]
    private static partial Regex ToolWord();
}
