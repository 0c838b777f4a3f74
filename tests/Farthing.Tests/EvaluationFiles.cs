using Farthing.Grading;
using Farthing.Grading.Suites;
using Xunit;

namespace Farthing.Tests;

/// <summary>The recorded evaluation files, which lie beside the repository or where FARTHING_EVALDATA says. Tests skip without them.</summary>
internal static class EvaluationFiles
{
    public static string Path(string name)
    {
        var folder = Environment.GetEnvironmentVariable("FARTHING_EVALDATA") ?? System.IO.Path.Combine(Repository.Root, "..", "shared", "evaldata");
        var path = System.IO.Path.Combine(folder, name);
        Assert.SkipUnless(File.Exists(path), $"{path} is not there; set FARTHING_EVALDATA to the folder of evaluation files.");
        return path;
    }

    public static Task<Suite> SuiteAsync(string name) => SuiteReader.ReadAsync(Path(name), TestContext.Current.CancellationToken);
}
