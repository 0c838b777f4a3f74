using System.IO.Compression;
using System.Text;
using Farthing.Grading;
using Farthing.Grading.Suites;
using Xunit;

namespace Farthing.Tests.Grading;

public sealed class SuiteReaderTests : IDisposable
{
    private const string Mxeval = """{"task_id": "M/1", "language": "javascript", "prompt": "function f() {\n", "test": "f();", "entry_point": "f", "canonical_solution": "}"}""";
    private readonly string _folder = Directory.CreateTempSubdirectory("farthing-suite-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Reads_humaneval_and_mxeval_lines_also_gzipped()
    {
        var path = Path.Combine(_folder, "mixed.jsonl.gz");
        await using (var gzip = new GZipStream(File.Create(path), CompressionMode.Compress))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Mxeval + "\n\n" + """{"task_id": "HumanEval/0", "prompt": "def g():\n", "test": "def check(c): pass", "entry_point": "g", "canonical_solution": null}"""), Token);

        var suite = await SuiteReader.ReadAsync(path, Token);

        Assert.Equal("mixed", suite.Name);
        Assert.Equal(
            [
                new SuiteTask("M/1", "javascript", "function f() {\n", "f();", "f", TaskForm.Mxeval, new Sample(SampleKind.Completion, "}")),
                new SuiteTask("HumanEval/0", "python", "def g():\n", "def check(c): pass", "g", TaskForm.HumanEval),
            ],
            suite.Tasks);
    }

    [Theory]
    [InlineData("{", "line 1: this is not JSON")]
    [InlineData("[]", "line 1: this is JSON but not an object")]
    [InlineData(Mxeval + "\n" + Mxeval, "line 2: field \"task_id\": M/1 was there before")]
    [InlineData("\n{\"task_id\": \"x\", \"entry_point\": \"f\", \"prompt\": \"p\"}", "line 2: field \"test\" is missing")]
    [InlineData("{\"task_id\": 7, \"entry_point\": \"f\"}", "line 1: field \"task_id\" is a Number")]
    [InlineData("{\"task_id\": \"x\", \"entry_point\": \"f\", \"language\": \"cobol\"}", "\"cobol\" is not graded here")]
    [InlineData("{\"task_id\": \"x\", \"entry_point\": \"f(); import os\"}", "is not the name of a function")]
    public async Task A_broken_line_is_named_with_its_cure(string text, string message)
    {
        var path = Write("broken.jsonl", text);
        var thrown = await Assert.ThrowsAsync<SuiteFormatException>(() => SuiteReader.ReadAsync(path, Token));
        Assert.StartsWith(path, thrown.Message, StringComparison.Ordinal);
        Assert.Contains(message, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_a_folder_of_our_own_tasks()
    {
        Write("own/python/add.yaml", "title: Add\ncategory: arithmetic\nprompt: |\n  Write add.\nentry_point: add\nsolution: |\n  def add(a, b):\n      return a + b\nwrong: |\n  def add(a, b):\n      return a - b\nwhy_wrong: Subtracts.\ntest: |\n  assert add(1, 2) == 3\n");

        var suite = await SuiteReader.ReadAsync(Path.Combine(_folder, "own"), Token);

        Assert.Equal("own", suite.Name);
        Assert.Equal(
            new SuiteTask(
                "python/add", "python", "Write add.\n", "assert add(1, 2) == 3\n", "add", TaskForm.Own,
                new Sample(SampleKind.Solution, "def add(a, b):\n    return a + b\n"), new Sample(SampleKind.Solution, "def add(a, b):\n    return a - b\n"),
                "Add", "arithmetic", "Subtracts."),
            Assert.Single(suite.Tasks));
    }

    [Theory]
    [InlineData("own/python/x.yaml", "title: X\nwhat: 1\n", "line 2: field \"what\" is not known")]
    [InlineData("own/python/x.yaml", "title: X\ncategory: c\nprompt: p\n", "field \"test\" is missing")]
    [InlineData("own/python/x.yaml", "title: X\nprompt:\n  - a\n", "line 3: field \"prompt\" must be text")]
    [InlineData("own/python/x.yaml", "title: 'X\n", "this is not YAML")]
    [InlineData("own/cobol/x.yaml", "title: X\n", "\"cobol\" is not a language graded here")]
    public async Task A_broken_task_file_is_named_with_its_cure(string file, string text, string message)
    {
        Write(file, text);
        var thrown = await Assert.ThrowsAsync<SuiteFormatException>(() => SuiteReader.ReadAsync(Path.Combine(_folder, "own"), Token));
        Assert.Contains(message, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Samples_are_ordered_by_index_and_strangers_and_gaps_are_told()
    {
        var suite = new Suite("s", [Task("a"), Task("b")]);
        var path = Write("samples.jsonl", """
            {"task_id": "a", "completion": "second", "sample": 1}
            {"task_id": "a", "response": "first", "sample": 0}
            {"task_id": "z", "solution": "stranger"}
            {"task_id": "z", "solution": "stranger"}
            """);

        var set = await SampleReader.ReadAsync(path, suite, Token);

        Assert.Equal([new Sample(SampleKind.Response, "first"), new Sample(SampleKind.Completion, "second")], set.ByTask["a"]);
        Assert.Equal(["z"], set.UnknownIds);
        Assert.Equal(2, set.UnknownSamples);
        Assert.Equal(["b"], set.MissingIds);
    }

    [Theory]
    [InlineData("{\"task_id\": \"a\"}", "line 1: has 0 of the fields")]
    [InlineData("{\"task_id\": \"a\", \"completion\": \"\", \"response\": \"\"}", "line 1: has 2 of the fields")]
    [InlineData("{\"task_id\": \"a\", \"completion\": \"\", \"sample\": -1}", "field \"sample\" must be a whole number")]
    [InlineData("{\"task_id\": \"a\", \"completion\": \"\", \"sample\": 0}\n{\"task_id\": \"a\", \"completion\": \"\", \"sample\": 0}", "line 2: field \"sample\": a already has a sample 0")]
    [InlineData("{\"task_id\": \"a\", \"completion\": \"cut \\ud83d\"}", "line 1: field \"completion\", or the name of another field, is not valid Unicode")]
    public async Task A_broken_sample_is_named_with_its_cure(string text, string message)
    {
        var path = Write("samples.jsonl", text);
        var thrown = await Assert.ThrowsAsync<SuiteFormatException>(() => SampleReader.ReadAsync(path, new Suite("s", [Task("a")]), Token));
        Assert.Contains(message, thrown.Message, StringComparison.Ordinal);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static SuiteTask Task(string id) => new(id, "python", "", "", null, TaskForm.Own);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
