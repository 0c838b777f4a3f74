using System.Runtime.Versioning;
using Farthing.EndToEnd.Processes;
using Xunit;

namespace Farthing.EndToEnd.Serve;

/// <summary>
/// The wrapper <c>./farthing</c>, run in a made-up checkout with a program built already, so that no test builds anything or touches this one.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class WrapperTests : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly TemporaryFolder _checkout = new();

    public WrapperTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/bin/bash"), "the wrapper is a bash script");
        File.Copy(Path.Combine(Repository.Root, "farthing"), _checkout.In("farthing"));
        _checkout.Write("src/Program.cs", "");
        _checkout.Write("data/models.json", "");
        foreach (var file in new[] { "Directory.Build.props", "Directory.Packages.props", "global.json" }) _checkout.Write(file, "");
        Directory.CreateDirectory(_checkout.In("artifacts", "bin", "Farthing"));
        Directory.CreateSymbolicLink(_checkout.In("artifacts", "bin", "Farthing", "published"), Path.GetDirectoryName(Repository.Program)!);
        _checkout.Write("artifacts/farthing.built", "");
    }

    public void Dispose()
    {
        _checkout.Dispose();
        _home.Dispose();
    }

    [Fact]
    public async Task Runs_from_another_folder_and_through_a_link()
    {
        var link = _home.In("linked");
        File.CreateSymbolicLink(link, _checkout.In("farthing"));
        await using var process = FarthingProcess.Run(link, _home, [], ["--version"]);
        var ended = (await process.EndAsync()).With(0);
        Assert.Matches(@"^\d+\.\d+\.\d+", ended.Output);
        Assert.Empty(ended.Error); // nothing was built
    }

    [Fact]
    public async Task Builds_when_a_source_is_newer_and_passes_the_exit_code_on()
    {
        Stale();
        await using var process = FarthingProcess.Run(_checkout.In("farthing"), _home, WithDotnet("echo \"$@\" >>\"$HOME/calls\"; [ \"$1\" = publish ] || exit 7"), ["models"]);
        var ended = (await process.EndAsync()).With(7);
        Assert.Contains("Building Farthing", ended.Error);
        var calls = File.ReadAllLines(_home.In("calls"));
        Assert.StartsWith("publish " + _checkout.In("src", "Farthing"), calls[0]);
        Assert.Equal(_checkout.In("artifacts", "bin", "Farthing", "published", "farthing.dll") + " models", calls[1]);

        await using var second = FarthingProcess.Run(_checkout.In("farthing"), _home, WithDotnet("exit 0"), ["models"]);
        Assert.Empty((await second.EndAsync()).With(0).Error);
    }

    [Fact]
    public async Task A_failed_build_ends_with_3_shows_why_and_is_tried_again()
    {
        Stale();
        for (var i = 0; i < 2; i++)
        {
            await using var process = FarthingProcess.Run(_checkout.In("farthing"), _home, WithDotnet("echo 'error CS1002: ; expected'; exit 1"), ["models"]);
            Assert.Contains("CS1002", (await process.EndAsync()).With(3).Error);
        }
    }

    [Fact]
    public async Task Where_the_compiler_for_this_machine_cannot_be_had_it_is_built_without()
    {
        Stale();
        await using var process = FarthingProcess.Run(_checkout.In("farthing"), _home, WithDotnet("case \"$*\" in publish*false) exit 0 ;; publish*) exit 1 ;; esac; exit 7"), ["models"]);
        (await process.EndAsync()).With(7);
    }

    private void Stale() => File.SetLastWriteTimeUtc(_checkout.In("artifacts", "farthing.built"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    /// <summary>A PATH whose dotnet is the given shell script.</summary>
    private (string, string)[] WithDotnet(string script)
    {
        var dotnet = _home.Write("bin/dotnet", "#!/bin/sh\n" + script + "\n");
        File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return [("PATH", $"{_home.In("bin")}:{Environment.GetEnvironmentVariable("PATH")}")];
    }
}
