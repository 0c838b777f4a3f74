namespace Farthing.Wire;

/// <summary>Both vendors refuse a history in which a call has no result or a result no call.</summary>
internal static class ToolPairs
{
    /// <summary>Gives every call that was never answered an error result, so that an interrupted conversation can go on.</summary>
    /// <exception cref="WireException">A result answers no call: what it means cannot be known.</exception>
    public static IReadOnlyList<Turn> Repair(IReadOnlyList<Turn> turns)
    {
        var repaired = new List<Turn>(turns.Count);
        var open = new List<string>();
        for (var i = 0; i < turns.Count; i++)
        {
            var turn = turns[i];
            if (turn.Role == Role.User)
            {
                foreach (var result in turn.Blocks.OfType<ToolResultBlock>())
                    if (!open.Remove(result.CallId))
                        throw WireException.Invalid("messages",
                            $"the tool result for call \"{result.CallId}\" answers no call of the assistant message before it.");
                if (open.Count > 0 && !(i + 1 < turns.Count && AnswersMore(turns[i + 1], open)))
                    turn = turn with { Blocks = [.. turn.Blocks.OfType<ToolResultBlock>(), .. Unanswered(open), .. turn.Blocks.Where(b => b is not ToolResultBlock)] };
            }
            else if (turn.Role == Role.Assistant && open.Count > 0 && repaired[^1].Role == Role.Assistant)
            {
                // Anthropic reads neighbouring assistant messages as one, calls and all.
                repaired[^1] = repaired[^1] with { Blocks = [.. repaired[^1].Blocks, .. turn.Blocks] };
                open.AddRange(turn.Blocks.OfType<ToolCallBlock>().Select(c => c.Id));
                continue;
            }
            else if (turn.Role == Role.Assistant)
            {
                if (open.Count > 0) repaired.Add(new Turn(Role.User, [.. Unanswered(open)]));
                open.AddRange(turn.Blocks.OfType<ToolCallBlock>().Select(c => c.Id));
            }
            if (turn.Role == Role.User && repaired.Count > 0 && AreOneAnswer(repaired[^1], turn))
                repaired[^1] = repaired[^1] with { Blocks = [.. repaired[^1].Blocks, .. turn.Blocks] };
            else
                repaired.Add(turn);
        }
        if (open.Count > 0) repaired.Add(new Turn(Role.User, [.. Unanswered(open)]));
        return repaired;
    }

    /// <summary>Results of parallel calls belong in one turn, whoever split them.</summary>
    private static bool AreOneAnswer(Turn before, Turn turn) =>
        before.Role == Role.User && before.Blocks.Any(b => b is ToolResultBlock) && turn.Blocks.Any(b => b is ToolResultBlock);

    private static bool AnswersMore(Turn next, List<string> open) =>
        next.Role == Role.User && next.Blocks.Any(b => b is ToolResultBlock r && open.Contains(r.CallId));

    private static List<Block> Unanswered(List<string> open)
    {
        var results = open.ConvertAll<Block>(id => new ToolResultBlock(id, [new TextBlock("The call was interrupted and gave no result.")], IsError: true));
        open.Clear();
        return results;
    }
}
