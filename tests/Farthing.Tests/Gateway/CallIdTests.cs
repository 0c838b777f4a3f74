using Farthing.Gateway;
using Xunit;

namespace Farthing.Tests.Gateway;

public sealed class CallIdTests
{
    [Fact]
    public void Is_a_UUID_of_version_7_of_the_time_it_is_given()
    {
        var started = new DateTimeOffset(2026, 11, 29, 10, 0, 0, 123, TimeSpan.Zero);
        var id = CallId.New(started);
        var guid = Guid.ParseExact(id, "N");
        Assert.Equal((7, 32), (guid.Version, id.Length));
        Assert.InRange(guid.Variant, 8, 11); // the two upper bits are 10 (RFC 9562 §4.1)
        Assert.Equal(started.ToUnixTimeMilliseconds(), Convert.ToInt64(id[..12], 16));
    }

    [Fact]
    public void Is_another_each_time()
    {
        var started = DateTimeOffset.UnixEpoch;
        Assert.Equal(100_000, Enumerable.Range(0, 100_000).Select(_ => CallId.New(started)).Distinct().Count());
    }
}
