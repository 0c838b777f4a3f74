using System.Text;

namespace Farthing.Wire.Tests.Requests;

public sealed class RequestHeadTests
{
    [Fact]
    public void Reads_what_the_gateway_needs()
    {
        var head = Head("""{"messages":[{"role":"user","content":"model"}],"model":"a","stream":true,"max_completion_tokens":5,"max_tokens":9,"stream_options":{"include_usage":true}}""");
        Assert.Equal(("a", true, 9L, 5L, true), (head.Model, head.Stream, head.Cap("max_tokens"), head.Cap("max_completion_tokens"), head.IncludeUsage));
    }

    [Theory]
    [InlineData("""{"max_completion_tokens":5,"max_tokens":9,"n":3}""", 9L, null, null, 3)]
    [InlineData("""{"max_tokens":9,"max_tokens":null,"max_tokens":2,"best_of":4,"n":2}""", 9L, null, null, 4)]
    [InlineData("""{"max_output_tokens":7,"n":null}""", null, 7L, null, 1)]
    [InlineData("""{"options":{"seed":[1],"num_predict":8,"stop":{"a":1}},"model":"m"}""", null, null, 8L, 1)]
    [InlineData("""{"options":{"num_predict":-1}}""", null, null, null, 1)]
    public void Knows_the_largest_cap_under_each_dialects_names_and_how_many_answers_are_asked_for(string body, long? chat, long? responses, long? ollama, int choices)
    {
        var head = Head(body);
        Assert.Equal((chat, responses, ollama, choices),
            (head.Cap("max_tokens", "max_completion_tokens"), head.Cap("max_output_tokens"), head.Cap("options.num_predict"), head.Choices));
    }

    [Theory]
    // The last of repeated keys counts, and every one is replaced; inner models are not ours; escaped names are names.
    [InlineData("""{"model":"a","x":{"model":"b"},"model" : "c"}""", """{"model":"NEW","x":{"model":"b"},"model" : "NEW"}""")]
    [InlineData("""{"mod\u0065l":"a"}""", """{"mod\u0065l":"NEW"}""")]
    [InlineData("""{ "n":1 }""", """{"model":"NEW", "n":1 }""")]
    [InlineData("{}", """{"model":"NEW"}""")]
    public void Replaces_the_model_and_nothing_else(string body, string expected) =>
        Assert.Equal(expected, Edited(body, e => e.Model("NEW")));

    [Theory]
    [InlineData("""{"a":1}""", """{"stream_options":{"include_usage":true},"a":1}""")]
    [InlineData("""{"stream_options":{"include_usage":false}}""", """{"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"stream_options": {"include_usage":true} }""", """{"stream_options": {"include_usage":true} }""")]
    [InlineData("""{"stream_options": { "x":[1] } }""", """{"stream_options": {"include_usage":true, "x":[1] } }""")]
    [InlineData("""{"stream_options": { } }""", """{"stream_options": {"include_usage":true} }""")]
    [InlineData("""{"stream_options":null}""", """{"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"stream_options":{"include_usage":true},"stream_options":{"a":1}}""", """{"stream_options":{"include_usage":true},"stream_options":{"include_usage":true,"a":1}}""")]
    public void Asks_for_usage_and_nothing_else(string body, string expected) =>
        Assert.Equal(expected, Edited(body, e => e.AskUsage()));

    [Theory]
    [InlineData("""{"model":3}""", "model", "must be a string")]
    [InlineData("""{"model":"\ud800"}""", "model", "Unicode")]
    [InlineData("""{"stream":"yes"}""", "stream", "true or false")]
    [InlineData("""{"max_tokens":-1}""", "max_tokens", "0 or more")]
    [InlineData("""{"max_tokens":1.5}""", "max_tokens", "whole number")]
    [InlineData("""{"messages":{}}""", "messages", "array")]
    [InlineData("""{"stream_options":[]}""", "stream_options", "object")]
    [InlineData("[]", null, "JSON object")]
    [InlineData("", null, "not valid JSON")]
    [InlineData("{\"a\":1,\n\"b\":nope}", null, "The body is not valid JSON at line 2, byte 5: 'nop")]
    [InlineData("{} x", null, "not valid JSON")]
    public void Names_what_is_wrong(string body, string? field, string message)
    {
        var e = Assert.Throws<WireException>(() => Head(body)).Error;
        Assert.Equal((400, field), (e.Status, e.Field));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", e.Message, StringComparison.Ordinal); // the place stands before it, once
    }

    [Fact]
    public void Refuses_what_is_nested_too_deeply() =>
        Assert.Throws<WireException>(() => Head($"{{\"a\":{new string('[', 65)}{new string(']', 65)}}}"));

    [Fact]
    public void Skips_a_byte_order_mark()
    {
        var body = Encoding.UTF8.GetBytes("\uFEFF{\"model\":\"a\"}");
        Assert.Equal("\uFEFF{\"model\":\"b\"}", Encoding.UTF8.GetString(new RequestEdits(RequestHead.Read(body)).Model("b").Apply(body)));
    }

    [Fact]
    public void Makes_several_edits_at_once() =>
        Assert.Equal("""{"stream_options":{"include_usage":true},"model":"b", "x":1}""",
            Edited("""{"model":"a", "x":1}""", e => e.Model("b").AskUsage()));

    private static RequestHead Head(string body) => RequestHead.Read(Encoding.UTF8.GetBytes(body));

    private static string Edited(string body, Func<RequestEdits, RequestEdits> edit)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return Encoding.UTF8.GetString(edit(new RequestEdits(RequestHead.Read(bytes))).Apply(bytes));
    }
}
