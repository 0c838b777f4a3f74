using System.Text.RegularExpressions;

namespace Farthing.Wire.Tests;

public sealed partial class LossTableTests
{
    public static TheoryData<string> Targets => [.. Dialects.All.Select(d => d.Name)];

    [Theory, MemberData(nameof(Targets))]
    public void Every_dialect_has_rows_for_what_it_does_not_know(string target)
    {
        Assert.Equal(LossRule.Drop, LossTable.Find(target, "a_field_of_next_year").Rule);
        Assert.Equal(LossRule.Refuse, LossTable.Find(target, "a_block_of_next_year", isBlock: true).Rule);
    }

    [Theory, MemberData(nameof(Targets))]
    public void Every_refusal_says_why(string target) =>
        Assert.All(LossTable.To(target), row => Assert.Equal(row.Rule == LossRule.Refuse, row.Why is { Length: > 10 }));

    /// <summary>A concept in the code without a row would fall into the row for unknown fields.</summary>
    [Theory]
    [InlineData("Anthropic", 25, "anthropic")]
    [InlineData("OpenAIChat", 15, "openai-chat")]
    [InlineData("OpenAIResponses", 15, "openai-responses")]
    [InlineData("OpenAICompletions", 8, "openai-completions")]
    [InlineData("Ollama", 15, "ollama", "ollama-generate")]
    [InlineData("Neutral", 5, "ollama-generate", "openai-completions")]
    public void Every_concept_that_a_writer_asks_about_has_a_row(string folder, int least, params string[] targets)
    {
        var asked = Asked(folder).ToList();
        foreach (var concept in asked)
            foreach (var target in targets)
                Assert.Equal(concept, LossTable.Find(target, concept).Concept);
        Assert.True(asked.Count >= least, $"only {asked.Count}");
    }

    [Fact]
    public void Every_dialect_folder_is_looked_at() =>
        Assert.Equal(
            ["Anthropic", "Embeddings", "Json", "Neutral", "Ollama", "OpenAIChat", "OpenAICompletions", "OpenAIResponses", "Requests", "Sse"],
            Directory.GetDirectories(Source()).Select(Path.GetFileName).Where(f => f is not ("bin" or "obj")).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Targets))]
    public void A_drop_is_announced_once_and_a_refusal_names_the_field(string target)
    {
        foreach (var row in LossTable.To(target))
        {
            var losses = new Losses();
            var gate = new LossGate(target, losses);
            if (row.Rule == LossRule.Refuse)
            {
                Assert.Equal("the.field", Assert.Throws<WireException>(() => gate.Carries(row.Concept, "the.field")).Error.Field);
                Assert.False(new LossGate(target, losses, paid: true).Carries(row.Concept, "the.field"));
                Assert.Equal([row.Concept], losses.Dropped);
                continue;
            }
            Assert.Equal(row.Rule != LossRule.Drop, gate.Carries(row.Concept, "x") && gate.Carries(row.Concept, "x"));
            Assert.Equal(row.Rule == LossRule.Drop ? [row.Concept] : [], losses.Dropped);
        }
    }

    /// <summary>The names in the calls of <c>Carries</c> and <c>Lose</c>, also those of a condition's two branches.</summary>
    private static IEnumerable<string> Asked(string folder) =>
        from file in Directory.GetFiles(Path.Combine(Source(), folder), "*.cs")
        from Match call in Calls().Matches(File.ReadAllText(file))
        from Match name in Names().Matches(call.Groups[1].Value)
        select name.Groups[1].Value;

    private static string Source()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "Farthing.slnx"))) at = at.Parent;
        return Path.Combine(at.FullName, "src", "Farthing.Wire");
    }

    [GeneratedRegex("gate\\.(?:Carries|Lose)\\(([^,]*\\\"[^,]*),")]
    private static partial Regex Calls();

    [GeneratedRegex("\"([a-z_0-9]{2,})\"")]
    private static partial Regex Names();
}
