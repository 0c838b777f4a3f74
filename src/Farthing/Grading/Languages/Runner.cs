using System.Globalization;
using System.Security.Cryptography;
using System.Runtime.Versioning;
using System.Text;
using Farthing.Grading.Programs;
using Farthing.Grading.Sandboxing;

namespace Farthing.Grading.Languages;

/// <summary>Runs one program of any language in a sandbox of its own and reads how it went.</summary>
internal sealed class Runner : IAsyncDisposable
{
    private readonly Sandbox _sandbox;
    private readonly Runtimes _runtimes;
    private readonly long _memory;
    private readonly string _harness;
    private readonly CSharpCompiler? _compiler;

    [SupportedOSPlatform("linux")]
    public Runner(Sandbox sandbox, Staging staging, Runtimes runtimes, long memoryBytes, TimeProvider clock)
    {
        (_sandbox, _runtimes, _memory) = (sandbox, runtimes, memoryBytes);
        _harness = Path.GetDirectoryName(staging.Harness("harness.py"))!;
        staging.Harness("harness.js");
        _compiler = runtimes.DotNet is { } host ? new CSharpCompiler(sandbox, host, clock) : null;
    }

    public async Task<Graded> RunAsync(SuiteTask task, ProgramText program, TimeSpan wall, CancellationToken cancel)
    {
        if (task.Language != "csharp")
            return await HarnessAsync(Script(task.Language), Bytes(program.Solution), Bytes(program.Tests), wall, cancel);
        string[] sources = task.Form == TaskForm.Own ? [program.Solution, program.Tests] : [program.Solution + program.Tests];
        var compiled = await _compiler!.CompileAsync(task.Form, sources, cancel);
        return compiled.Dll is { } dll
            ? await HarnessAsync(CSharp(), dll, [], wall, cancel)
            : new Graded(compiled.Problem, RunReport.Shortened(compiled.Detail ?? ""), TimeSpan.Zero);
    }

    public async ValueTask DisposeAsync()
    {
        if (_compiler is not null)
            await _compiler.DisposeAsync();
    }

    private async Task<Graded> HarnessAsync(SandboxCommand command, byte[] first, byte[] second, TimeSpan wall, CancellationToken cancel)
    {
        var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var run = await _sandbox.RunAsync(command, RunReport.Input(token, first, second), new Limits(wall) { MemoryBytes = _memory }, cancel);
        return RunReport.Read(run, token);
    }

    private SandboxCommand Script(string language) => language == "python"
        ? new([_runtimes.Python!, "-I", "-B", "-X", "utf8", Path.Combine(_harness, "harness.py")], [_harness], new Dictionary<string, string>())
        : new(
            [_runtimes.Node!, $"--max-old-space-size={Text(_memory * 3 / 4 >> 20)}", Path.Combine(_harness, "harness.js")],
            _runtimes.ModulesFolder is { } modules ? [_harness, modules] : [_harness],
            _runtimes.ModulesFolder is { } path ? new Dictionary<string, string> { ["NODE_PATH"] = path } : []);

    private SandboxCommand CSharp()
    {
        var command = _runtimes.DotNet!.Command("run");
        return command with { Environment = new Dictionary<string, string>(command.Environment) { ["DOTNET_GCHeapHardLimit"] = (_memory * 3 / 4).ToString("x", CultureInfo.InvariantCulture) } };
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
