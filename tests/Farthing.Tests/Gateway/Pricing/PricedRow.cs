using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Farthing.Wire;

namespace Farthing.Tests.Gateway.Pricing;

/// <summary>One part of a usage as a row of the fixture has it.</summary>
/// <param name="Model">Another model than the one asked, which used it; else empty.</param>
/// <param name="Rate">Dollars per million tokens, times the factor of a batch; null where no price is known, or none is asked.</param>
internal sealed record PricedPart(long Tokens, string Model, string Name, decimal? Rate);

/// <summary>A row of <c>hand-priced.tsv</c>, whose head says what its columns are.</summary>
internal sealed partial record PricedRow(string Recording, Dialect Dialect, string Model, DateOnly Day, string Mode, IReadOnlyList<PricedPart> Parts, decimal? Sum, long? Nanos)
{
    public bool IsStated => Recording == "stated";

    public static IReadOnlyList<PricedRow> All { get; } =
        [.. File.ReadLines(Path.Combine(Repository.Root, "tests", "Farthing.Tests", "Gateway", "Pricing", "hand-priced.tsv")).Where(l => !l.StartsWith('#')).Select(Read)];

    /// <summary>All tokens of that part, whichever model used them.</summary>
    public long Tokens(string part) => Parts.Where(p => p.Name == part).Sum(p => p.Tokens);

    /// <summary>An answer of the row's dialect that reports just these counts and this mode.</summary>
    public JsonObject Answer()
    {
        var (read, write5m, write1h, output) = (Tokens("cache_read"), Tokens("cache_write_5m"), Tokens("cache_write_1h"), Tokens("output"));
        var prompt = Tokens("input") + read + write5m + write1h;
        var details = new JsonObject { ["cached_tokens"] = read, ["cache_write_tokens"] = write5m };
        return Dialect.Name switch
        {
            "anthropic" => new JsonObject
            {
                ["usage"] = new JsonObject
                {
                    ["input_tokens"] = Tokens("input"),
                    ["cache_read_input_tokens"] = read,
                    ["cache_creation_input_tokens"] = write5m + write1h,
                    ["cache_creation"] = new JsonObject { ["ephemeral_5m_input_tokens"] = write5m, ["ephemeral_1h_input_tokens"] = write1h },
                    ["output_tokens"] = output,
                    ["service_tier"] = Mode,
                },
            },
            "openai-chat" => new JsonObject { ["service_tier"] = Tier, ["usage"] = new JsonObject { ["prompt_tokens"] = prompt, ["completion_tokens"] = output, ["prompt_tokens_details"] = details } },
            "openai-responses" => new JsonObject { ["service_tier"] = Tier, ["usage"] = new JsonObject { ["input_tokens"] = prompt, ["output_tokens"] = output, ["input_tokens_details"] = details } },
            _ => new JsonObject { ["done"] = true, ["prompt_eval_count"] = prompt, ["eval_count"] = output },
        };
    }

    public override string ToString() => $"{Recording} {Model} {Mode}";

    private string Tier => Mode == "standard" ? "default" : Mode;

    private static PricedRow Read(string line)
    {
        var cells = line.Split('\t');
        var parts = Part().Matches(cells[5].Split('=')[0]).Select(m => new PricedPart(
            long.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture), m.Groups[2].Value.Trim(), m.Groups[3].Value,
            m.Groups[4].Success ? Number(m.Groups[4].Value) * (m.Groups[5].Success ? Number(m.Groups[5].Value) : 1) : null)).ToList();
        var sum = cells[5].Split('=') is [_, var result] ? Number(result.Replace("µ$", "", StringComparison.Ordinal)) : (decimal?)null;
        var dialect = Dialects.Find(cells[1]) ?? Dialects.OpenAIEmbeddings;
        return new PricedRow(cells[0], dialect, cells[2], DateOnly.ParseExact(cells[3], "yyyy-MM-dd", CultureInfo.InvariantCulture), cells[4], parts, sum,
            cells[6] == "unknown" ? null : long.Parse(cells[6], CultureInfo.InvariantCulture));
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    /// <summary><c>3 input × 3.00</c>, <c>22 claude-opus-4-8 output × 25.00</c>, <c>7 output × 2.50 × 0.5</c>, <c>4 input</c>.</summary>
    [GeneratedRegex(@"(\d+) ((?:[\w.-]+ )?)(input|cache_read|cache_write_5m|cache_write_1h|output)(?: × ([\d.]+))?(?: × ([\d.]+))?")]
    private static partial Regex Part();
}
