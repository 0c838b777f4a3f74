using Farthing.Comparison.Runs;
using Farthing.Grading;
using Xunit;

namespace Farthing.Tests.Comparison.Runs;

public class RunFolderTests
{
    private static readonly RunSettings Settings = new("routine", "hash", 96, ["a", "b"], 1, 0.05, 0.05, 1, 4_096, 1, null);

    private static CallRecord Call(string task, string? failure = null) => new("a", task, 0, DateTimeOffset.UnixEpoch, failure);

    private static SampleRecord Sample(string task) => new("a", task, 0, "text", "end_turn", "m", 10, 20, 0.000125m, 12.5, true, DateTimeOffset.UnixEpoch);

    [Fact]
    public void What_was_written_is_there_when_the_same_settings_come_again()
    {
        using var home = new TemporaryFolder();
        string path;
        using (var folder = RunFolder.Open(home.Path, Settings))
        {
            Assert.False(folder.Resumed);
            folder.Calls.Append(Call("t1"));
            folder.Samples.Append(Sample("t1"));
            folder.Outcomes.Append(new OutcomeRecord("a", "t1", 0, Outcome.CompileError, "why", 3));
            path = folder.Path;
        }

        using var again = RunFolder.Open(home.Path, Settings);
        Assert.Equal(path, again.Path);
        Assert.True(again.Resumed);
        Assert.Equal([Sample("t1")], again.Samples.Earlier);
        Assert.Equal(Outcome.CompileError, Assert.Single(again.Outcomes.Earlier).Outcome);
        Assert.Equal(0, again.CallsInFlightWhenCutOff);
    }

    [Fact]
    public void Calls_in_flight_when_a_run_was_cut_off_are_counted_and_failed_ones_are_not()
    {
        using var home = new TemporaryFolder();
        using (var folder = RunFolder.Open(home.Path, Settings))
        {
            foreach (var call in new[] { Call("t1"), Call("t2"), Call("t2", "429"), Call("t2"), Call("t3") }) folder.Calls.Append(call);
            folder.Samples.Append(Sample("t1"));
            folder.Samples.Append(Sample("t2"));
        }

        using (var second = RunFolder.Open(home.Path, Settings))
        {
            Assert.Equal(1, second.CallsInFlightWhenCutOff);
            second.Calls.Append(Call("t3"));
            second.Samples.Append(Sample("t3"));
        }

        using var third = RunFolder.Open(home.Path, Settings);
        Assert.Equal(1, third.CallsInFlightWhenCutOff);
    }

    [Fact]
    public void A_line_that_a_crash_cut_is_dropped_and_the_file_goes_on_after_it()
    {
        using var home = new TemporaryFolder();
        string file;
        using (var folder = RunFolder.Open(home.Path, Settings))
        {
            folder.Samples.Append(Sample("t1"));
            file = folder.In("samples.jsonl");
        }

        File.AppendAllText(file, "{\"arm\":\"a\",\"task\":\"t2\",\"sam");
        using (var second = RunFolder.Open(home.Path, Settings))
        {
            Assert.Equal([Sample("t1")], second.Samples.Earlier);
            second.Samples.Append(Sample("t3"));
        }

        using var third = RunFolder.Open(home.Path, Settings);
        Assert.Equal([Sample("t1"), Sample("t3")], third.Samples.Earlier);
    }

    [Theory]
    [InlineData("not json\n")]
    [InlineData("null\n")]
    [InlineData("{}\n")]
    public void A_foreign_line_is_named_and_nothing_is_touched(string line)
    {
        using var home = new TemporaryFolder();
        string file;
        using (var folder = RunFolder.Open(home.Path, Settings)) file = folder.In("samples.jsonl");
        File.WriteAllText(file, line);
        Assert.Contains("samples.jsonl, line 1 is not a line that a run wrote", Assert.Throws<IOException>(() => RunFolder.Open(home.Path, Settings)).Message, StringComparison.Ordinal);
        Assert.Equal(line, File.ReadAllText(file));
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    public void Settings_that_no_run_wrote_are_named(string text)
    {
        using var home = new TemporaryFolder();
        string file;
        using (var folder = RunFolder.Open(home.Path, Settings)) file = folder.In("settings.json");
        File.WriteAllText(file, text);
        Assert.Contains("settings.json is not what a run wrote", Assert.Throws<IOException>(() => RunFolder.Open(home.Path, Settings)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_finished_run_is_left_alone_and_the_next_gets_a_folder_of_its_own()
    {
        using var home = new TemporaryFolder();
        using (var folder = RunFolder.Open(home.Path, Settings)) File.WriteAllText(folder.In("report.json"), "{}");
        using var next = RunFolder.Open(home.Path, Settings);
        Assert.EndsWith("-2", next.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_settings_are_another_run()
    {
        using var home = new TemporaryFolder();
        using var folder = RunFolder.Open(home.Path, Settings);
        using var other = RunFolder.Open(home.Path, Settings with { Margin = 0.1 });
        Assert.NotEqual(folder.Path, other.Path);
        Assert.Contains("holds other settings", Assert.Throws<IOException>(() =>
        {
            folder.Dispose();
            RunFolder.OpenAt(folder.Path, Settings with { Seed = 2 }).Dispose();
        }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_processes_do_not_work_in_one_folder()
    {
        using var home = new TemporaryFolder();
        using var folder = RunFolder.Open(home.Path, Settings);
        Assert.Contains("another farthing compare works in", Assert.Throws<IOException>(() => RunFolder.Open(home.Path, Settings)).Message, StringComparison.Ordinal);
    }
}
