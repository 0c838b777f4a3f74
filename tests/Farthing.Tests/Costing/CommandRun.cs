using System.CommandLine;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Farthing.Tests.Costing;

/// <summary>Runs one command on a fixed day.</summary>
internal static class CommandRun
{
    public static FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    public static async Task<(int Code, string Output, string Error)> Of(Command command, string line, CancellationToken? cancel = null)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await command.Parse(line).InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, cancel ?? TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
