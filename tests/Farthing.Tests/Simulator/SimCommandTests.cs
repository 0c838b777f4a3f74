using System.CommandLine;
using System.Text.Json;
using Farthing.Simulator;
using Xunit;

namespace Farthing.Tests.Simulator;

public class SimCommandTests
{
    [Fact]
    public async Task Says_that_it_is_simulated_and_ends_when_told()
    {
        using var ctrlC = new CancellationTokenSource();
        var output = new FirstLine(ctrlC);
        var code = await SimCommand.Create(_ => Task.FromResult<IReadOnlyList<SimulatedTask>>([])).Parse(["--listen", "127.0.0.1:0", "--speed", "0", "--json"])
            .InvokeAsync(new InvocationConfiguration { Output = output, ProcessTerminationTimeout = null }, ctrlC.Token);
        Assert.Equal(0, code);
        var line = JsonDocument.Parse(output.ToString()).RootElement;
        Assert.True(line.GetProperty("simulated").GetBoolean());
        Assert.StartsWith("http://127.0.0.1:", line.GetProperty("address").GetString(), StringComparison.Ordinal);
        Assert.Contains("gpt-4o-mini", line.GetProperty("models").EnumerateArray().Select(m => m.GetString()));
    }

    [Theory]
    [InlineData("--fault", "meteor", "'meteor' is no fault")]
    [InlineData("--listen", "here", "'here' is not an IP address with a port")]
    [InlineData("--speed", "-1", "give 0 or a positive number")]
    public async Task Refuses_wrong_settings_with_exit_code_2(string option, string value, string why)
    {
        var error = new StringWriter();
        var code = await SimCommand.Create(_ => Task.FromResult<IReadOnlyList<SimulatedTask>>([])).Parse([option, value])
            .InvokeAsync(new InvocationConfiguration { Error = error }, TestContext.Current.CancellationToken);
        Assert.Equal(2, code);
        Assert.Contains(why, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fails_with_exit_code_3_when_the_address_is_taken()
    {
        await using var sim = await Sim.StartAsync();
        var error = new StringWriter();
        var code = await SimCommand.Create(_ => Task.FromResult<IReadOnlyList<SimulatedTask>>([])).Parse(["--listen", sim.Address.Authority])
            .InvokeAsync(new InvocationConfiguration { Error = error }, TestContext.Current.CancellationToken);
        Assert.Equal(3, code);
        Assert.Contains("Choose another port.", error.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Ends the command as soon as it has printed something.</summary>
    private sealed class FirstLine(CancellationTokenSource end) : StringWriter
    {
        public override async Task WriteLineAsync(string? value)
        {
            await base.WriteLineAsync(value);
            end.CancelAfter(TimeSpan.FromMilliseconds(1));
        }
    }
}
