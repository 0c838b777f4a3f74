using System.Text;
using System.Text.Json;
using CsCheck;
using Farthing.Catalogue;
using Farthing.Gateway.TokenCounts;
using Xunit;

namespace Farthing.Tests.Gateway.TokenCounts;

public class PromptCounterTests
{
    private const string Png = "iVBORw0KGgoAAAANSUhEUgAAAoAAAAHgCAIAAAA="; // the head of a PNG of 640 × 480

    private static readonly Gen<string> Text = Gen.OneOf(Gen.String[0, 300], Among("", "  ", "def f(x):\n    return x + 1\n", "{\"a\":[1,2,3]}", "The quick brown fox.", "日本語のテキスト", "\0\u0001"));

    private static readonly Gen<string> Block = Gen.Select(Text, Gen.Int[0, 8]).Select((text, kind) => kind switch
    {
        0 => $$$"""{"type":"text","text":{{{J(text)}}}}""",
        1 => $$$"""{"type":"tool_use","id":"t1","name":"run","input":{"code":{{{J(text)}}}}}""",
        2 => $$$"""{"type":"tool_result","tool_use_id":"t1","content":[{"type":"text","text":{{{J(text)}}}}]}""",
        3 => $$$"""{"type":"thinking","thinking":{{{J(text)}}},"signature":"abc"}""",
        4 => $$$"""{"type":"image","source":{"type":"base64","media_type":"image/png","data":"{{{Png}}}"}}""",
        5 => $$$"""{"type":"document","source":{"type":"text","media_type":"text/plain","data":{{{J(text)}}}}}""",
        6 => $$$"""{"type":"image_url","image_url":{"url":{{{J(text)}}},"detail":"low"}}""",
        7 => $$$"""{"type":"redacted_thinking","data":{{{J(text)}}}}""",
        _ => $$$"""{"type":"something_of_2030","words":{{{J(text)}}}}""",
    });

    private static readonly Gen<string> Model = Among("claude-haiku-4-5", "claude-haiku-5-5", "gpt-4o-mini", "gpt-6-luna", "qwen3-coder");

    [Fact]
    public void More_in_the_request_never_counts_less() =>
        Gen.Select(Model, Block.Array[0, 6], Block).Sample((model, blocks, added) => Count(model, [.. blocks, added]) >= Count(model, blocks));

    [Fact]
    public void Any_json_gives_a_number() =>
        Gen.Select(Model, Block, Gen.Int[0, 200], Gen.Int[0, 255]).Sample((model, block, at, with) =>
        {
            var bytes = Encoding.UTF8.GetBytes(Body(model, [block]));
            bytes[at % bytes.Length] = (byte)with;
            try
            {
                using var document = JsonDocument.Parse(bytes);
                Assert.InRange(Of(document.RootElement, model), 0, int.MaxValue);
            }
            catch (JsonException)
            {
                // no JSON, so no question
            }
        });

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"\ud800 alone"}]}""")]
    [InlineData("""{"messages":{"role":"user"}}""")]
    [InlineData("""{"messages":[[[[1,null,true]]]],"tools":7,"system":{"a":{"b":"c"}}}""")]
    [InlineData("""{"\ud800":"x","input":[{"\ud800":"x"}]}""")]
    [InlineData("""[1,2,3]""")]
    [InlineData("""7""")]
    [InlineData("""null""")]
    public void Odd_json_gives_a_number(string body)
    {
        using var document = JsonDocument.Parse(body);
        Assert.InRange(Of(document.RootElement, "claude-haiku-4-5"), 0, 1_000);
    }

    [Fact]
    public void Every_part_of_a_prompt_counts()
    {
        const string text = "some words that have to be counted wherever they stand in the request";
        var bare = Count("gpt-4o", []);
        foreach (var field in new[] { $"\"system\":{J(text)}", $"\"instructions\":{J(text)}", $$$"""
            "tools":[{"name":"f","description":{{{J(text)}}},"input_schema":{"type":"object"}}]
            """ })
        {
            using var document = JsonDocument.Parse($$$"""{"model":"gpt-4o","messages":[{"role":"user","content":[]}],{{{field}}}}""");
            Assert.True(Of(document.RootElement, "gpt-4o") >= bare + 12, field);
        }

        foreach (var block in new[] { "text\",\"text", "thinking\",\"thinking" }) Assert.True(Count("gpt-4o", [$$$"""{"type":"{{{block}}}":{{{J(text)}}}}"""]) >= bare + 12, block);
        Assert.True(Count("gpt-4o", [$$$"""{"type":"tool_result","tool_use_id":"x","content":{{{J(text)}}}}"""]) >= bare + 12);
        Assert.Equal(bare + 425 + 0, Count("gpt-4o", [$$$"""{"type":"image_url","image_url":{"url":"data:image/png;base64,{{{Png}}}"}}"""]));
        Assert.Equal(bare + 85, Count("gpt-4o", [$$$"""{"type":"image_url","image_url":{"url":"data:image/png;base64,{{{Png}}}","detail":"low"}}"""]));
        Assert.Equal(Count("claude-haiku-4-5", []) + (23 * 18), Count("claude-haiku-4-5", [$$$"""{"type":"image","source":{"type":"base64","data":"{{{Png}}}"}}"""]));
    }

    [Fact]
    public void A_pdf_counts_by_its_pages()
    {
        var pdf = Convert.ToBase64String("%PDF-1.4 1 0 obj <</Type /Pages /Count 2>> 2 0 obj <</Type /Page>> 3 0 obj <</Type/Page /Parent 1 0 R>>"u8);
        Assert.Equal(Count("claude-haiku-4-5", []) + (2 * 1_568), Count("claude-haiku-4-5", [$$$"""{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"{{{pdf}}}"}}"""]));
    }

    [Fact]
    public void A_file_that_the_provider_keeps_counts_as_a_large_image() =>
        Assert.Equal(Count("claude-haiku-4-5", []) + 1_568, Count("claude-haiku-4-5", ["""{"type":"image","source":{"type":"file","file_id":"file_1"}}"""]));

    [Fact]
    public void The_callers_indents_in_tools_cost_nothing()
    {
        const string tools = """[ { "name" : "f" , "description" : "a \"b\"  c" , "input_schema" : { "type" : "object" } } ]""";
        using var document = JsonDocument.Parse(tools);
        Assert.Equal("""[{"name":"f","description":"a \"b\"  c","input_schema":{"type":"object"}}]""", document.RootElement.Compact());
    }

    [Theory]
    [InlineData("auto", 496)]
    [InlineData("none", 496)]
    [InlineData("any", 588)]
    public void Offering_tools_costs_what_Anthropic_publishes(string choice, long preamble)
    {
        const string tools = """[{"name":"f","input_schema":{"type":"object"}}]""";
        var with = Total("claude-haiku-4-5", $$$"""{"tools":{{{tools}}},"tool_choice":{"type":"{{{choice}}}"}}""");
        Assert.InRange(with, preamble + 10, preamble + 30);
    }

    [Fact]
    public void A_megabyte_without_a_space_is_counted_all_the_same()
    {
        var tokens = O200k.Count(new string('a', 1_000_000));
        Assert.InRange(tokens, 50_000, 1_000_000);
    }

    private static string J(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static string Body(string model, string[] blocks) => $$$"""{"model":"{{{model}}}","messages":[{"role":"user","content":[{{{string.Join(',', blocks)}}}]}]}""";

    private static long Count(string model, string[] blocks)
    {
        using var document = JsonDocument.Parse(Body(model, blocks));
        return Of(document.RootElement, model);
    }

    private static long Total(string model, string body)
    {
        using var document = JsonDocument.Parse(body);
        return Of(document.RootElement, model);
    }

    private static long Of(JsonElement body, string model)
    {
        var rules = TokenRules.Of(model, ModelCatalogue.Embedded.Find(model));
        return TokenFactor.Same(rules.Factor).Of(PromptCounter.Count(body, rules));
    }

    private static Gen<string> Among(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);
}
