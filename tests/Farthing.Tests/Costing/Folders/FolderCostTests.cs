using System.Text.Json;
using Farthing.Catalogue;
using Farthing.Costing;
using Farthing.Costing.Folders;
using Farthing.Gateway.TokenCounts;
using Farthing.Tests.Catalogue;
using Xunit;

namespace Farthing.Tests.Costing.Folders;

public sealed class FolderCostTests : IDisposable
{
    private static readonly PriceBook s_list = ModelCatalogue.Embedded.Book("list")!;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static FolderCost Cost(string model, long instruction, params long[] files) => FolderCost.Of(
        new CountedFolder("src", [.. files.Select((f, i) => new CountedFile($"{i}.cs", default, new CountedText(TextKind.Code, f)))], [], new CountedText(TextKind.Prose, instruction)),
        0.5, Choice.One(model, s_list, new DateOnly(2026, 11, 22), "--models"));

    [Fact]
    public void Each_call_is_priced_and_the_instruction_is_written_to_the_cache_once_and_read_after()
    {
        var cost = Cost("gpt-4o-mini", 2_000, 1_000, 3_000);

        // Two envelopes of 4 and 3 for the request, in each of 2 calls; half as much output; 1,920 of the instruction are whole steps of 128.
        Assert.Equal(new TokenRange(7_922 + 20, 8_022, 8_062 + 40), cost.Prompt);
        Assert.Equal(new TokenRange(1_980, 2_000, 2_020), cost.Output);
        Assert.Equal(Dollars(8_022 * 0.15m + 2_000 * 0.60m), cost.Plain!.Likely);
        Assert.Equal(Dollars((8_022 - 1_920) * 0.15m + 1_920 * 0.075m + 2_000 * 0.60m), cost.Cached!.Likely);
        Assert.Equal(Dollars(8_022 * 0.075m + 2_000 * 0.30m), cost.Batched!.Likely);
        Assert.Equal(cost.Batched, cost.Both); // no discount for cached input within its batches
        Assert.Null(cost.CacheNote);
    }

    [Fact]
    public void Claude_writes_for_an_hour_in_a_batch_and_both_discounts_stack()
    {
        var cost = Cost("claude-haiku-5-5", 1_000, 1_000, 1_000, 1_000);
        const long shared = 1_600, own = 1_600 + 14, output = 800;
        Assert.Equal(Dollars(3 * (shared + own) * 0.10m + 3 * output * 0.50m), cost.Plain!.Likely);
        Assert.Equal(Dollars(shared * 0.125m + 2 * shared * 0.01m + 3 * own * 0.10m + 3 * output * 0.50m), cost.Cached!.Likely);
        Assert.Equal(Dollars((shared * 0.20m + 2 * shared * 0.01m + 3 * own * 0.10m + 3 * output * 0.50m) / 2), cost.Both!.Likely);
    }

    [Fact]
    public void An_instruction_below_the_least_that_is_cached_saves_nothing_and_says_so()
    {
        var cost = Cost("claude-haiku-4-5", 1_000, 1_000);
        Assert.Equal(cost.Plain, cost.Cached);
        Assert.Equal("claude-haiku-4-5: the instruction of about 1,250 tokens is not cached, which takes 4,096.", cost.CacheNote);
        Assert.Equal("claude-haiku-4-5: the instruction of about 4,000 tokens may not be cached, which takes 4,096.", Cost("claude-haiku-4-5", 3_200, 1_000).CacheNote);
        Assert.Equal("Without --instruction the calls share nothing that a cache could keep.", Cost("claude-haiku-4-5", 0, 1_000).CacheNote);
    }

    [Fact]
    public void A_cache_whose_least_is_not_established_has_no_known_cost()
    {
        var cost = Cost("gpt-5", 2_000, 1_000);
        Assert.NotNull(cost.Plain);
        Assert.Null(cost.Cached);
        Assert.Equal("gpt-5: the least that its cache keeps is not established, so the cached cost is not known.", cost.CacheNote);
    }

    [Fact]
    public void The_range_of_the_cost_may_cross_the_price_for_long_prompts()
    {
        var cost = Cost("claude-haiku-5-5", 0, 60_000); // 96,007 tokens, 72,007 to 134,407
        Assert.Equal(Dollars(96_007 * 0.10m + 48_000 * 0.50m), cost.Plain!.Likely);
        Assert.Equal(Dollars(134_407 * 0.50m + 67_200 * 2.50m), cost.Plain.High);
    }

    [Fact]
    public void Files_beyond_the_context_are_named() => Assert.Equal(["1.cs"], Cost("gpt-4o-mini", 0, 10, 100_000).TooLong);

    [Fact]
    public async Task A_folder_is_priced_for_each_model_with_what_was_left_out()
    {
        File.WriteAllText(_folder.In("a.md"), string.Concat(Enumerable.Repeat("The quick brown fox jumps over the lazy dog. ", 100)));
        File.WriteAllBytes(_folder.In("b.bin"), [1, 0, 2]);
        File.WriteAllText(_folder.In("rules"), string.Concat(Enumerable.Repeat("Keep it short and plain. ", 300)));
        Directory.CreateDirectory(_folder.In("src"));
        File.Move(_folder.In("a.md"), _folder.In("src/a.md"));
        File.Move(_folder.In("b.bin"), _folder.In("src/b.bin"));

        var (code, output, error) = await CommandRun.Of(CostCommand.Create(Installed.Bare, CommandRun.Clock), $"--path {_folder.In("src")} --instruction {_folder.In("rules")} --models claude-haiku-5-5,gpt-6-luna");

        Assert.Equal($"""
            {_folder.In("src")}: 1 files, 1,001 tokens (o200k_base). Price book 'list', on 2026-11-22. The vendors' list prices.
            Left out: 1 binary: b.bin
            One call a file: the instruction of 1,801 tokens, the file, and 0.2 tokens of answer for each of the file's (--output-ratio).
            """, string.Join('\n', output.Split('\n').Take(3)));
        Assert.Equal((0, ""), (code, error));
    }

    [Fact]
    public async Task A_folder_is_json_too()
    {
        File.WriteAllText(_folder.In("a.txt"), "hello world");
        var (code, output, _) = await CommandRun.Of(CostCommand.Create(Installed.Bare, CommandRun.Clock), $"--path {_folder.Path} --models gpt-4o-mini --output-ratio 0 --json");
        var model = JsonDocument.Parse(output).RootElement.GetProperty("models")[0];
        Assert.Equal("""{"low":10,"likely":12,"high":14}""", Compact(model.GetProperty("prompt_tokens")));
        Assert.Equal("""{"low":0.0000015,"likely":0.0000018,"high":0.0000021}""", Compact(model.GetProperty("plain_usd")));
        Assert.Equal(0, code);

        static string Compact(JsonElement e) => e.GetRawText().Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--path /nowhere/at/all", "there is no folder or file '/nowhere/at/all'\n")]
    [InlineData("--path . --instruction /nowhere", "there is no file '/nowhere' (--instruction)\n")]
    public async Task What_is_not_there_is_wrong_use_and_named(string line, string said)
    {
        var (code, output, error) = await CommandRun.Of(CostCommand.Create(Installed.Bare, CommandRun.Clock), line.Replace(" . ", $" {_folder.Path} ", StringComparison.Ordinal) + " --models gpt-6-luna");
        Assert.Equal((2, "", said), (code, output, error));
    }

    [Fact]
    public async Task Stopping_it_says_that_nothing_was_spent()
    {
        File.WriteAllText(_folder.In("a.txt"), "hello");
        var (code, output, error) = await CommandRun.Of(CostCommand.Create(Installed.Bare, CommandRun.Clock), $"--path {_folder.Path} --models gpt-6-luna", new CancellationToken(canceled: true));
        Assert.Equal((3, "", "farthing cost: stopped; nothing was spent.\n"), (code, output, error));
    }

    private static Usd Dollars(decimal perMillion) => Usd.FromDollars(perMillion / 1_000_000);
}
