using System.CommandLine;
using System.Net;
using System.Net.Sockets;
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

    [Fact]
    public async Task A_port_in_use_ends_serve_with_3_and_names_the_way_to_another()
    {
        using var home = new TemporaryFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var (code, _, error) = await RunAsync(ServeCommand.Create(), "serve", "--listen", $"127.0.0.1:{port}", "--data", home.In("data"));
        Assert.Equal((3, $"farthing serve: cannot listen on 127.0.0.1:{port}: something else does; take another port with --listen 127.0.0.1:{port + 1} (or FARTHING_LISTEN, or listen in farthing.yaml)\n"), (code, error));
    }

    [Theory]
    [InlineData("use: [nope/llama]", "farthing serve: FILE, line 4: models.a.use names 'nope/llama', but no provider 'nope' is configured; there are: box\n")]
    [InlineData("use: [sim/gpt-4o-mini]", "farthing serve: FILE, line 4: models.a.use names simulated models, and beside providers the simulator runs only with --simulator\n")]
    public async Task A_model_that_leads_nowhere_is_told_at_the_start(string use, string message)
    {
        using var home = new TemporaryFolder();
        var file = home.In("farthing.yaml");
        await File.WriteAllTextAsync(file, $"providers: {{box: {{dialect: openai-chat, base_url: 'http://127.0.0.1:9/v1'}}}}\nmodels:\n  a:\n    {use}\n", TestContext.Current.CancellationToken);
        var (code, _, error) = await RunAsync(ServeCommand.Create(), "serve", "--config", file, "--listen", "127.0.0.1:0", "--data", home.In("data"));
        Assert.Equal((2, message.Replace("FILE", file, StringComparison.Ordinal)), (code, error));
    }
}
