namespace Farthing.Ledger.Commands;

/// <summary>
/// Numbers groups by their names. Sessions come by the hundred thousand, and as so many strings in a dictionary they keep the garbage
/// collector busy: their bytes lie one after the other in one array.
/// </summary>
internal sealed class SpendGroups
{
    private byte[] _names = new byte[1024];
    private (int Hash, int Start, int Length)[] _groups = new (int, int, int)[64];
    private int[] _slots = new int[128]; // a group's number and 1, where its hash leads or after that; at most half full

    public int Count { get; private set; }

    /// <summary>The name's bytes, in UTF-8.</summary>
    public ReadOnlyMemory<byte> Name(int group) => _names.AsMemory(_groups[group].Start, _groups[group].Length);

    /// <summary>The group of this name: the next number where it is new.</summary>
    public int Of(ReadOnlySpan<byte> name)
    {
        var hash = Hash(name);
        var slot = hash & (_slots.Length - 1);
        for (; _slots[slot] is > 0 and var taken; slot = (slot + 1) & (_slots.Length - 1))
            if (_groups[taken - 1].Hash == hash && Name(taken - 1).Span.SequenceEqual(name)) return taken - 1;
        Add(name, hash);
        if (Count * 2 > _slots.Length) Spread();
        else _slots[slot] = Count;
        return Count - 1;
    }

    private void Add(ReadOnlySpan<byte> name, int hash)
    {
        var start = Count == 0 ? 0 : _groups[Count - 1].Start + _groups[Count - 1].Length;
        if (start + name.Length > _names.Length) Array.Resize(ref _names, Math.Max(2 * _names.Length, start + name.Length));
        if (Count == _groups.Length) Array.Resize(ref _groups, 2 * Count);
        name.CopyTo(_names.AsSpan(start));
        _groups[Count++] = (hash, start, name.Length);
    }

    private void Spread()
    {
        _slots = new int[2 * _slots.Length];
        for (var group = 0; group < Count; group++)
        {
            var slot = _groups[group].Hash & (_slots.Length - 1);
            while (_slots[slot] > 0) slot = (slot + 1) & (_slots.Length - 1);
            _slots[slot] = group + 1;
        }
    }

    /// <summary>With the runtime's random start: callers choose the names of sessions, and must not be able to choose such as meet in one slot.</summary>
    private static int Hash(ReadOnlySpan<byte> name)
    {
        var hash = new HashCode();
        hash.AddBytes(name);
        return hash.ToHashCode();
    }
}
