using System.Globalization;
using System.Text;
using System.Text.Json;
using Farthing.Catalogue;
using Farthing.Gateway.TokenCounts;
using Farthing.Wire;
using Xunit;

namespace Farthing.Tests.Gateway.TokenCounts;

/// <summary>Estimates against what providers really counted, in the recorded traffic.</summary>
public class RecordedCountTests(ITestOutputHelper output)
{
    /// <summary>The fields that name what the provider keeps: earlier turns, programs, prompts.</summary>
    private static readonly string[] s_kept = ["container", "mcp_servers", "context_management", "previous_response_id", "conversation", "prompt", "web_search_options"];

    /// <summary>
    /// Tools that the provider holds back or brings in later, what its own tools did, a summary that only it can read,
    /// and the mode in which it asks several times and counts all of them.
    /// </summary>
    private static readonly string[] s_unseen = ["server_tool", "tool_search", "defer_loading", "mcp_tool", "additional_tools", "\"compaction\"", "\"mode\":\"pro\""];

    /// <summary>The bound is on the mean of |estimate − real| / real, for prompts of at least 100 tokens that the request shows whole, and without images and documents.</summary>
    [Theory]
    [InlineData("anthropic.messages", "anthropic", "api.anthropic.com", 50, 0.15)]
    [InlineData("openai.chat", "openai-chat", "api.openai.com", 50, 0.15)]
    [InlineData("openai.responses", "openai-responses", "api.openai.com", 25, 0.2)]
    public void Estimates_are_near_what_the_provider_counted(string api, string dialect, string host, int least, double bound)
    {
        var recorded = RecordedCalls.Of(api, host).Select(r => (r.Body, r.Reply, r.File, Usage: Dialects.Find(dialect)!.ReadDigest(Encoding.UTF8.GetBytes(r.Reply.GetRawText())).Usage))
            .Where(r => r.Usage.Prompt >= 100).ToList();
        var rows = recorded.Where(r => !IsKeptElsewhere(r.Body))
            .Select(r => (Row: Compared(r.Body, r.Usage.Prompt!.Value), r.File))
            .Where(r => !r.Row.Parts.HasMedia)
            .ToList();
        foreach (var model in rows.GroupBy(r => r.Row.Model).OrderBy(g => g.Key, StringComparer.Ordinal))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{model.Key}: {model.Count()} prompts, mean error {model.Average(r => r.Row.Error):P1}, bias {model.Average(r => r.Row.Bias):+0.0%;-0.0%}"));
        foreach (var (r, file) in rows.OrderByDescending(r => r.Row.Error).Take(Environment.GetEnvironmentVariable("FARTHING_WORST") is null ? 0 : 25))
            output.WriteLine($"{r.Model} real {r.Real} estimate {r.Estimate} {r.Parts} {file}");
        var mean = rows.Average(r => r.Row.Error);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all: {rows.Count} of {recorded.Count} prompts, mean error {mean:P1}, bias {rows.Average(r => r.Row.Bias):+0.0%;-0.0%}"));
        Assert.True(rows.Count >= least && mean <= bound, $"{rows.Count} prompts, mean error {mean:P1}");
    }

    [Fact]
    public void Recorded_count_tokens_calls_are_met()
    {
        var rows = RecordedCalls.Of("anthropic.count_tokens", "api.anthropic.com").Where(r => !IsKeptElsewhere(r.Body)).Select(r => Compared(r.Body, r.Reply.GetProperty("input_tokens").GetInt64())).ToList();
        foreach (var r in rows) output.WriteLine($"{r.Model}: real {r.Real}, estimate {r.Estimate}");
        Assert.NotEmpty(rows);
        Assert.All(rows, r => Assert.InRange(r.Estimate, r.Real - 3, r.Real + 3));

        // The example in OpenAI's specification: 11 tokens.
        using var joke = JsonDocument.Parse("""{"model":"gpt-5","input":"Tell me a joke."}""");
        Assert.Equal(11, Compared(joke.RootElement, 11).Estimate);
    }

    private static (string Model, long Real, long Estimate, double Error, double Bias, TokenParts Parts) Compared(JsonElement body, long real)
    {
        var model = body.GetProperty("model").GetString()!;
        var rules = TokenRules.Of(model, ModelCatalogue.Embedded.Find(model));
        var parts = PromptCounter.Count(body, rules);
        var estimate = TokenFactor.Same(rules.Factor).Of(parts);
        return (model, real, estimate, Math.Abs(estimate - real) / (double)real, (estimate - real) / (double)real, parts);
    }

    /// <summary>Whether the provider puts text before the model that the request does not show, as the request itself tells.</summary>
    private static bool IsKeptElsewhere(JsonElement body)
    {
        if (s_kept.Any(field => body.TryGetProperty(field, out _))) return true;
        if (body.Compact() is var text && s_unseen.Any(word => text.Contains(word, StringComparison.Ordinal))) return true;
        return body.TryGetProperty("tools", out var tools) && tools.ValueKind == JsonValueKind.Array
            && tools.EnumerateArray().Any(t => t.TryGetProperty("type", out var type) && type.GetString() is not (null or "function" or "custom"));
    }
}
