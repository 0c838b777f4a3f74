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
    [Fact]
    public void Every_concept_that_a_writer_asks_about_has_a_row()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "Farthing.slnx"))) at = at.Parent;
        var asked = 0;
        foreach (var (folder, target) in new[] { ("Anthropic", "anthropic"), ("OpenAIChat", "openai-chat") })
            foreach (var file in Directory.GetFiles(Path.Combine(at.FullName, "src", "Farthing.Wire", folder), "*.cs"))
                foreach (Match match in Asked().Matches(File.ReadAllText(file)))
                {
                    Assert.True(LossTable.Find(target, match.Groups[1].Value).Concept == match.Groups[1].Value, $"{match.Value} in {Path.GetFileName(file)}");
                    asked++;
                }
        Assert.True(asked > 30);
    }

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

    [GeneratedRegex("gate\\.(?:Carries|Lose)\\(\"([a-z_0-9]+)\"")]
    private static partial Regex Asked();
}
