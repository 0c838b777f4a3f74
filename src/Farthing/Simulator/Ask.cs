using System.Text.Json;

namespace Farthing.Simulator;

/// <summary>What a checked request of either vendor asks for: all that the choice of an answer needs.</summary>
internal sealed record Ask
{
    public required SimulatedModel Model { get; init; }

    public bool Stream { get; init; }

    /// <summary>The request's limit, else the model's.</summary>
    public required int MaxTokens { get; init; }

    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>The text of every user turn.</summary>
    public required string UserText { get; init; }

    /// <summary>The text of the last turn, where a user spoke last.</summary>
    public string LastUserText { get; init; } = "";

    /// <summary>The results that the last turn brings, where it brings any.</summary>
    public string? ToolResult { get; init; }

    public IReadOnlyList<OfferedTool> Tools { get; init; } = [];

    public ToolUse ToolUse { get; init; }

    /// <summary>The tool that must be called, where one is named.</summary>
    public string? NamedTool { get; init; }

    /// <summary>The schema that the answer's text must satisfy; an empty one stands for "any JSON object".</summary>
    public JsonElement? AnswerSchema { get; init; }

    public bool Thinks { get; init; }

    public required int PromptTokens { get; init; }

    /// <summary>Equal for requests that ask the same: streaming, keys and headers do not count, the caller's seed or user id does.</summary>
    public required string Fingerprint { get; init; }
}

/// <param name="IsCustom">Takes free text in place of an object (Responses).</param>
/// <param name="Namespace">The namespace it was offered in (Responses).</param>
internal sealed record OfferedTool(string Name, JsonElement Schema, bool IsCustom = false, string? Namespace = null);

internal enum ToolUse { Auto, Required, Forbidden }

/// <summary>One answer, before it is written in a vendor's words.</summary>
/// <param name="Text">Null where the answer is calls only.</param>
/// <param name="StopSequence">The sequence that ended it.</param>
internal sealed record Answer(string? Text, IReadOnlyList<ToolCall> Calls, StopCause Stop, string? StopSequence = null)
{
    /// <summary>What the model thought first; null where it was not asked to.</summary>
    public string? Thinking { get; init; }

    public int ThinkingTokens => Thinking is null ? 0 : Tokens.Of(Thinking);

    /// <summary>Thinking, text and calls together.</summary>
    public int OutputTokens => ThinkingTokens + Tokens.Of(Text ?? "") + Calls.Sum(c => Tokens.Of(c.Name) + Tokens.Of(c.Arguments));
}

/// <param name="Id">Letters and digits; each vendor puts its own prefix before it.</param>
/// <param name="Arguments">A JSON object; free text for a custom tool.</param>
internal sealed record ToolCall(string Id, OfferedTool Tool, string Arguments)
{
    public string Name => Tool.Name;
}

internal enum StopCause { End, MaxTokens, StopSequence, ToolCall }
