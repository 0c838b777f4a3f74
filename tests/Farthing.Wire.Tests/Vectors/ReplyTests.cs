using System.Text;

namespace Farthing.Wire.Tests.Vectors;

/// <summary>Way 2: every recorded answer, read and written as every dialect, says what the recording says.</summary>
public sealed class ReplyTests
{
    [Theory, MemberData(nameof(Directions.All), MemberType = typeof(Directions))]
    public void An_answer_says_in_every_dialect_what_was_recorded(string from, string to)
    {
        var (source, target) = (Dialects.Find(from)!, Dialects.Find(to)!);
        var way = Way.Begin("2 answer", from, to);
        foreach (var recording in Recordings.Replies(source).Where(r => !r.IsError))
            way.Run(recording, () => Whole(source, target, recording));
        way.End(atLeast: from.StartsWith("ollama", StringComparison.Ordinal) ? 4 : 30);
    }

    [Theory, MemberData(nameof(Directions.All), MemberType = typeof(Directions))]
    public void A_stream_says_in_every_dialect_what_was_recorded(string from, string to)
    {
        var (source, target) = (Dialects.Find(from)!, Dialects.Find(to)!);
        var way = Way.Begin("2 stream", from, to);
        foreach (var recording in Recordings.Streams(source))
            way.Run(recording, () => Streamed(source, target, recording));
        way.End(atLeast: from.StartsWith("ollama", StringComparison.Ordinal) ? 4 : 10);
    }

    [Theory, MemberData(nameof(Directions.All), MemberType = typeof(Directions))]
    public void An_error_keeps_its_words_in_every_dialect(string from, string to)
    {
        var (source, target) = (Dialects.Find(from)!, Dialects.Find(to)!);
        var way = Way.Begin("2 error", from, to);
        foreach (var recording in Recordings.Replies(source).Where(r => r.IsError))
            way.Run(recording, () =>
            {
                var error = recording.Reply!.Value.At("error");
                var message = error.Str("message") ?? recording.Reply.Value.Str("error") ?? recording.Reply.Value.Str("message") ?? "";
                var (status, body) = target.WriteError(source.ReadError(recording.Status, Encoding.UTF8.GetBytes(recording.Reply.Value.GetRawText())), "req_1");
                var written = Translate.Json(Encoding.UTF8.GetString(body));
                var said = written.Str("error", "message") ?? written.Str("error") ?? "";
                if (recording.Status >= 400 && status != recording.Status) return $"status {recording.Status} became {status}";
                return status >= 400 && said.Contains(message, StringComparison.Ordinal) ? null : $"\"{message}\" became {status} \"{said}\"";
            });
        way.End();
    }

    [Theory, MemberData(nameof(Directions.Each), MemberType = typeof(Directions))]
    public void The_digest_of_a_passing_answer_equals_what_the_reader_found(string name)
    {
        var dialect = Dialects.Find(name)!;
        var way = Way.Begin("2 digest", name, name);
        foreach (var recording in Recordings.Replies(dialect).Where(r => !r.IsError))
            way.Run(recording, () =>
            {
                var digest = dialect.ReadDigest(Encoding.UTF8.GetBytes(recording.Reply!.Value.GetRawText()));
                if (AnswerFacts.Of(dialect, recording.Reply.Value).Stop is null) return digest.Stop is null ? null : $"{digest} of an answer that is not complete";
                var reply = dialect.ReadReply(recording.Reply.Value);
                var expected = new ReplyDigest(reply.Id, reply.Model, reply.Stop is StopReason.StopSequence && dialect != Dialects.Anthropic ? StopReason.EndTurn : reply.Stop, reply.Usage);
                return (digest with { IsWhole = false }) == expected ? null : $"{digest}, not {expected}";
            });
        way.End();
    }

    private static string? Whole(Dialect source, Dialect target, Recording recording)
    {
        var facts = AnswerFacts.Of(source, recording.Reply!.Value);
        Reply reply;
        try
        {
            reply = source.ReadReply(recording.Reply.Value);
        }
        catch (WireException) when (facts.Stop is null)
        {
            return null; // an answer that is not complete is an error
        }
        if (facts.Stop is null) return "an answer that is not complete was taken for whole";
        var losses = new Losses();
        var written = Translate.Json(Translate.Reply(target, reply, losses));
        return Differs("written", facts.In(target), AnswerFacts.Of(target, written).In(target))
            ?? Differs("read back", facts.In(target), ReadFacts.Of(target.ReadReply(written)).In(target))
            ?? (source == target ? null : Unannounced(reply, target, losses));
    }

    private static string? Streamed(Dialect source, Dialect target, Recording recording)
    {
        var facts = AnswerFacts.Of(source, recording.StreamText!);
        var (events, error) = Translate.Events(source, Encoding.UTF8.GetBytes(recording.StreamText!));
        var written = Translate.Stream(target, events);
        var (again, second) = Translate.Events(target, Encoding.UTF8.GetBytes(written));
        if (error is not null)
            return facts.Stop is null || events.Any(e => e is ReplyFailed) ? second is not null ? null : "a failed stream ended well" : $"{error}";
        return StreamGrammar.Fault(target, written)
            ?? Differs("written", facts.In(target), AnswerFacts.Of(target, written).In(target))
            ?? (second is not null ? $"read back {second}" : null)
            ?? Differs("read back", facts.In(target), ReadFacts.Of(ReplyFold.Of(again)).In(target));
    }

    /// <summary>Content that only its origin understands may go, but not unsaid.</summary>
    private static string? Unannounced(Reply reply, Dialect target, Losses losses)
    {
        foreach (var block in reply.Blocks)
        {
            if (block is UnknownBlock u && u.Dialect != target.Name && !losses.Dropped.Contains(u.Type)) return $"the block {u.Type} went quietly";
            if (block is ThinkingBlock { Signature: not null } or RedactedThinkingBlock && target != Dialects.Anthropic && target != Dialects.OpenAIResponses && target != Dialects.OpenAIChat
                && !losses.Dropped.Any(d => d is "thinking_signed" or "thinking")) return "a signature went quietly";
        }
        return null;
    }

    private static string? Differs(string what, string expected, string actual) => expected == actual ? null : $"{what}\nexpected {expected}\nactual   {actual}";
}
