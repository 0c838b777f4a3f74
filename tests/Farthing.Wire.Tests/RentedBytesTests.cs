using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Farthing.Wire.Tests;

public class RentedBytesTests
{
    [Fact]
    public void An_array_of_the_usual_size_is_used_again()
    {
        var first = RentedBytes.Rent(300_000);
        RentedBytes.Return(first);
        var second = RentedBytes.Rent(300_000);

        Assert.Same(first, second);

        RentedBytes.Return(second);
    }

    [Fact]
    public void An_array_of_a_huge_answer_is_not_kept()
    {
        var given = RentAndReturn(64 * 1024 * 1024);

        GC.Collect();

        Assert.False(given.IsAlive, "64 MB stay in memory after the answer that needed them");
    }

    [Fact]
    public void The_bytes_of_a_huge_event_are_not_kept()
    {
        var given = Scanned();

        GC.Collect();

        Assert.False(given.IsAlive, "an event's 8 MB stay in memory after its stream");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference RentAndReturn(int length)
    {
        var bytes = RentedBytes.Rent(length);
        RentedBytes.Return(bytes);
        return new WeakReference(bytes);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Scanned()
    {
        WeakReference? array = null;
        using var scanner = new SseScanner();
        scanner.Feed("data: "u8, (_, _) => { });
        for (var i = 0; i < 8; i++) scanner.Feed(new byte[1024 * 1024], (_, _) => { });
        scanner.Feed("\n\n"u8, (_, data) => array = Array(data));
        return array!;

        static WeakReference Array(ReadOnlyMemory<byte> data) =>
            MemoryMarshal.TryGetArray(data, out var segment) ? new WeakReference(segment.Array) : throw new InvalidOperationException();
    }
}
