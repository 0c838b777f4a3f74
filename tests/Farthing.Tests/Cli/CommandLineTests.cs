using System.CommandLine;
using Farthing.Cli;
using Xunit;

namespace Farthing.Tests.Cli;

public class CommandLineTests
{
    private static async Task<(int Code, string Output, string Error)> RunAsync(Command command, params string[] line)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.RunAsync(new RootCommand { command }, line, new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }

    [Fact]
    public async Task What_no_command_expects_ends_with_3_and_says_what_it_was()
    {
        var command = new Command("fail", "Fails.");
        command.SetAction(Fail);
        var (code, _, error) = await RunAsync(command, "fail");
        Assert.Equal(3, code);
        Assert.StartsWith("farthing: failed: System.InvalidTimeZoneException: no such zone", error, StringComparison.Ordinal);

        static int Fail(ParseResult line) => throw new InvalidTimeZoneException("no such zone");
    }

    [Fact]
    public async Task A_line_that_cannot_be_read_ends_with_2() =>
        Assert.Equal(2, (await RunAsync(new Command("fail", "Fails."), "fail", "--unknown")).Code);

    [Fact]
    public async Task An_address_that_is_not_this_machines_ends_serve_with_3()
    {
        using var home = new TemporaryFolder();
        var (code, _, error) = await RunAsync(ServeCommand.Create(), "serve", "--listen", "192.0.2.1:4000", "--data", home.In("data"));
        Assert.Equal(3, code);
        Assert.StartsWith("farthing serve: cannot listen on 192.0.2.1:4000: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_key_beside_a_configured_one_is_wrong_use()
    {
        using var home = new TemporaryFolder();
        var (code, _, error) = await RunAsync(ServeCommand.Create(), "serve", "--key", "mine", "--new-key", "--data", home.In("data"));
        Assert.Equal(2, code);
        Assert.StartsWith("farthing serve: --new-key ", error, StringComparison.Ordinal);
    }
}
