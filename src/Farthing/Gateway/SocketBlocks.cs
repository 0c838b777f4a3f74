using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace Farthing.Gateway;

/// <summary>
/// The server's buffers, for requests and answers, in blocks that most requests fit into: with the 4 KB that it takes by default, one of 6 KB
/// comes in two pieces, with a read and a change of state for each. Each open connection holds one.
/// </summary>
internal sealed class SocketBlocks : MemoryPool<byte>, IMemoryPoolFactory<byte>
{
    /// <summary>Bytes.</summary>
    private const int Size = 16 * 1024;

    /// <summary>So many are kept when they are free, 8 MB; what a rush needed beyond that goes with the next full collection.</summary>
    private const int MostKept = 512;

    private readonly ConcurrentQueue<byte[]> _free = new();

    public override int MaxBufferSize => Size;

    /// <summary>All servers share the blocks.</summary>
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => this;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, Size);
        return new Block(this, _free.TryDequeue(out var bytes) ? bytes : GC.AllocateUninitializedArray<byte>(Size, pinned: true));
    }

    protected override void Dispose(bool disposing)
    {
        // The server disposes of its pool when it ends; the blocks go with the garbage.
    }

    private sealed class Block(SocketBlocks pool, byte[] bytes) : IMemoryOwner<byte>
    {
        private byte[]? _bytes = bytes;

        public Memory<byte> Memory => _bytes;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _bytes, null) is { } back && pool._free.Count < MostKept) pool._free.Enqueue(back);
        }
    }
}
