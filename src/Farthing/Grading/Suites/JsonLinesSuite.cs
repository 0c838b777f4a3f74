namespace Farthing.Grading.Suites;

/// <summary>HumanEval and mxeval files. mxeval lines name their <c>language</c>; HumanEval lines do not and are Python.</summary>
internal static class JsonLinesSuite
{
    public static async Task<IReadOnlyList<SuiteTask>> ReadAsync(string path, CancellationToken cancel)
    {
        var tasks = new List<SuiteTask>();
        var seen = new HashSet<string>();
        await foreach (var line in JsonLines.ReadAsync(path, cancel))
        {
            var task = Read(line);
            if (!seen.Add(task.Id))
                throw line.Wrong($"field \"task_id\": {task.Id} was there before. Give each task its own id.");
            tasks.Add(task);
        }
        return tasks;
    }

    private static SuiteTask Read(JsonLine line)
    {
        var language = line.Optional("language");
        if (language is not (null or "python" or "javascript" or "csharp"))
            throw line.Wrong($"field \"language\": \"{language}\" is not graded here. Use python, javascript or csharp.");
        var entryPoint = line.Required("entry_point");
        if (entryPoint.Length == 0 || !entryPoint.All(c => char.IsLetterOrDigit(c) || c is '_' or '$'))
            throw line.Wrong($"field \"entry_point\": \"{entryPoint}\" is not the name of a function.");
        return new SuiteTask(
            line.Required("task_id"),
            language ?? "python",
            line.Required("prompt"),
            line.Required("test"),
            entryPoint,
            language is null ? TaskForm.HumanEval : TaskForm.Mxeval,
            line.Optional("canonical_solution") is { } text ? new Sample(SampleKind.Completion, text) : null);
    }
}
