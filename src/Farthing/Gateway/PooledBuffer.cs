using System.Buffers;
using Farthing.Wire;

namespace Farthing.Gateway;

/// <summary>
/// Growing bytes in a rented array. A new array for every body of some hundred kilobytes would be garbage of the costly kind.
/// An array that somebody may still read is not given back: the collector takes it.
/// </summary>
internal sealed class PooledBuffer(int capacity) : IBufferWriter<byte>, IDisposable
{
    private const int Least = 1024;

    private byte[] _bytes = RentedBytes.Rent(Math.Max(capacity, Least));
    private int _length;
    private int _lent;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    /// <summary>Somebody reads the bytes from now on, perhaps for longer than we look.</summary>
    public void Lend() => Interlocked.Increment(ref _lent);

    public void TakeBack() => Interlocked.Decrement(ref _lent);

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        var needed = _length + Math.Max(sizeHint, 1);
        if (needed > _bytes.Length)
        {
            var larger = RentedBytes.Rent(Math.Max(needed, _bytes.Length * 2));
            Written.CopyTo(larger);
            RentedBytes.Return(_bytes);
            _bytes = larger;
        }

        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        if (Volatile.Read(ref _lent) == 0) RentedBytes.Return(_bytes);
        (_bytes, _length) = ([], 0);
    }
}
