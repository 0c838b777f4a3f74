namespace Farthing.Wire.Tests.Vectors;

/// <summary>Way 3: every request that Farthing writes is one that its target takes, there and on the way back.</summary>
public sealed class SchemaTests
{
    private static readonly TargetModel s_plain = new("plain-model", LegacyMaxTokens: true, MaxOutputTokens: 8192);

    [Theory, MemberData(nameof(Directions.Each), MemberType = typeof(Directions))]
    public void The_schema_does_say_no(string name) =>
        Assert.NotNull(JsonSchema.Of(Dialects.Find(name)!).Fault(Translate.Json("""{"model":"m","messages":[{"role":"user"}],"stream":true,"n":[1]}""")));

    [Theory, MemberData(nameof(Directions.Across), MemberType = typeof(Directions))]
    public void Every_translated_request_is_valid_in_its_target_and_back_again(string from, string to)
    {
        var (source, target) = (Dialects.Find(from)!, Dialects.Find(to)!);
        var (there, back) = (JsonSchema.Of(target), JsonSchema.Of(source));
        var way = Way.Begin("3 schema", from, to);
        foreach (var recording in Recordings.Of(source).Where(r => r.Status < 400))
            foreach (var model in (TargetModel[])[Translate.Thinker, s_plain])
                way.Run(recording, () =>
                {
                    var request = Translate.Request(source, target, recording.Request, model);
                    if (there.Fault(Translate.Json(request)) is { } wrong) return $"{wrong}\n{request}";
                    try
                    {
                        var again = Translate.Request(target, source, Translate.Json(request));
                        return back.Fault(Translate.Json(again)) is { } fault ? $"back: {fault}\n{again}" : null;
                    }
                    catch (WireException e) when (e.Row is not null)
                    {
                        return null; // the way back may be refused for a reason of its own, such as stop sequences that Responses lacks
                    }
                });
        way.End();
    }
}
