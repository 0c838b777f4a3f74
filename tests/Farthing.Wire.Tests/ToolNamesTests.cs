namespace Farthing.Wire.Tests;

public sealed class ToolNamesTests
{
    private static readonly string Long = "mcp__server__" + new string('x', 70);

    [Fact]
    public void A_shortened_name_comes_back_as_the_callers_own()
    {
        var request = Dialects.Anthropic.ReadRequest(Translate.Json(
            $$"""{"model":"m","max_tokens":9,"tools":[{"name":"{{Long}}","input_schema":{"type":"object" } },{"name":"ok","input_schema":{"type":"object" } }],"messages":[]}"""));
        var names = ToolNames.Restored(request, Dialects.OpenAIChat)!;
        var (shortened, original) = Assert.Single(names);
        Assert.Equal((64, new CallerTool(Long)), (shortened.Length, original));
        var frame = Translate.Frame with { Tools = names };
        var reply = new Reply { Blocks = [new ToolCallBlock("c", shortened, "{}")], Stop = StopReason.ToolUse };
        Assert.Contains($"\"name\":\"{Long}\"", Translate.Reply(Dialects.Anthropic, reply, frame: frame), StringComparison.Ordinal);
        ReplyEvent[] events = [new ReplyStarted("r", "m", new Usage()), new BlockStarted(0, reply.Blocks[0]), new BlockStopped(0), new ReplyStopped(StopReason.ToolUse)];
        foreach (var dialect in Dialects.All.Where(d => !d.IsPrompt)) // a prompt offers no tools
            Assert.Contains($"\"name\":\"{Long}\"", Translate.Stream(dialect, events, frame), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_fit_stay_and_different_names_stay_different()
    {
        Assert.Equal("Bash", ToolNames.Fit("Bash", 64));
        Assert.NotEqual(ToolNames.Fit(Long + "a", 64), ToolNames.Fit(Long + "b", 64));
        Assert.Matches("^a_b_[0-9a-f]{8}$", ToolNames.Fit("a.b", 64));
    }

    [Theory, InlineData("toolu_01AbC-9", true), InlineData("call:2", false), InlineData("", false)]
    public void Good_ids_stay_as_they_are(string id, bool stays)
    {
        Assert.Equal(stays, ToolIds.Fit(id, 40) == id);
        Assert.Equal(ToolIds.Fit(id, 40), ToolIds.Fit(id, 40));
        Assert.Matches("^[a-zA-Z0-9_-]{1,40}$", ToolIds.Fit(id + new string('y', 60), 40));
    }
}
