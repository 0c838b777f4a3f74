using Farthing.Grading;
using Xunit;

namespace Farthing.Tests.Grading;

/// <summary>Samples that attack: each is contained, classed rightly, and leaves nothing behind.</summary>
[Collection(SandboxRuns.Name)]
public class AttackTests
{
    private static readonly GraderOptions Short = new() { WallLimit = TimeSpan.FromSeconds(3) };

    /// <summary>For attacks that another limit must end: on a busy machine even filling the memory takes its time.</summary>
    private static readonly GraderOptions Patient = new() { WallLimit = TimeSpan.FromSeconds(60) };

    public static TheoryData<string, string, string> Attacks => new()
    {
        { "python", "import os\nwhile True: os.fork()", "RuntimeError|Timeout" },
        { "python", "x = bytearray(10 << 30)", "OutOfMemory" },
        { "python", "x = []\nwhile True: x.append(bytearray(1 << 20))", "OutOfMemory" },
        { "python", "while True: print('x' * 1000)", "RuntimeError" },
        { "python", "open('/etc/shadow').read()", "RuntimeError" },
        { "python", "import socket\nsocket.create_connection(('1.1.1.1', 53), 2)", "RuntimeError" },
        { "python", "import os\nos._exit(0)", "Failed" },
        { "python", "import sys\nsys.exit(0)", "Failed" },
        { "python", "open('/usr/x', 'w')", "RuntimeError" },
        { "python", "open('/x', 'w')", "RuntimeError" },
        { "python", "import os\nos.symlink('/usr', '/tmp/out')\nopen('/tmp/out/x', 'w')", "RuntimeError" },
        { "python", "f = open('/tmp/big', 'wb')\nwhile True: f.write(bytes(1 << 20))", "RuntimeError" },
        { "python", "import time\ntime.sleep(100)", "Timeout" },
        { "python", "while True: pass", "Timeout" },
        { "python", "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nos.kill(-1, signal.SIGKILL)", "RuntimeError|Timeout|Failed" },
        { "javascript", "const {spawn} = require('child_process'); for (;;) spawn(process.execPath, ['-e', '0']);", "RuntimeError|Timeout|OutOfMemory" },
        { "javascript", "const x = []; for (;;) x.push(new Array(1e6).fill(1.5));", "OutOfMemory" },
        { "javascript", "Buffer.alloc(10 * 2 ** 30, 1)", "OutOfMemory|RuntimeError" },
        { "javascript", "for (;;) console.log('x'.repeat(1000));", "RuntimeError|Timeout|OutOfMemory" }, // Node keeps in memory what the pipe does not take at once
        { "javascript", "(function f() { console.log('x'.repeat(1000)); setImmediate(f); })();", "RuntimeError" },
        { "javascript", "require('fs').readFileSync('/etc/shadow')", "RuntimeError" },
        { "javascript", "require('net').connect(53, '1.1.1.1')", "RuntimeError" },
        { "javascript", "process.exit(0)", "Failed" },
        { "javascript", "return;", "Failed" },
        { "javascript", "for (;;);", "Timeout" },
        { "csharp", "static class S { public static readonly byte[][] X = Enumerable.Range(0, 10240).Select(_ => { var a = new byte[1 << 20]; Array.Fill(a, (byte)1); return a; }).ToArray(); }", "OutOfMemory" },
        { "csharp", "static class S { public static readonly int X = F(); static int F() { while (true) Console.WriteLine(new string('x', 1000)); } }", "RuntimeError" },
        { "csharp", "static class S { public static readonly string X = File.ReadAllText(\"/etc/shadow\"); }", "RuntimeError" },
        { "csharp", "static class S { public static readonly int X = F(); static int F() { new System.Net.Sockets.TcpClient(\"1.1.1.1\", 53); return 0; } }", "RuntimeError" },
        { "csharp", "static class S { public static readonly int X = F(); static int F() { Environment.Exit(0); return 0; } }", "Failed" },
        { "csharp", "static class S { public static readonly int X = F(); static int F() { while (true) { } } }", "Timeout" },
        { "csharp", "static class S { public static readonly int X = F(0); static int F(int n) => F(n + 1) + 1; }", "RuntimeError" },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Is_contained_classed_and_leaves_nothing_behind(string language, string attack, string classes)
    {
        var test = language == "csharp" ? "static class Tests { static void Main() { Console.WriteLine(S.X); } }" : "";
        var graded = await Sandboxes.GradeAsync(language, attack, test, classes.Contains("Timeout", StringComparison.Ordinal) ? Short : Patient);

        Assert.True(classes.Split('|').Contains($"{graded.Outcome}"), $"{graded.Outcome}: {graded.Detail}");
        Assert.NotNull(graded.Detail);
        Assert.DoesNotContain("/tmp/farthing", graded.Detail, StringComparison.Ordinal);
        Assert.Empty(Survivors.Processes());
        Assert.Empty(Survivors.Folders());
    }

    /// <summary>The daemon is the one thing a passing sample can leave; it must not outlive the run.</summary>
    [Fact]
    public async Task A_daemon_does_not_outlive_its_run()
    {
        var daemon = "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        time.sleep(1000)\n    os._exit(0)\ntime.sleep(0.2)";
        var task = Sandboxes.Task("python", "assert True");
        await using var grader = await Sandboxes.OpenAsync([task]);

        var graded = await grader.GradeAsync(task, new Sample(SampleKind.Solution, daemon), TestContext.Current.CancellationToken);

        Assert.Equal(Outcome.Passed, graded.Outcome);
        Assert.Empty(Survivors.Processes());
    }

    [Fact]
    public async Task Two_graders_at_once_leave_each_others_runs_alone()
    {
        var task = Sandboxes.Task("python", "assert True");
        await using var one = await Sandboxes.OpenAsync([task]);
        await using var other = await Sandboxes.OpenAsync([task]);
        var sample = new Sample(SampleKind.Solution, "import time\ntime.sleep(0.05)");

        var graded = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? one : other).GradeAsync(task, sample, TestContext.Current.CancellationToken)));

        Assert.All(graded, g => Assert.Equal((Outcome.Passed, null), (g.Outcome, g.Detail)));
    }

    [Fact]
    public async Task A_cancelled_run_is_killed()
    {
        var task = Sandboxes.Task("python", "assert True");
        await using var grader = await Sandboxes.OpenAsync([task]);
        using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            grader.GradeAsync(task, new Sample(SampleKind.Solution, "while True: pass"), cancel.Token));

        Assert.Empty(Survivors.Processes());
    }
}
