using System.CommandLine;
using Farthing.Catalogue;
using Farthing.Costing;
using Farthing.Costing.Advice;
using Xunit;

namespace Farthing.Tests.Costing;

/// <summary>Imported prices lie over the built-in ones, those of farthing.yaml over both.</summary>
public sealed class InstalledPricesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public InstalledPricesTests()
    {
        File.WriteAllText(_folder.In("farthing.yaml"), """
            price_overrides:
              gpt-6-luna:
                input: 7
                output: 9
            """);
        var price = new Price { Rates = new Rates(Input: 3, Output: 4), AsOf = new(2026, 11, 1), Sources = ["a table"] };
        CatalogueOverlay.Write(_folder.In("models.json"), new CatalogueFile
        {
            AsOf = new(2026, 11, 1),
            PriceBooks = new Dictionary<string, string> { [PriceBook.List] = "" },
            Models = [new ModelEntry { Id = "of-tomorrow", Provider = "groq", Capabilities = new(), AsOf = new(2026, 11, 1), Sources = ["a table"], Prices = new Dictionary<string, IReadOnlyList<Price>> { [PriceBook.List] = [price] } }],
        });
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cost --model gpt-6-luna --input 1000000", "= $7.00")]
    [InlineData("cost --model of-tomorrow --input 1000000", "= $3.00")]
    [InlineData("cost --model gpt-4o-mini --output 500 --prices article", "= $0.0003\n")]
    [InlineData("cost --profile daily --models gpt-6-luna,of-tomorrow", "200,000       $1.80        $0.80")]
    [InlineData("advise --developers 1 --models gpt-6-luna,of-tomorrow", "take of-tomorrow")]
    public async Task Costs_and_advice_take_the_prices_of_the_installation(string line, string said)
    {
        var root = new RootCommand { CostCommand.Create(InstalledModels.Open, CommandRun.Clock), AdviseCommand.Create(InstalledModels.Open, CommandRun.Clock) };
        var (_, output, error) = await CommandRun.Of(root, $"{line} --config {_folder.In("farthing.yaml")} --data {_folder.Path}");
        Assert.Contains(said, error + output, StringComparison.Ordinal);
    }
}
