using System.Text;

namespace Farthing.Wire.Tests.Vectors;

public sealed class RequestTests
{
    [Theory, InlineData("anthropic", "openai-chat"), InlineData("openai-chat", "anthropic")]
    public void A_request_there_and_back_loses_only_what_is_announced(string from, string to)
    {
        var (source, target) = (Dialects.Find(from)!, Dialects.Find(to)!);
        var (kept, refused) = (0, new Dictionary<string, int>());
        var failures = new List<string>();
        foreach (var recording in Recordings.Of(source))
        {
            var original = source.ReadRequest(recording.Request);
            var losses = new Losses();
            string there;
            try
            {
                there = Translate.Request(source, target, recording.Request, losses: losses);
            }
            catch (WireException e)
            {
                Assert.Equal(400, e.Error.Status);
                Assert.NotNull(e.Error.Field);
                var why = e.Error.Message;
                refused[why] = refused.GetValueOrDefault(why) + 1;
                continue;
            }
            var back = target.ReadRequest(Translate.Json(there));
            var difference = Kept.Difference(original, back, losses, target);
            if (difference is not null) failures.Add($"{recording}: {difference}");
            kept++;
        }
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{kept} translated, refused:\n{string.Join('\n', refused.OrderByDescending(r => r.Value).Select(r => $"{r.Value,4} {r.Key}"))}");
        Assert.True(failures.Count == 0, $"{failures.Count} of {kept}\n{string.Join('\n', failures.Take(12))}");
        Assert.True(kept > 150, $"only {kept}");
    }

    [Theory, InlineData("anthropic"), InlineData("openai-chat")]
    public void A_reply_there_and_back_keeps_text_calls_stop_and_usage(string from)
    {
        var source = Dialects.Find(from)!;
        var target = source == Dialects.Anthropic ? Dialects.OpenAIChat : Dialects.Anthropic;
        var seen = 0;
        foreach (var recording in Recordings.Of(source).Where(r => r is { Reply: not null, Status: 200 }))
        {
            if (recording.Reply!.Value.TryGetProperty("error", out _)) continue;
            var reply = source.ReadReply(recording.Reply.Value);
            var back = target.ReadReply(Translate.Json(Translate.Reply(target, reply)));
            Assert.Equal(Kept.Text(reply), Kept.Text(back));
            Assert.Equal(Kept.Calls(reply), Kept.Calls(back));
            Assert.Equal((recording.Name, reply.Usage.Prompt ?? 0, reply.Usage.Output ?? 0, reply.Usage.CacheRead ?? 0),
                (recording.Name, back.Usage.Prompt, back.Usage.Output, back.Usage.CacheRead ?? 0));
            var digest = source.ReadDigest(Encoding.UTF8.GetBytes(recording.Reply.Value.GetRawText()));
            Assert.Equal((recording.Name, reply.Id, reply.Model, (StopReason?)reply.Stop, reply.Usage),
                (recording.Name, digest.Id, digest.Model, digest.Stop, digest.Usage));
            seen++;
        }
        Assert.True(seen > 150, $"only {seen}");
    }

    [Theory, InlineData("anthropic"), InlineData("openai-chat")]
    public void The_head_agrees_with_the_parsed_request(string name)
    {
        var dialect = Dialects.Find(name)!;
        foreach (var recording in Recordings.Of(dialect))
        {
            var bytes = Encoding.UTF8.GetBytes(recording.Request.GetRawText());
            var head = RequestHead.Read(bytes);
            var request = dialect.ReadRequest(recording.Request);
            Assert.Equal((request.Model, request.Stream, request.MaxTokens), (head.Model, head.Stream ?? dialect.StreamsByDefault, dialect.Cap(head)));
            var edited = new RequestEdits(head).Model("other \"model\"").AskUsage().Apply(bytes);
            var again = RequestHead.Read(edited);
            Assert.Equal(("other \"model\"", dialect.Cap(head), true), (again.Model, dialect.Cap(again), again.IncludeUsage));
            Assert.Equal(bytes, new RequestEdits(head).Apply(bytes));
            Assert.Equal(bytes, new RequestEdits(RequestHead.Read(Model(bytes, head, "x"))).Model(head.Model!).Apply(Model(bytes, head, "x")));
        }
    }

    private static byte[] Model(byte[] bytes, RequestHead head, string model) => new RequestEdits(head).Model(model).Apply(bytes);
}
