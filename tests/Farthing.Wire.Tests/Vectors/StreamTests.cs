using System.Text;
using System.Text.RegularExpressions;

namespace Farthing.Wire.Tests.Vectors;

/// <summary>Ways 4 and 6 over every stream, and that the tally of a passing stream agrees with the reader.</summary>
public sealed partial class StreamTests
{
    /// <summary>Writers know nothing but the events, so where these are the same to the byte, the output is in every dialect.</summary>
    [Theory, MemberData(nameof(Directions.Each), MemberType = typeof(Directions))]
    public void However_the_bytes_are_cut_the_output_is_the_same(string name)
    {
        var dialect = Dialects.Find(name)!;
        var way = Way.Begin("4 chunk fuzz", name, "all");
        foreach (var recording in Recordings.Streams(dialect))
            way.Run(recording, () =>
            {
                var text = recording.StreamText!.ReplaceLineEndings("\n");
                var expected = Output(dialect, text, null);
                return Cuts(dialect, text).Where(c => Output(dialect, c.Text, c.Chunk) != expected).Select(c => $"{c.How}: the output is another").FirstOrDefault();
            });
        way.End(atLeast: 4);
    }

    [Theory, MemberData(nameof(Directions.All), MemberType = typeof(Directions))]
    public void The_deltas_add_up_to_the_same_answer_unstreamed(string from, string to)
    {
        var (source, target) = (Dialects.Find(from)!, Dialects.Find(to)!);
        var way = Way.Begin("6 conservation", from, to);
        foreach (var recording in Recordings.Streams(source))
            way.Run(recording, () =>
            {
                var (events, error) = Translate.Events(source, Encoding.UTF8.GetBytes(recording.StreamText!));
                if (error is not null) return null; // no answer: ReplyTests see to it that it is an error
                var whole = Translate.Json(Translate.Reply(target, ReplyFold.Of(events)));
                var streamed = Translate.Stream(target, events);
                var (expected, sum) = (AnswerFacts.Of(target, whole).In(target), AnswerFacts.Of(target, streamed).In(target));
                if (expected != sum) return $"whole {expected}\nstreamed {sum}";
                var read = Translate.Reply(target, ReplyFold.Of(Translate.Events(target, Encoding.UTF8.GetBytes(streamed)).Events));
                return Merged.Same(Translate.Reply(target, target.ReadReply(whole)), read) ? null : $"whole {whole}\nstreamed {read}";
            });
        way.End(atLeast: 4);
    }

    [Theory, MemberData(nameof(Directions.Each), MemberType = typeof(Directions))]
    public void The_tally_of_a_passing_stream_equals_what_the_reader_found(string name)
    {
        var dialect = Dialects.Find(name)!;
        var way = Way.Begin("1 tally", name, name);
        foreach (var recording in Recordings.Streams(dialect))
            way.Run(recording, () =>
            {
                var bytes = Encoding.UTF8.GetBytes(recording.StreamText!);
                var (events, error) = Translate.Events(dialect, bytes);
                var tally = dialect.NewTally();
                using var scanner = IStreamScanner.For(dialect.Framing);
                scanner.Feed(bytes, tally.Observe);
                scanner.Finish(tally.Observe);
                if (error is not null) return tally.Error is not null || !tally.IsComplete ? null : "a failed stream was taken for complete";
                var reply = ReplyFold.Of(events);
                var found = (tally.Usage, tally.Stop, tally.IsComplete);
                return (reply.Usage, (StopReason?)reply.Stop, true) == found ? null : $"{found}, not {(reply.Usage, reply.Stop)}";
            });
        way.End(atLeast: 4);
    }

    private static IEnumerable<(string How, string Text, Func<int, int> Chunk)> Cuts(Dialect dialect, string text)
    {
        var random = new Random(text.Length);
        var bytes = Encoding.UTF8.GetBytes(text);
        yield return ("one byte", text, _ => 1);
        yield return ("at random", text, _ => random.Next(1, 40));
        yield return ("within characters", text, at => NextInside(bytes, at));
        yield return ("CRLF", text.Replace("\n", "\r\n", StringComparison.Ordinal), _ => random.Next(1, 9));
        yield return ("BOM", "\uFEFF" + text, _ => 2);
        if (dialect.Framing == Framing.Lines)
        {
            yield return ("blank lines", text.Replace("\n", "\n\r\n\n", StringComparison.Ordinal), _ => 5);
            yield break;
        }
        yield return ("CR", text.Replace("\n", "\r", StringComparison.Ordinal), _ => random.Next(1, 9));
        yield return ("no space", Space().Replace(text, "$1:"), _ => 7);
        yield return ("comments", text.Replace("\n\n", "\n\n: keep-alive\n\n", StringComparison.Ordinal), _ => 3);
        yield return ("comments and ids within events", Space().Replace(text, ":\nid: 7\nretry: 10\n$1: "), _ => 11);
        yield return ("no event lines", EventLine().Replace(text, ""), _ => 13);
    }

    /// <summary>Up to the middle of the next character of several bytes.</summary>
    private static int NextInside(byte[] bytes, int at)
    {
        for (var i = at + 1; i < bytes.Length; i++)
            if ((bytes[i] & 0xC0) == 0x80) return i - at;
        return bytes.Length - at;
    }

    private static string Output(Dialect dialect, string text, Func<int, int>? chunk)
    {
        var (events, error) = Translate.Events(dialect, Encoding.UTF8.GetBytes(text), chunk);
        return string.Concat(events) + error;
    }

    [GeneratedRegex("^(data|event): ", RegexOptions.Multiline)]
    private static partial Regex Space();

    [GeneratedRegex("^event: .*\n", RegexOptions.Multiline)]
    private static partial Regex EventLine();
}
