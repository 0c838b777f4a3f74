using CsCheck;
using Farthing.Tests.Fuzz.Gateways;
using Xunit;

namespace Farthing.Tests.Fuzz;

/// <summary>A short run with a fixed number of calls; <c>tests/fuzz</c> runs the long one.</summary>
public class GatewayFuzzTests
{
    [Fact]
    public async Task Whatever_caller_and_provider_send_no_call_fails_hangs_or_stays_open()
    {
        await using var gateway = await FuzzGateway.StartAsync(lanes: 4);
        var fuzz = new GatewayFuzz(gateway);
        await GatewayFuzz.Calls.SampleAsync(fuzz.RunAsync, iter: 600, threads: 4);
        Assert.Equal(0, await gateway.OpenCallsAsync());
        Assert.Empty(gateway.Logged);
    }
}
