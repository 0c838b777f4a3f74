using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Farthing.Grader.CSharp;

/// <summary>
/// Runs one compiled program and says how that went. stdin: "TOKEN DLL_BYTES\n", the DLL. stdout: a line "TOKEN start", whatever the program
/// prints, a line "TOKEN outcome detail", in which the unit separator stands for line breaks.
/// </summary>
internal static class ProgramRun
{
    public static int Run(Stream input, Stream output)
    {
        using var read = new MemoryStream();
        input.CopyTo(read);
        var bytes = read.ToArray();
        var headEnd = Array.IndexOf(bytes, (byte)'\n');
        var head = Encoding.UTF8.GetString(bytes, 0, headEnd).Split(' ');
        var dll = bytes.AsSpan(headEnd + 1, int.Parse(head[1], CultureInfo.InvariantCulture)).ToArray();

        Say(output, $"{head[0]} start\n");
        var (outcome, detail) = Invoke(dll);
        var text = detail.Length <= 1000 ? detail : detail[..1000];
        Say(output, $"\n{head[0]} {outcome} {text.ReplaceLineEndings("\u001f")}\n");
        Environment.Exit(0); // threads the program left running do not matter
        return 0;
    }

    private static (string Outcome, string Detail) Invoke(byte[] dll)
    {
        try
        {
            var sample = Assembly.Load(dll);
            var main = sample.EntryPoint!;
            if (main.GetParameters().Length == 0)
                Call(main.CreateDelegate(main.ReturnType == typeof(int) ? typeof(Func<int>) : typeof(Action)), []);
            else
                Call(main.CreateDelegate(main.ReturnType == typeof(int) ? typeof(Func<string[], int>) : typeof(Action<string[]>)), []);
            return ("passed", "");
        }
        catch (Exception thrown)
        {
            var cause = Cause(thrown);
            var text = $"{cause.GetType().Name}: {cause.Message}";
            return cause is OutOfMemoryException or InsufficientMemoryException ? ("out_of_memory", text)
                : FromTests(cause) ? ("failed", text)
                : ("runtime_error", text);
        }
    }

    /// <summary>Calls without reflection in between, which would wrap what is thrown.</summary>
    private static void Call(Delegate main, string[] arguments)
    {
        switch (main)
        {
            case Action call: call(); break;
            case Func<int> call: call(); break;
            case Action<string[]> call: call(arguments); break;
            case Func<string[], int> call: call(arguments); break;
        }
    }

    private static Exception Cause(Exception thrown) =>
        thrown is TypeInitializationException or AggregateException or TargetInvocationException && thrown.InnerException is { } inner ? Cause(inner) : thrown;

    /// <summary>Whether the deepest frame that is the program's is the tests': Main, a lambda or local function in it, or the class Tests.</summary>
    private static bool FromTests(Exception thrown)
    {
        var deepest = new StackTrace(thrown).GetFrames()
            .Select(frame => frame.GetMethod())
            .FirstOrDefault(method => method?.Module.Assembly.GetName().Name == "Sample" && Outermost(method.DeclaringType)?.Namespace != "Farthing.Checks");
        return deepest is not null
            && (deepest.Name == "Main" || deepest.Name.StartsWith("<Main>", StringComparison.Ordinal) || deepest.DeclaringType?.Name.StartsWith("<Main>", StringComparison.Ordinal) == true
                || Outermost(deepest.DeclaringType) is { Name: "Tests", Namespace: null });
    }

    private static Type? Outermost(Type? type) => type?.DeclaringType is { } outer ? Outermost(outer) : type;

    private static void Say(Stream output, string text)
    {
        output.Write(Encoding.UTF8.GetBytes(text));
        output.Flush();
    }
}
