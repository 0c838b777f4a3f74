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

    [Theory]
    [InlineData(65_537, 131_072)]
    [InlineData(131_072, 131_072)]
    [InlineData(131_073, 262_144)]
    [InlineData(1_048_576, 1_048_576)]
    public void A_large_array_has_the_next_power_of_two_of_bytes(int least, int length) =>
        Assert.Equal(length, new LargeArrays().Rent(least).Length);

    [Fact]
    public void What_a_rush_took_is_let_go_when_nobody_needed_it_for_the_time_between_two_trims()
    {
        var arrays = new LargeArrays();
        var rush = Enumerable.Range(0, 5).Select(_ => arrays.Rent(300_000)).ToArray();
        foreach (var array in rush) arrays.Return(array);

        Assert.Equal(0, arrays.Trim()); // all five were needed since the beginning

        arrays.Return(arrays.Rent(300_000));
        Assert.Equal(4 * 524_288, arrays.Trim());
        Assert.Equal(524_288, arrays.Trim());
        Assert.Equal(0, arrays.Trim());
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
