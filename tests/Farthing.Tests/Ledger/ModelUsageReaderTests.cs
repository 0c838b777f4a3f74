using Farthing.Ledger;
using Farthing.Wire;
using Xunit;

namespace Farthing.Tests.Ledger;

public class ModelUsageReaderTests
{
    [Fact]
    public async Task Sums_what_was_settled_with_real_models_since_a_time()
    {
        await using var books = new Books();
        var ledger = books.Open().Ledger;
        await CallAsync("old", "gpt-4o-mini-2024-07-18", new Usage(Input: 1, Output: 1), days: -31);
        await CallAsync("one", "gpt-4o-mini-2024-07-18", new Usage(Input: 10, CacheRead: 5, Output: 2));
        await CallAsync("two", "gpt-4o-mini-2024-07-18", new Usage(Input: 20, Output: 3, Reasoning: 1));
        await CallAsync("unnamed", null, new Usage(Input: 7, Output: 1));
        await CallAsync("simulated", "gpt-4o-mini", new Usage(Input: 9, Output: 9), simulated: true);
        await CallAsync("refused", null, Usage.Unreported, ending: Ending.Refused);

        Assert.Equal(
            [new("claude-haiku-4-5", new Usage(Input: 7, Output: 1), 1), new("gpt-4o-mini-2024-07-18", new Usage(Input: 30, CacheRead: 5, Output: 5, Reasoning: 1), 2)],
            ModelUsageReader.Since(books.Database, Books.Start.AddDays(-30)));

        async Task CallAsync(string id, string? served, Usage usage, bool simulated = false, Ending ending = Ending.Completed, int days = 0)
        {
            var hold = Books.Hold(id, simulated: simulated, at: Books.Start.AddDays(days));
            await ledger.HoldAsync(hold, 0);
            await ledger.SettleAsync(hold, Books.End(5, ending, simulated) with { ModelServed = served, Usage = usage });
        }
    }
}
