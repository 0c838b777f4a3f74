using System.Numerics;

namespace Farthing.Wire;

/// <summary>
/// A pool of large arrays, by powers of two, that gives back what it does not need: of each size the fewest arrays that lay here at any time
/// between two calls of <see cref="Trim"/> were needed by nobody meanwhile.
/// </summary>
internal sealed class LargeArrays
{
    /// <summary>The largest array that is kept for the next.</summary>
    public const int Most = 1 << MostBits;

    private const int LeastBits = 17; // 128 KB: what is smaller, the shared pool keeps
    private const int MostBits = 20;

    private readonly Shelf[] _shelves = [.. Enumerable.Range(LeastBits, MostBits - LeastBits + 1).Select(bits => new Shelf(1 << bits))];

    public byte[] Rent(int least) => At(least).Take();

    public void Return(byte[] bytes) => At(bytes.Length).Put(bytes);

    public long Trim() => _shelves.Sum(shelf => shelf.Trim());

    private Shelf At(int length) => _shelves[Math.Max(0, BitOperations.Log2((uint)length - 1) + 1 - LeastBits)];

    private sealed class Shelf(int size)
    {
        private readonly Lock _lock = new();
        private readonly Stack<byte[]> _free = new();
        private int _fewest;

        public byte[] Take()
        {
            lock (_lock)
            {
                if (_free.TryPop(out var bytes))
                {
                    _fewest = Math.Min(_fewest, _free.Count);
                    return bytes;
                }
            }

            return GC.AllocateUninitializedArray<byte>(size);
        }

        public void Put(byte[] bytes)
        {
            lock (_lock) _free.Push(bytes);
        }

        public long Trim()
        {
            lock (_lock)
            {
                var unneeded = _fewest;
                for (var i = 0; i < unneeded; i++) _free.Pop();
                _fewest = _free.Count;
                return (long)unneeded * size;
            }
        }
    }
}
