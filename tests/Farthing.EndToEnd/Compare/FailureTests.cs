using Farthing.EndToEnd.Clients;
using Farthing.EndToEnd.Processes;
using Xunit;

namespace Farthing.EndToEnd.Compare;

[Collection("grading")]
public sealed class FailureTests(SandboxNeeded sandbox, SharedGateway gateway) : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("--no-such-option", "--no-such-option")]
    [InlineData("--models same,same", "--models")]
    [InlineData("--models a,b,c", "--models")]
    [InlineData("--samples 0", "--samples")]
    [InlineData("--margin 2", "--margin")]
    [InlineData("--require best", "best")]
    [InlineData("--recorded a=missing.jsonl", "missing.jsonl")]
    [InlineData("--suite missing.jsonl", "missing.jsonl")]
    [InlineData("--gateway nowhere", "--gateway")]
    [InlineData("--models gpt-4o-mini,claude-haiku-4-5", "gpt-4o-mini")] // no provider is configured
    public async Task Wrong_use_ends_with_2_and_names_what_is_wrong(string arguments, string named)
    {
        var ended = (await FarthingProcess.ToEndAsync(_home, ["compare", .. arguments.Split(' ')])).With(2);
        Assert.Contains(named, ended.Error);
    }

    [Fact]
    public async Task A_gateway_that_refuses_the_key_ends_with_3()
    {
        sandbox.OrSkip();
        new LiveRun(_home, tasks: 1, concurrency: 1, speed: 0).WithSuite();
        var ended = (await FarthingProcess.ToEndAsync(_home,
            "compare", "--suite", _home.In("adding"), "--gateway", gateway.Address.AbsoluteUri, "--key", "wrong")).With(3);
        Assert.Contains("401", ended.Error);
    }
}
