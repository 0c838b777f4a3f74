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
    /// <summary>The bound is on the mean of |estimate − real| / real, for prompts of at least 100 tokens without hosted tools, images and documents.</summary>
    [Theory]
    [InlineData("anthropic.messages", "anthropic", "api.anthropic.com", 0.15)]
    [InlineData("openai.chat", "openai-chat", "api.openai.com", 0.15)]
    public void Estimates_are_near_what_the_provider_counted(string api, string dialect, string host, double bound)
    {
        var rows = Recorded(api, host).Select(r => (r.Body, r.Reply, Usage: Dialects.Find(dialect)!.ReadDigest(Encoding.UTF8.GetBytes(r.Reply.GetRawText())).Usage))
            .Where(r => r.Usage.Prompt >= 100 && !IsSpecial(r.Body))
            .Select(r => Compared(r.Body, r.Usage.Prompt!.Value))
            .Where(r => !r.Parts.HasMedia)
            .ToList();
        foreach (var model in rows.GroupBy(r => r.Model).OrderBy(g => g.Key, StringComparer.Ordinal))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{model.Key}: {model.Count()} prompts, mean error {model.Average(r => r.Error):P1}, bias {model.Average(r => r.Bias):+0.0%;-0.0%}"));
        foreach (var r in rows.OrderByDescending(r => r.Error).Take(Environment.GetEnvironmentVariable("FARTHING_WORST") is null ? 0 : 25))
            output.WriteLine($"{r.Model} real {r.Real} estimate {r.Estimate} {r.Parts}");
        var mean = rows.Average(r => r.Error);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all: {rows.Count} prompts, mean error {mean:P1}, bias {rows.Average(r => r.Bias):+0.0%;-0.0%}"));
        Assert.True(rows.Count >= 50 && mean <= bound, $"{rows.Count} prompts, mean error {mean:P1}");
    }

    [Fact]
    public void Recorded_count_tokens_calls_are_met()
    {
        var rows = Recorded("anthropic.count_tokens", "api.anthropic.com").Where(r => !IsSpecial(r.Body)).Select(r => Compared(r.Body, r.Reply.GetProperty("input_tokens").GetInt64())).ToList();
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

    /// <summary>Hosted tools and server state put text before the model that no request shows.</summary>
    private static bool IsSpecial(JsonElement body)
    {
        if (body.TryGetProperty("container", out _) || body.TryGetProperty("mcp_servers", out _) || body.TryGetProperty("context_management", out _)) return true;
        if (body.GetRawText() is var text && (text.Contains("server_tool", StringComparison.Ordinal) || text.Contains("tool_search", StringComparison.Ordinal) || text.Contains("defer_loading", StringComparison.Ordinal))) return true;
        return body.TryGetProperty("tools", out var tools) && tools.ValueKind == JsonValueKind.Array
            && tools.EnumerateArray().Any(t => t.TryGetProperty("type", out var type) && type.GetString() is not (null or "function" or "custom"));
    }

    private static IEnumerable<(JsonElement Body, JsonElement Reply)> Recorded(string api, string host)
    {
        var folder = Environment.GetEnvironmentVariable("FARTHING_VECTORS") ?? Path.Combine(Repository.Root, "..", "shared", "vectors");
        if (!File.Exists(Path.Combine(folder, "INDEX.jsonl"))) Assert.Skip($"no recordings at {folder}");
        foreach (var line in File.ReadLines(Path.Combine(folder, "INDEX.jsonl")))
        {
            var row = JsonDocument.Parse(line).RootElement;
            if (row.GetProperty("api").GetString() != api || row.GetProperty("host").GetString() != host || row.GetProperty("status").GetInt32() != 200) continue;
            var pair = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, row.GetProperty("file").GetString()!))).RootElement.GetProperty("interactions")[row.GetProperty("n").GetInt32()];
            var body = pair.GetProperty("request").GetProperty("body");
            var reply = pair.GetProperty("response").GetProperty("json");
            if (body.ValueKind == JsonValueKind.Object && body.TryGetProperty("model", out _) && reply.ValueKind == JsonValueKind.Object) yield return (body, reply);
        }
    }
}
