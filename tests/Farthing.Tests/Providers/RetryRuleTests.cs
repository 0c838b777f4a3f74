using System.Net;
using Farthing.Providers;
using Xunit;

namespace Farthing.Tests.Providers;

public class RetryRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static TimeSpan? Wait(int status, int tries = 1, params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status);
        foreach (var (name, value) in headers) response.Headers.TryAddWithoutValidation(name, value);
        return RetryRule.Wait(response, null, tries, new Random(1), Now);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(413)]
    public void What_another_try_would_not_change_is_handed_on(int status) => Assert.Null(Wait(status));

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(529)]
    public void Overload_is_tried_again_with_growing_waits(int status)
    {
        Assert.InRange(Wait(status, tries: 1)!.Value.TotalSeconds, 0.375, 0.5);
        Assert.InRange(Wait(status, tries: 3)!.Value.TotalSeconds, 1.5, 2);
    }

    [Fact]
    public void Retry_after_is_obeyed_in_seconds_milliseconds_and_as_a_date()
    {
        Assert.Equal(TimeSpan.FromSeconds(3), Wait(429, headers: ("retry-after", "3")));
        Assert.Equal(TimeSpan.FromMilliseconds(250), Wait(429, headers: [("retry-after-ms", "250"), ("retry-after", "3")]));
        Assert.Equal(TimeSpan.FromSeconds(7), Wait(503, headers: ("retry-after", (Now + TimeSpan.FromSeconds(7)).ToString("R"))));
    }

    [Fact]
    public void A_long_wait_is_the_callers_to_decide() => Assert.Null(Wait(429, headers: ("retry-after", "60")));

    [Fact]
    public void A_provider_that_says_no_is_not_asked_again() => Assert.Null(Wait(429, headers: ("x-should-retry", "false")));

    [Fact]
    public void A_connection_that_failed_is_tried_again() =>
        Assert.NotNull(RetryRule.Wait(null, new HttpRequestException("refused"), 1, new Random(1), Now));
}
