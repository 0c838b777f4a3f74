using Farthing.Grader.CSharp;

switch (args)
{
    case ["compile"]:
        return CompileLoop.Run(Console.OpenStandardInput(), Console.OpenStandardOutput());
    case ["run"]:
        return ProgramRun.Run(Console.OpenStandardInput(), Console.OpenStandardOutput());
    case ["version"]:
        Console.WriteLine(Environment.Version);
        return 0;
    default:
        Console.Error.WriteLine("Farthing's C# grader. Farthing starts it inside its sandbox: compile | run | version.");
        return 2;
}
