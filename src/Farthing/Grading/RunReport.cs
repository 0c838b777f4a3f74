using System.Text;
using System.Text.RegularExpressions;
using Farthing.Grading.Sandboxing;

namespace Farthing.Grading;

/// <summary>Turns a run of a harness into an outcome. The harness's lines are known by a token the sample does not see.</summary>
internal static partial class RunReport
{
    private const string Early = "ended before the tests were done";

    /// <summary>What the harness reads: the token, the length of the first part, both parts.</summary>
    public static byte[] Input(string token, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) =>
        [.. Encoding.UTF8.GetBytes($"{token} {first.Length}\n"), .. first, .. second];

    /// <summary>A pass needs the harness's word, exit code 0 and no limit hit.</summary>
    public static Graded Read(SandboxRun run, string token)
    {
        var lines = run.Output.Split('\n');
        var said = lines.LastOrDefault(l => l.StartsWith($"{token} ", StringComparison.Ordinal) && l != $"{token} start")?[(token.Length + 1)..].Split(' ', 2);
        var (outcome, detail) = said is ["passed", ..] && run is { ExitCode: 0, Ending: Ending.Itself or Ending.MemoryLimit } // a child's death is the child's
            ? (Outcome.Passed, null)
            : run.Ending switch
            {
                Ending.WallLimit => (Outcome.Timeout, "the wall time limit"),
                Ending.CpuLimit => (Outcome.Timeout, "the CPU time limit"),
                Ending.OutputLimit => (Outcome.RuntimeError, "wrote more than the output limit"),
                Ending.MemoryLimit => (Outcome.OutOfMemory, "the memory limit"),
                _ when said is [var word, var text] && Spoken(word) is { } spoken => (spoken, text.Replace('\x1f', '\n')),
                _ when !lines.Contains($"{token} start") => (Outcome.SandboxError, Tail(lines, token, $"exit code {run.ExitCode} before the harness started")),
                _ when run.ExitCode == 0 => (Outcome.Failed, Early),
                _ when OutOfMemory().IsMatch(run.Output) => (Outcome.OutOfMemory, "the runtime's memory limit"),
                _ => (Outcome.RuntimeError, Tail(lines, token, Exit(run.ExitCode))),
            };
        return new Graded(outcome, detail is null ? null : Shortened(detail), run.Elapsed);
    }

    /// <summary>The first three lines, without this machine's paths.</summary>
    public static string Shortened(string detail)
    {
        var lines = StagingPath().Replace(detail, "").Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0).Take(3);
        var text = string.Join('\n', lines);
        return text.Length <= 400 ? text : text[..400] + "…";
    }

    private static Outcome? Spoken(string word) => word switch
    {
        "failed" => Outcome.Failed,
        "runtime_error" => Outcome.RuntimeError,
        "compile_error" => Outcome.CompileError,
        "out_of_memory" => Outcome.OutOfMemory,
        _ => null,
    };

    private static string Exit(int code) => code > 128 ? $"ended by signal {code - 128}" : $"exit code {code}";

    /// <summary>Why it crashed: from the line where the runtime says so, otherwise the last lines.</summary>
    private static string Tail(string[] lines, string token, string exit)
    {
        var said = lines.Where(l => l.Length > 0 && !l.StartsWith(token, StringComparison.Ordinal)).ToList();
        var crash = said.FindIndex(l => Crash().IsMatch(l));
        return string.Join('\n', (crash >= 0 ? said.Skip(crash) : said.TakeLast(2)).Take(2).Prepend(exit));
    }

    [GeneratedRegex(@"/\S*farthing-grading-[^/\s]+/(?:[0-9a-f]{32}/)?")]
    private static partial Regex StagingPath();

    [GeneratedRegex(@"JavaScript heap out of memory|^Out of memory\.|Unhandled exception\. System\.OutOfMemoryException", RegexOptions.Multiline)]
    private static partial Regex OutOfMemory();

    [GeneratedRegex(@"^(Unhandled exception|Stack overflow|Fatal|FATAL|bwrap:|prlimit:|setpriv:)")]
    private static partial Regex Crash();
}
