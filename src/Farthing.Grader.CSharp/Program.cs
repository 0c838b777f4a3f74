using Farthing.Grader.CSharp;
using Microsoft.Win32.SafeHandles;

// Plain files rather than Console streams: a run lasts milliseconds, and Console takes some of them to load.
using var stdin = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
using var stdout = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
switch (args)
{
    case ["compile"]:
        return CompileLoop.Run(stdin, stdout);
    case ["run"]:
        return ProgramRun.Run(stdin, stdout);
    case ["version"]:
        Console.WriteLine(Environment.Version);
        return 0;
    default:
        Console.Error.WriteLine("Farthing's C# grader. Farthing starts it inside its sandbox: compile | run | version.");
        return 2;
}
