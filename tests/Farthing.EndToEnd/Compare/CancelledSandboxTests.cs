using Farthing.Grading.Sandboxing;
using Xunit;

namespace Farthing.EndToEnd.Compare;

[Collection("grading")]
public sealed class CancelledSandboxTests(SandboxNeeded sandbox)
{
    /// <summary>
    /// bwrap killed between its clone and its child's request to die with it used to leave that child behind for ever, with the output
    /// pipe open, so that Ctrl-C waited for ever too.
    /// </summary>
    [Fact]
    public async Task A_run_cancelled_at_any_moment_of_its_start_ends()
    {
        sandbox.OrSkip();
        using var box = await SandboxProbe.OpenAsync(TextWriter.Null, TimeProvider.System, TestContext.Current.CancellationToken);
        var sleep = new SandboxCommand(["/bin/sleep", "30"], [], new Dictionary<string, string>());
        await Parallel.ForAsync(0, 300, new ParallelOptions { MaxDegreeOfParallelism = 6, CancellationToken = TestContext.Current.CancellationToken }, async (i, _) =>
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(i % 30));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => box.RunAsync(sleep, default, new Limits(TimeSpan.FromSeconds(60)), stop.Token));
        }).WaitAsync(TimeSpan.FromSeconds(25), TestContext.Current.CancellationToken); // before the sleep would end by itself
    }
}
