using Farthing.Simulator;
using Xunit;

namespace Farthing.Tests.Simulator;

public class FaultTextTests
{
    [Fact]
    public void Reads_kind_count_and_parameters()
    {
        Assert.Equal(new Fault(FaultKind.Status, "429x2;retry-after=3", 429, Times: 2, RetryAfterSeconds: 3), Fault.Parse("429x2;retry-after=3"));
        Assert.Equal(new Fault(FaultKind.Cut, "cut; after=9; times=1", Times: 1, After: 9), Fault.Parse("cut; after=9; times=1"));
        Assert.Equal(new Fault(FaultKind.SlowStart, "slow-start;delay=0.5", DelaySeconds: 0.5), Fault.Parse("slow-start;delay=0.5"));
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("302", "status 302 is not between 400 and 599")]
    [InlineData("cut;after", "'after' is not name=value")]
    [InlineData("cut;after=-1", "'-1' is not a whole number")]
    [InlineData("cut;colour=red", "'colour' is unknown")]
    [InlineData("slow-start;delay=9999", "'9999' is not a number of seconds up to 3600")]
    public void Says_what_is_wrong_with_a_fault(string text, string why) =>
        Assert.Contains(why, Assert.Throws<FormatException>(() => Fault.Parse(text)).Message, StringComparison.Ordinal);
}
