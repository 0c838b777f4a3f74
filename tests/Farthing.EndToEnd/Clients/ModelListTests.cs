using Anthropic.Models.Messages;
using Anthropic.Models.Models;
using Xunit;

namespace Farthing.EndToEnd.Clients;

/// <summary>What the official packages read of the endpoints that ask no model.</summary>
public class ModelListTests(SharedGateway gateway)
{
    [Fact]
    public async Task Anthropics_package_pages_through_valid_models_and_finds_each()
    {
        using var sdk = new AnthropicSdk(gateway);
        var page = await sdk.Client.Models.List(new ModelListParams { Limit = 9 }, TestContext.Current.CancellationToken);
        var ids = new List<string>();
        for (; ; page = await page.Next(TestContext.Current.CancellationToken))
        {
            page.Validate();
            foreach (var model in page.Items)
            {
                model.Validate();
                ids.Add(model.ID);
            }

            if (!page.HasNext()) break;
        }

        Assert.Contains("claude-haiku-4-5-20251001", ids);
        Assert.Distinct(ids);
        var one = await sdk.Client.Models.Retrieve("claude-haiku-4-5", cancellationToken: TestContext.Current.CancellationToken);
        one.Validate();
        Assert.Equal((200_000L, 64_000L), (one.MaxInputTokens, one.MaxTokens));
    }

    [Fact]
    public async Task Anthropics_package_counts_tokens_of_both_vendors_models()
    {
        using var sdk = new AnthropicSdk(gateway);
        foreach (var model in new[] { "claude-haiku-4-5", "gpt-4o-mini" })
        {
            var count = await sdk.Client.Messages.CountTokens(
                new MessageCountTokensParams { Model = model, Messages = [new UserMessageParam("What is 2 + 2?")] }, TestContext.Current.CancellationToken);
            count.Validate();
            Assert.InRange(count.InputTokens, 5, 25);
        }
    }

    [Fact]
    public async Task OpenAIs_package_lists_and_finds_models()
    {
        using var sdk = new OpenAISdk(gateway);
        var models = sdk.Client.GetOpenAIModelClient();
        var all = (await models.GetModelsAsync(TestContext.Current.CancellationToken)).Value;
        Assert.Contains(all, m => m is { Id: "gpt-4o-mini", OwnedBy: "openai" });
        var one = (await models.GetModelAsync("gpt-4o-mini", TestContext.Current.CancellationToken)).Value;
        Assert.Equal(new DateTimeOffset(2024, 7, 18, 0, 0, 0, TimeSpan.Zero), one.CreatedAt);
    }
}
