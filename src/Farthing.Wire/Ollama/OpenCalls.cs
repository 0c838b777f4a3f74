namespace Farthing.Wire.Ollama;

/// <summary>The calls of one assistant message that have no result yet.</summary>
internal sealed class OpenCalls
{
    private readonly List<(string Id, bool Answered)> _calls = [];
    private readonly Dictionary<string, Queue<int>> _byId = [];
    private readonly Dictionary<string, Queue<int>> _byName = [];
    private readonly Queue<int> _inOrder = [];

    /// <summary>The calls of the message, answered or not.</summary>
    public int Count => _calls.Count;

    public void Add(string id, string name)
    {
        Queue(_byId, id).Enqueue(Count);
        Queue(_byName, name).Enqueue(Count);
        _inOrder.Enqueue(Count);
        _calls.Add((id, false));
    }

    public void Clear()
    {
        _calls.Clear();
        _byId.Clear();
        _byName.Clear();
        _inOrder.Clear();
    }

    /// <summary>The id of the call that a result belongs to: by id, else by name, else the first; null where there is none.</summary>
    public string? Answer(string? id, string? name)
    {
        var candidates = id is { Length: > 0 } ? _byId.GetValueOrDefault(id) : name is { Length: > 0 } ? _byName.GetValueOrDefault(name) : _inOrder;
        while (candidates?.TryDequeue(out var at) is true)
        {
            if (_calls[at].Answered) continue;
            _calls[at] = (_calls[at].Id, true);
            return _calls[at].Id;
        }
        return null;
    }

    private static Queue<int> Queue(Dictionary<string, Queue<int>> by, string key)
    {
        if (!by.TryGetValue(key, out var queue)) by[key] = queue = [];
        return queue;
    }
}
