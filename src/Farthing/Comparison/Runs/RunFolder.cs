using System.Globalization;
using System.Text.Json;

namespace Farthing.Comparison.Runs;

/// <summary>
/// Where one comparison keeps its settings, calls, samples, outcomes and report. A run that was cut off is found again by its settings;
/// one that has its report is finished, and the same command starts the next.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    private readonly FileStream _lock;

    private RunFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
        Calls = new(In("calls.jsonl"), RunJson.Default.CallRecord, durable: true);
        Samples = new(In("samples.jsonl"), RunJson.Default.SampleRecord, durable: true);
        Outcomes = new(In("outcomes.jsonl"), RunJson.Default.OutcomeRecord, durable: false);
    }

    public string Path { get; }

    public AppendFile<CallRecord> Calls { get; }

    public AppendFile<SampleRecord> Samples { get; }

    public AppendFile<OutcomeRecord> Outcomes { get; }

    public bool Resumed => Calls.Earlier.Count > 0 || Outcomes.Earlier.Count > 0;

    /// <summary>Calls that were in flight when the run was cut off. They are made again, so they may be paid twice.</summary>
    public int CallsInFlightWhenCutOff => Calls.Earlier.Sum(c => c.Failure is null ? 1 : -1) - Samples.Earlier.Count;

    /// <exception cref="IOException">The folder cannot be made, or another process works in it.</exception>
    public static RunFolder Open(string runs, RunSettings settings)
    {
        for (var i = 1; ; i++)
        {
            var path = System.IO.Path.Combine(runs, $"{settings.Suite}-{settings.Id}" + (i == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"-{i}")));
            if (File.Exists(System.IO.Path.Combine(path, "report.json"))) continue;
            return OpenAt(path, settings);
        }
    }

    /// <exception cref="IOException">The folder belongs to another comparison, or another process works in it.</exception>
    public static RunFolder OpenAt(string path, RunSettings settings)
    {
        Directory.CreateDirectory(path);
        var held = Hold(path);
        try
        {
            Fix(System.IO.Path.Combine(path, "settings.json"), settings);
            return new RunFolder(path, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public string In(string file) => System.IO.Path.Combine(Path, file);

    public void Dispose()
    {
        Calls.Dispose();
        Samples.Dispose();
        Outcomes.Dispose();
        _lock.Dispose();
    }

    private static FileStream Hold(string path)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException($"another farthing compare works in {path}; wait for it, or change a setting (such as --seed) for a run of its own", e);
        }
    }

    private static RunSettings? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), RunJson.Default.RunSettings);
        }
        catch (JsonException e)
        {
            throw new IOException($"{file} is not what a run wrote ({e.Message}); move the run's folder away to start it anew", e);
        }
    }

    private static void Fix(string file, RunSettings settings)
    {
        if (File.Exists(file))
        {
            if (Read(file)?.Id != settings.Id) throw new IOException($"{file} holds other settings than this command's; name another folder");
            return;
        }

        // Written beside and moved: a crash leaves either all of it or nothing.
        File.WriteAllBytes(file + ".new", JsonSerializer.SerializeToUtf8Bytes(settings, RunJson.Default.RunSettings));
        File.Move(file + ".new", file);
    }
}
