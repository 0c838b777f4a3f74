using Farthing.Gateway;
using Xunit;

namespace Farthing.Tests.Gateway;

public sealed class SocketBlocksTests
{
    [Fact]
    public void A_block_holds_most_requests_and_comes_again_once_it_was_given_back()
    {
        using var blocks = new SocketBlocks();
        var first = blocks.Rent();
        Assert.Equal(16 * 1024, first.Memory.Length);
        first.Memory.Span[0] = 42;
        first.Dispose();
        Assert.Equal(42, blocks.Rent().Memory.Span[0]);
    }

    [Fact]
    public void A_block_that_is_given_back_twice_is_handed_out_once()
    {
        using var blocks = new SocketBlocks();
        var first = blocks.Rent();
        first.Dispose();
        first.Dispose();
        var (second, third) = (blocks.Rent(), blocks.Rent());
        second.Memory.Span[0] = 1;
        third.Memory.Span[0] = 2;
        Assert.Equal(1, second.Memory.Span[0]);
    }
}
