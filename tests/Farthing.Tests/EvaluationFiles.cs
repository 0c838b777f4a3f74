using Farthing.Grading;
using Farthing.Grading.Suites;
using Xunit;

namespace Farthing.Tests;

/// <summary>The recorded evaluation files, which lie beside the repository or where FARTHING_EVALDATA says. Tests skip without them.</summary>
internal static class EvaluationFiles
{
    public static string Path(string name) => SharedFiles.Path("FARTHING_EVALDATA", "evaldata", name, "evaluation files");

    public static Task<Suite> SuiteAsync(string name) => SuiteReader.ReadAsync(Path(name), TestContext.Current.CancellationToken);
}
