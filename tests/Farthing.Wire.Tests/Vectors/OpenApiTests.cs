using System.Text;
using System.Text.Json;

namespace Farthing.Wire.Tests.Vectors;

/// <summary>
/// OpenAI's own OpenAPI document as the judge of what Farthing sends to OpenAI's dialects and of what it returns on their faces,
/// where the folder of recordings holds it. Its lists of required fields are stricter than what servers send, so it judges only our output.
/// </summary>
public sealed class OpenApiTests
{
    private static readonly Dictionary<string, (string Request, string Reply, string? Event)> s_names = new()
    {
        ["openai-chat"] = ("CreateChatCompletionRequest", "CreateChatCompletionResponse", "CreateChatCompletionStreamResponse"),
        ["openai-responses"] = ("CreateResponse", "Response", "ResponseStreamEvent"),
        ["openai-completions"] = ("CreateCompletionRequest", "CreateCompletionResponse", null),
    };

    public static TheoryData<string, string> Ways
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (var from in Dialects.All)
                foreach (var to in s_names.Keys.Where(to => to != from.Name)) pairs.Add(from.Name, to);
            return pairs;
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public void What_is_sent_and_returned_is_valid_by_OpenAIs_own_document(string from, string to)
    {
        var (source, target) = (Dialects.Find(from)!, Dialects.Find(to)!);
        var schema = Document();
        var (request, reply, one) = s_names[to];
        var way = Way.Begin("3 OpenAPI", from, to);
        foreach (var recording in Recordings.Of(source).Where(r => r.Status < 400))
            way.Run(recording, () => schema.Fault(Translate.Json(Translate.Request(source, target, recording.Request)), request) is { } wrong ? $"request {wrong}" : null);
        foreach (var recording in Recordings.Replies(source).Where(r => !r.IsError && AnswerFacts.Of(source, r.Reply!.Value).Stop is not null))
            way.Run(recording, () => schema.Fault(Translate.Json(Translate.Reply(target, source.ReadReply(recording.Reply!.Value))), reply) is { } wrong ? $"reply {wrong}" : null);
        // Of chunks of completions the document demands a finish_reason, which OpenAI itself leaves null until the last.
        foreach (var recording in one is null ? [] : Recordings.Streams(source))
            way.Run(recording, () => StreamText.Documents(target, Translate.Stream(target, Translate.Events(source, Encoding.UTF8.GetBytes(recording.StreamText!)).Events))
                .Where(e => !e.At("error").Exists() && e.Str("type") is not ("response.failed" or "error")) // the codes that clients go by are not in the document
                .Select(e => schema.Fault(e, one!) is { } wrong ? $"event {wrong}\n{e}" : null).FirstOrDefault(f => f is not null));
        way.End();
    }

    /// <summary>The checker itself, on the constructs that the document is made of.</summary>
    [Theory]
    [InlineData("""{"kind":"a","n":1}""", null)]
    [InlineData("""{"kind":"b","list":["x",null]}""", null)]
    [InlineData("""{"kind":"b","list":["z"]}""", "$.list[0]")]
    [InlineData("""{"kind":"c"}""", "$ fits none of 2")]
    [InlineData("""{"n":1}""", "$")]
    [InlineData("""{"kind":"a","n":null}""", null)]
    [InlineData("""{"kind":"a","n":0}""", "$.n")]
    public void The_checker_reads_OpenAPI(string document, string? place)
    {
        var schema = new JsonSchema(Translate.Json("""
            {"components":{"schemas":{
              "Base":{"type":"object","required":["kind"],"properties":{"kind":{"type":"string"}}},
              "A":{"allOf":[{"$ref":"#/components/schemas/Base"},{"type":"object","properties":{"kind":{"type":"string","enum":["a"]},"n":{"type":"integer","minimum":1,"nullable":true}}}]},
              "B":{"type":"object","properties":{"kind":{"const":"b"},"list":{"type":["array","null"],"items":{"type":["string","null"],"enum":["x","y"]}}},"required":["kind"]},
              "Either":{"oneOf":[{"$ref":"#/components/schemas/A"},{"$ref":"#/components/schemas/B"}],"discriminator":{"propertyName":"kind"}}}}}
            """));
        var fault = schema.Fault(Translate.Json(document), "Either");
        if (place is null) Assert.Null(fault);
        else Assert.Contains(place, fault, StringComparison.Ordinal);
    }

    private static JsonSchema Document()
    {
        Assert.SkipWhen(Recordings.Folder is null, "the recorded vectors are not here: set FARTHING_VECTORS");
        var file = Path.Combine(Recordings.Folder!, "openai-openapi", "openapi-subset.json");
        Assert.SkipUnless(File.Exists(file), "openai-openapi/openapi-subset.json is not in this folder of recordings");
        return new JsonSchema(JsonDocument.Parse(File.ReadAllBytes(file)).RootElement);
    }
}
