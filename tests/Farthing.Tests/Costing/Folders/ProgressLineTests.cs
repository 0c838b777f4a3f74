using Farthing.Costing.Folders;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Farthing.Tests.Costing.Folders;

public class ProgressLineTests
{
    [Fact]
    public void A_terminal_sees_a_bar_after_two_seconds_now_and_then_and_none_when_it_is_over()
    {
        var clock = new FakeTimeProvider();
        using var to = new StringWriter();
        using var line = new ProgressLine(to, isTerminal: true, "files", clock);
        line.Show(0, null);
        clock.Advance(TimeSpan.FromSeconds(2));
        line.Show(1_234, null);
        clock.Advance(TimeSpan.FromSeconds(1));
        line.Show(1, 4);
        line.Show(2, 4);
        clock.Advance(TimeSpan.FromSeconds(1));
        line.Show(2, 4);
        line.Dispose();
        var bar = "[###############               ] 2 of 4 files";
        Assert.Equal("\r1,234 files found\r[#######                       ] 1 of 4 files\r" + bar + "\r" + new string(' ', bar.Length) + "\r", to.ToString());
    }

    [Fact]
    public void A_file_or_a_pipe_sees_nothing()
    {
        var clock = new FakeTimeProvider();
        using var to = new StringWriter();
        using var line = new ProgressLine(to, isTerminal: false, "files", clock);
        clock.Advance(TimeSpan.FromSeconds(9));
        line.Show(1, 4);
        line.Dispose();
        Assert.Equal("", to.ToString());
    }
}
