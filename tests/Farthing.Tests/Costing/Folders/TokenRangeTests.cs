using System.Globalization;
using System.Text;
using Farthing.Catalogue;
using Farthing.Costing.Folders;
using Farthing.Gateway.TokenCounts;
using Farthing.Wire;
using Xunit;

namespace Farthing.Tests.Costing.Folders;

/// <summary>The ranges of estimates against what providers really counted, in the recorded traffic.</summary>
public class TokenRangeTests(ITestOutputHelper output)
{
    /// <summary>Requests whose prompt the request does not show whole, as in RecordedCountTests.</summary>
    private static readonly string[] s_unseen =
        ["container", "mcp_servers", "context_management", "previous_response_id", "conversation", "web_search", "server_tool", "tool_search", "defer_loading", "mcp_tool", "compaction", "code_execution", "text_editor", "computer_", "bash_"];

    [Theory]
    [InlineData("anthropic.messages", "anthropic", "api.anthropic.com")]
    public void Nine_in_ten_recorded_prompts_lie_within_the_range(string api, string dialect, string host)
    {
        var rows = new List<(string Model, TextKind Kind, double Ratio, bool Within)>();
        foreach (var (body, reply, _) in RecordedCalls.Of(api, host))
        {
            var usage = Dialects.Find(dialect)!.ReadDigest(Encoding.UTF8.GetBytes(reply.GetRawText())).Usage;
            var model = body.GetProperty("model").GetString()!;
            var rules = TokenRules.Of(model, ModelCatalogue.Embedded.Find(model));
            var parts = PromptCounter.Count(body, rules);
            if (usage.Prompt is not { } real || parts.HasMedia || parts.Text < 50 || parts.Fixed * 2 > parts.Text || s_unseen.Any(word => body.GetRawText().Contains(word, StringComparison.Ordinal))) continue;
            var (low, high) = Bounds(parts, rules);
            if (real < low || real > high) output.WriteLine($"{model}: {real}, estimated {low} to {high}, {parts}");
            rows.Add((model, parts.Prose * 2 > parts.Text ? TextKind.Prose : TextKind.Code, (real - parts.Fixed) / (double)parts.Text / rules.Factor, low <= real && real <= high));
        }

        foreach (var group in rows.GroupBy(r => r.Kind))
        {
            var sorted = group.Select(r => r.Ratio).Order().ToList();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{group.Key}: {sorted.Count} prompts, of the factor 5 % {sorted[sorted.Count / 20]:0.00}, median {sorted[sorted.Count / 2]:0.00}, 95 % {sorted[sorted.Count * 19 / 20]:0.00}"));
        }

        var within = rows.Count(r => r.Within) / (double)rows.Count;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows.Count} prompts, {within:P1} within"));
        Assert.True(rows.Count >= 15 && within >= 0.9, $"{rows.Count} prompts, {within:P1} within");
    }

    private static (long Low, long High) Bounds(TokenParts parts, TokenRules rules)
    {
        var sum = TokenSpread.Of(TextKind.Prose, rules).Times(parts.Prose) + TokenSpread.Of(TextKind.Code, rules).Times(parts.Code) + TokenSpread.Of(TextKind.Json, rules).Times(parts.Json);
        return (sum.Low + parts.Fixed, sum.High + parts.Fixed);
    }
}
