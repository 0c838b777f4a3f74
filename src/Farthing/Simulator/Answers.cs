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
        var answer = CallFor(ask, sample, room) ?? Cut(new Answer(TextFor(ask, sample), [], StopCause.End), ask.Stop, room);
        return thinking.Length == 0 ? answer : answer with { Thinking = thinking };
    }

    private string TextFor(Ask ask, string sample)
    {
        if (ask.AnswerSchema is { } schema) return SchemaFill.Write(schema);
        if (ask.ToolResult is { } result) return Prose.AboutResult(ask.Model, result);
        if (Directives.In(ask.LastUserText) is { Count: > 0 } directed)
            return $"The tool {directed[0].Name} is not offered, so it cannot be called. This is a simulated answer in place of {ask.Model.DisplayName}.";
        return _tasks.For(ask, sample) ?? Prose.Plain(ask, options.Seed, sample);
    }

    private Answer? CallFor(Ask ask, string sample, int room)
    {
        if (ask.Tools.Count == 0 || ask.ToolUse == ToolUse.Forbidden) return null;
        var directed = ask.ToolResult is null ? Directives.In(ask.LastUserText) : [];
        var calls = directed.Count > 0 ? Directed(ask, sample, directed) : Chosen(ask, sample);
        if (calls.Count == 0) return null;
        var lead = ask.ToolUse == ToolUse.Required ? null : $"I will use {string.Join(" and ", calls.Select(c => c.Name))} (simulated).";
        var answer = new Answer(lead, calls, StopCause.ToolCall);
        // A call that does not fit is not sent in halves: the text alone is cut.
        return answer.OutputTokens <= room ? answer : Cut(new Answer(lead ?? calls[0].Arguments, [], StopCause.MaxTokens), [], room);
    }

    /// <summary>The calls that the user's words prescribe; tools that are not offered are left out.</summary>
    private List<ToolCall> Directed(Ask ask, string sample, IReadOnlyList<(string Name, string Arguments)> directed) =>
    [
        .. from wanted in directed.Index()
           let tool = ask.Tools.FirstOrDefault(t => t.Name == wanted.Item.Name)
           where tool is not null
           select new ToolCall(Id(ask, sample, wanted.Index), tool, wanted.Item.Arguments.Length == 0 && !tool.IsCustom ? "{}" : wanted.Item.Arguments),
    ];

    /// <summary>One call, where the settings demand it or the user speaks of tools.</summary>
    private List<ToolCall> Chosen(Ask ask, string sample)
    {
        var said = Directives.Spoken(ask.LastUserText);
        var tool = ask.NamedTool is { } name
            ? ask.Tools.First(t => t.Name == name)
            : ask.Tools.FirstOrDefault(t => said.Contains(t.Name, StringComparison.OrdinalIgnoreCase));
        var asked = ask.ToolUse == ToolUse.Required || (ask.ToolResult is null && (tool is not null || ToolWord().IsMatch(said)));
        if (!asked) return [];
        tool ??= ask.Tools[0];
        return [new ToolCall(Id(ask, sample, 0), tool, tool.IsCustom ? "simulated input" : SchemaFill.Write(tool.Schema))];
    }

    private string Id(Ask ask, string sample, int call) =>
        call == 0 ? Chance.Letters(24, options.Seed, "call", ask.Fingerprint, sample) : Chance.Letters(24, options.Seed, $"call {call}", ask.Fingerprint, sample);

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
