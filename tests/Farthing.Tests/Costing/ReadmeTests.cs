using System.CommandLine;
using System.Text.RegularExpressions;
using Farthing.Costing;
using Farthing.Costing.Advice;
using Farthing.Tests.Catalogue;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Farthing.Tests.Costing;

/// <summary>The transcripts in the README are what the commands print on the day that they show.</summary>
public partial class ReadmeTests
{
    private static readonly FakeTimeProvider s_clock = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));

    public static TheoryData<string, string> Transcripts
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (Match block in Blocks().Matches(File.ReadAllText(Path.Combine(Repository.Root, "README.md"))))
                foreach (Match shown in Commands().Matches(block.Groups[1].Value))
                    if (shown.Groups["printed"].Value is { Length: > 0 } printed) data.Add(shown.Groups["line"].Value, printed);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Transcripts))]
    public async Task A_transcript_is_what_the_command_prints(string line, string printed)
    {
        var root = new RootCommand { CostCommand.Create(Installed.Bare, s_clock), AdviseCommand.Create(Installed.Bare, s_clock) };
        var (_, output, error) = await CommandRun.Of(root, line);
        Assert.Equal(printed, error + output);
    }

    [Fact]
    public void The_article_s_table_today_s_and_the_advice_are_shown() =>
        Assert.Equal(4, Transcripts.Count);

    [GeneratedRegex(@"^```\n(\$ .*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    /// <summary>A line with a prompt and what follows it up to the next.</summary>
    [GeneratedRegex(@"^\$ \./farthing (?<line>(?:cost|advise)\b[^\n]*)\n(?<printed>(?:(?!\$ ).*\n)*)", RegexOptions.Multiline)]
    private static partial Regex Commands();
}
