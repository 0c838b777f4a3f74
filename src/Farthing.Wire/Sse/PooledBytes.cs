namespace Farthing.Wire;

/// <summary>A growing run of bytes in a rented array.</summary>
internal sealed class PooledBytes : IDisposable
{
    private byte[] _bytes = [];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public void Append(ReadOnlySpan<byte> more)
    {
        if (Length + more.Length > _bytes.Length) Grow(Length + more.Length);
        more.CopyTo(_bytes.AsSpan(Length));
        Length += more.Length;
    }

    public void Clear() => Length = 0;

    public void Dispose()
    {
        RentedBytes.Return(_bytes);
        _bytes = [];
        Length = 0;
    }

    private void Grow(int needed)
    {
        var larger = RentedBytes.Rent((int)Math.Min(Math.Max(Math.Max(needed, 256), 2L * _bytes.Length), Array.MaxLength));
        Written.CopyTo(larger);
        RentedBytes.Return(_bytes);
        _bytes = larger;
    }
}
