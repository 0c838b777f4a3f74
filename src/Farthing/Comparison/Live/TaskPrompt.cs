using Farthing.Grading;

namespace Farthing.Comparison.Live;

/// <summary>How a task is put to a model: the same words to every model. Change them and <see cref="Version"/> together.</summary>
internal static class TaskPrompt
{
    public const int Version = 1;

    public const string System =
        "You write code for a software team. Answer with one fenced code block that holds the complete program text asked for, " +
        "imports included, and nothing that runs when it is loaded. No tests, no usage examples.";

    public static string For(SuiteTask task) => task.Form == TaskForm.Own
        ? task.Prompt
        : $"Complete this {Name(task.Language)} code. Answer with the whole of it, from its first line to its last.\n\n```{task.Language}\n{task.Prompt}\n```";

    private static string Name(string language) => language switch
    {
        "csharp" => "C#",
        "javascript" => "JavaScript",
        "python" => "Python",
        _ => language,
    };
}
