using System.Text;

namespace Farthing.Wire.Tests.Vectors;

public sealed class RequestTests
{
    [Theory, MemberData(nameof(Directions.Across), MemberType = typeof(Directions))]
    public void A_request_there_and_back_loses_only_what_is_announced(string from, string to)
    {
        var (source, target) = (Dialects.Find(from)!, Dialects.Find(to)!);
        var way = Way.Begin("3 request", from, to);
        foreach (var recording in Recordings.Of(source))
            way.Run(recording, () =>
            {
                if (Read(source, recording) is not { } original) return null;
                var losses = new Losses();
                var there = Translate.Request(source, target, recording.Request, losses: losses);
                var back = target.ReadRequest(Translate.Json(there));
                return Kept.Difference(original, back, losses, target) is { } lost ? $"{lost}\n{there}" : null;
            });
        way.End();
    }

    [Theory, MemberData(nameof(Directions.Each), MemberType = typeof(Directions))]
    public void The_head_agrees_with_the_parsed_request(string name)
    {
        var dialect = Dialects.Find(name)!;
        var way = Way.Begin("1 head", name, name);
        foreach (var recording in Recordings.Of(dialect))
            way.Run(recording, () =>
            {
                if (Read(dialect, recording) is not { } request) return null;
                var bytes = Encoding.UTF8.GetBytes(recording.Request.GetRawText());
                var head = RequestHead.Read(bytes);
                if ((request.Model, request.Stream, request.MaxTokens) != (head.Model, head.Stream ?? dialect.StreamsByDefault, dialect.Cap(head))) return $"{head}, not {request}";
                var edited = new RequestEdits(head).Model("other \"model\"").AskUsage().Apply(bytes);
                var again = RequestHead.Read(edited);
                if (("other \"model\"", dialect.Cap(head), true) != (again.Model, dialect.Cap(again), again.IncludeUsage)) return $"edited {again}";
                if (!bytes.AsSpan().SequenceEqual(new RequestEdits(head).Apply(bytes))) return "no edit is an edit";
                var there = Model(bytes, head, "x");
                return bytes.AsSpan().SequenceEqual(Model(there, RequestHead.Read(there), head.Model!)) ? null : "an edit taken back leaves a trace";
            });
        way.End();
    }

    /// <summary>Null for a request that its provider refused too.</summary>
    private static Conversation? Read(Dialect dialect, Recording recording)
    {
        try
        {
            return dialect.ReadRequest(recording.Request);
        }
        catch (WireException e) when (e.Row is null && e.Error.Status == 400 && recording.Status >= 400)
        {
            return null;
        }
    }

    private static byte[] Model(byte[] bytes, RequestHead head, string model) => new RequestEdits(head).Model(model).Apply(bytes);
}
