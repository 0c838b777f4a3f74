namespace Farthing.Wire;

/// <summary>The calls that have no result yet, in the order they were made. An id may be there several times.</summary>
internal sealed class OpenCallIds
{
    private readonly List<string> _order = [];
    private readonly Dictionary<string, int> _waiting = [];

    public int Count { get; private set; }

    public void Add(string id)
    {
        _order.Add(id);
        _waiting[id] = _waiting.GetValueOrDefault(id) + 1;
        Count++;
    }

    public bool Contains(string id) => _waiting.ContainsKey(id);

    /// <returns>False when no such call waits.</returns>
    public bool Answer(string id)
    {
        if (!_waiting.TryGetValue(id, out var waiting)) return false;
        if (waiting == 1) _waiting.Remove(id);
        else _waiting[id] = waiting - 1;
        Count--;
        return true;
    }

    public List<string> TakeAll()
    {
        var left = _order.Where(Answer).ToList();
        _order.Clear();
        return left;
    }
}
