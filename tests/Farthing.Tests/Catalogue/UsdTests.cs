using Farthing.Catalogue;
using Xunit;

namespace Farthing.Tests.Catalogue;

public class UsdTests
{
    [Theory]
    [InlineData("0.000625", 625_000)]
    [InlineData("0.0000000005", 0)]
    [InlineData("0.0000000015", 2)]
    public void Dollars_round_half_to_even_at_the_nano_dollar(string dollars, long nanos) =>
        Assert.Equal(nanos, Usd.FromDollars(decimal.Parse(dollars, System.Globalization.CultureInfo.InvariantCulture)).Nanos);
}
