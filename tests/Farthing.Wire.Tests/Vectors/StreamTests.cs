using System.Text;

namespace Farthing.Wire.Tests.Vectors;

public sealed class StreamTests
{
    public static TheoryData<string, string> Ways => new() { { "anthropic", "openai-chat" }, { "openai-chat", "anthropic" }, { "anthropic", "anthropic" }, { "openai-chat", "openai-chat" } };

    /// <summary>Recordings that end with a provider's error, not with an answer.</summary>
    private static bool IsFailure(List<ReplyEvent> events) => events.Any(e => e is ReplyFailed);

    [Theory, MemberData(nameof(Ways))]
    public void A_translated_stream_says_what_the_original_said(string from, string to)
    {
        var (source, target) = (Dialects.Find(from)!, Dialects.Find(to)!);
        var seen = 0;
        foreach (var recording in Recordings.Streams(source))
        {
            var (events, error) = Translate.Events(source, Encoding.UTF8.GetBytes(recording.StreamText!));
            if (IsFailure(events)) continue;
            Assert.True(error is null, $"{recording}: {error}");
            var translated = Translate.Stream(target, events);
            var (again, second) = Translate.Events(target, Encoding.UTF8.GetBytes(translated));
            Assert.True(second is null, $"{recording}: {second}");
            // Conservation: the streamed answer and the translation of the whole answer are one.
            var whole = Translate.Reply(target, Translate.Fold(events));
            var streamed = Translate.Reply(target, Translate.Fold(again));
            var expected = Translate.Reply(target, target.ReadReply(Translate.Json(whole)));
            Assert.True(Merged.Same(expected, streamed), $"{recording}\nexpected {expected}\nstreamed {streamed}");
            seen++;
        }
        Assert.True(seen > 50, $"only {seen} streams");
    }

    [Theory, InlineData("anthropic"), InlineData("openai-chat")]
    public void A_stream_cut_at_any_event_is_an_error(string name)
    {
        var dialect = Dialects.Find(name)!;
        var cuts = 0;
        foreach (var recording in Recordings.Streams(dialect))
        {
            var text = recording.StreamText!.ReplaceLineEndings("\n");
            for (var cut = text.IndexOf("\n\n", StringComparison.Ordinal); cut > 0 && cut + 2 < text.TrimEnd().Length; cut = text.IndexOf("\n\n", cut + 2, StringComparison.Ordinal))
            {
                // Every cut of a short stream, every seventh of a long one: reading is quadratic here.
                if (text.Length > 20_000 && cut % 7 != 0 && cut < text.Length - 2_000) continue;
                var (events, error) = Translate.Events(dialect, Encoding.UTF8.GetBytes(text[..(cut + 2)]));
                Assert.True(error is not null, $"{recording} cut at {cut}");
                Assert.DoesNotContain(events, e => e is ReplyStopped);
                cuts++;
            }
        }
        Assert.True(cuts > 500, $"only {cuts} cuts");
    }

    [Theory, InlineData("anthropic"), InlineData("openai-chat")]
    public void However_the_bytes_are_cut_the_output_is_the_same(string name)
    {
        var dialect = Dialects.Find(name)!;
        foreach (var recording in Recordings.Streams(dialect).Where((_, i) => i % 3 == 0))
        {
            var text = recording.StreamText!.ReplaceLineEndings("\n");
            var expected = Output(dialect, text, null);
            var random = new Random(text.Length);
            Assert.Equal(expected, Output(dialect, text, _ => 1));
            Assert.Equal(expected, Output(dialect, text, _ => random.Next(1, 40)));
            Assert.Equal(expected, Output(dialect, text.Replace("\n", "\r\n", StringComparison.Ordinal), _ => random.Next(1, 9)));
            Assert.Equal(expected, Output(dialect, text.Replace("\n", "\r", StringComparison.Ordinal), _ => random.Next(1, 9)));
            Assert.Equal(expected, Output(dialect, text.Replace("data: ", "data:", StringComparison.Ordinal), _ => 7));
            Assert.Equal(expected, Output(dialect, "\uFEFF" + text.Replace("\n\n", "\n\n: keep-alive\n\n", StringComparison.Ordinal), _ => 2));
        }
    }

    [Theory, InlineData("anthropic"), InlineData("openai-chat")]
    public void The_tally_of_a_passing_stream_equals_what_the_reader_found(string name)
    {
        var dialect = Dialects.Find(name)!;
        foreach (var recording in Recordings.Streams(dialect))
        {
            var bytes = Encoding.UTF8.GetBytes(recording.StreamText!);
            var (events, error) = Translate.Events(dialect, bytes);
            var tally = dialect.NewTally();
            using var scanner = new SseScanner();
            scanner.Feed(bytes, tally.Observe);
            scanner.Finish(tally.Observe);
            if (error is not null)
            {
                Assert.True(tally.Error is not null || !tally.IsComplete, recording.Name);
                continue;
            }
            var reply = Translate.Fold(events);
            Assert.Equal((recording.Name, reply.Usage, (StopReason?)reply.Stop, true), (recording.Name, tally.Usage, tally.Stop, tally.IsComplete));
        }
    }

    private static string Output(Dialect dialect, string text, Func<int, int>? chunk)
    {
        var (events, error) = Translate.Events(dialect, Encoding.UTF8.GetBytes(text), chunk);
        var other = dialect == Dialects.Anthropic ? Dialects.OpenAIChat : Dialects.Anthropic;
        return Translate.Stream(other, events) + error;
    }
}
