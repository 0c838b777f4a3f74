namespace Farthing.Wire;

/// <summary>Both vendors refuse a history in which a call has no result or a result no call, or anything stands between the two.</summary>
internal sealed class ToolPairs
{
    private readonly List<Turn> _repaired = [];
    private readonly OpenCallIds _open = new();
    private readonly List<Turn> _deferred = [];
    private List<Block>? _growing; // of the last repaired turn, where it is ours to add to

    /// <summary>
    /// Gives every call that was never answered an error result, so that an interrupted conversation can go on,
    /// and brings the results of one turn's calls together right after it.
    /// </summary>
    /// <exception cref="WireException">A result answers no call: what it means cannot be known.</exception>
    public static IReadOnlyList<Turn> Repair(IReadOnlyList<Turn> turns)
    {
        var pairs = new ToolPairs();
        for (var i = 0; i < turns.Count; i++)
        {
            var turn = turns[i];
            if (turn.Role == Role.User) pairs.User(turn, more: pairs.GoesOn(turns, i + 1));
            else if (turn.Role == Role.Assistant) pairs.Assistant(turn);
            else if (pairs._open.Count > 0) pairs._deferred.Add(turn); // a system message between a call and its result
            else pairs._repaired.Add(turn);
        }
        pairs.Close([]);
        return pairs._repaired;
    }

    private void User(Turn turn, bool more)
    {
        var results = turn.Blocks.Where(b => b is ToolResultBlock).ToList();
        foreach (var result in results.Cast<ToolResultBlock>())
            if (!_open.Answer(result.CallId))
                throw WireException.Refused("messages", LossTable.Find(LossTable.Targets[0], "tool_result_orphan"),
                    $"the tool result for call \"{result.CallId}\" answers no call of the assistant message before it.");
        if (results.Count > 0 && _repaired[^1].Role == Role.User)
            Join(turn.Blocks); // results of parallel calls, split
        else if (_open.Count > 0 && !more || _deferred.Count > 0)
            Close(results, turn with { Blocks = [.. turn.Blocks.Where(b => b is not ToolResultBlock)] });
        else
            _repaired.Add(turn);
    }

    private void Assistant(Turn turn)
    {
        if (_open.Count > 0 && _repaired[^1].Role == Role.Assistant && _deferred.Count == 0)
        {
            // Anthropic reads neighbouring assistant messages as one, calls and all.
            Join(turn.Blocks);
        }
        else
        {
            Close([]);
            _repaired.Add(turn);
        }
        foreach (var call in turn.Blocks.OfType<ToolCallBlock>()) _open.Add(call.Id);
    }

    /// <summary>Adds to the last turn. A conversation may hold a hundred thousand results, so they are not copied each time.</summary>
    private void Join(IReadOnlyList<Block> blocks)
    {
        if (_growing is null || _repaired[^1].Blocks != _growing) _repaired[^1] = _repaired[^1] with { Blocks = _growing = [.. _repaired[^1].Blocks] };
        _growing.AddRange(blocks);
    }

    /// <summary>Whether more results of the same calls follow, system messages or not.</summary>
    private bool GoesOn(IReadOnlyList<Turn> turns, int next)
    {
        while (next < turns.Count && turns[next].Role == Role.System) next++;
        return next < turns.Count && Answers(turns[next]);
    }

    private bool Answers(Turn next) =>
        next.Role == Role.User && next.Blocks.Any(b => b is ToolResultBlock r && _open.Contains(r.CallId));

    /// <summary>Ends the answer to a turn's calls: the results there are, errors for the rest, then whatever had to wait.</summary>
    private void Close(List<Block> results, Turn? rest = null)
    {
        results.AddRange(_open.TakeAll().Select(id =>
            new ToolResultBlock(id, [new TextBlock("The call was interrupted and gave no result.")], IsError: true)));
        if (_deferred.Count == 0 && rest is not null)
        {
            _repaired.Add(rest with { Blocks = [.. results, .. rest.Blocks] });
            return;
        }
        if (results.Count > 0) _repaired.Add(new Turn(Role.User, results));
        _repaired.AddRange(_deferred);
        _deferred.Clear();
        if (rest is { Blocks.Count: > 0 }) _repaired.Add(rest);
    }
}
