using System.Text;
using System.Text.Json;
using CsCheck;
using Farthing.Gateway.TokenCounts;
using Xunit;

namespace Farthing.Tests.Gateway.TokenCounts;

public class ToolDeclarationsTests
{
    private const string Tools = """
        [
          {"type":"function","function":{"name":"find_order","description":"Finds an order.","strict":true,"parameters":{
            "type":"object","title":"FindOrder","additionalProperties":false,"required":["id","state"],
            "properties":{
              "id":{"type":"integer","minimum":1,"description":"Its number."},
              "state":{"enum":["open","closed"]},
              "limit":{"type":"integer","default":10},
              "sort":{"type":["string","null"],"default":"date"},
              "tags":{"type":"array","items":{"type":"string"}},
              "buyer":{"$ref":"#/$defs/Person"},
              "note":{"anyOf":[{"type":"string"},{"const":7}]},
              "more":{}},
            "$defs":{"Person":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"friends":{"type":"array","items":{"$ref":"#/$defs/Person"}}}}}}}},
          {"name":"now","description":"The time.","input_schema":{"type":"object","properties":{}}},
          {"type":"web_search"}
        ]
        """;

    private const string Declared = """
        # Tools

        ## functions

        namespace functions {

        // Finds an order.
        type find_order = (_: {
        // Its number.
        id: number,
        state: "open" | "closed",
        limit?: number, // default: 10
        sort?: string | null, // default: date
        tags?: string[],
        buyer?: {
        name: string,
        friends?: any[],
        },
        note?: string | 7,
        more?: any,
        }) => any;

        // The time.
        type now = () => any;

        {"type":"web_search"}
        } // namespace functions
        """;

    [Fact]
    public void Tools_of_either_vendor_become_declarations() => Assert.Equal(Declared.ReplaceLineEndings("\n"), Of(Tools));

    [Fact]
    public void References_that_multiply_come_to_an_end()
    {
        var definitions = string.Join(',', Enumerable.Range(0, 40).Select(i => $$$$"""
            "d{{{{i}}}}":{"properties":{"a":{"$ref":"#/$defs/d{{{{i + 1}}}}"},"b":{"$ref":"#/$defs/d{{{{i + 1}}}}"}}}
            """));
        var text = Of($$$$"""[{"name":"f","parameters":{"properties":{"x":{"$ref":"#/$defs/d0"}},"$defs":{{{{{definitions}}}}}}}]""");
        Assert.InRange(text.Length, 1_000_000, 1_100_000);
    }

    [Fact]
    public void A_hundred_thousand_definitions_that_lead_to_one_another_are_no_burden()
    {
        var definitions = string.Join(',', Enumerable.Range(0, 100_000).Select(i => $$$"""
            "d{{{i}}}":{"$ref":"#/$defs/d{{{i + 1}}}"}
            """));
        var properties = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $$$"""
            "p{{{i}}}":{"$ref":"#/$defs/d{{{i}}}"}
            """));
        var text = Of($$$$"""[{"name":"f","parameters":{"properties":{{{{{properties}}}}},"$defs":{{{{{definitions}}}}}}}]""");
        Assert.Contains("p9999?: any,", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_array_of_anything_gives_a_text()
    {
        var bytes = Encoding.UTF8.GetBytes(Tools);
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte, Gen.Int[0, bytes.Length - 1], Gen.Byte).Sample((at, with, then, also) =>
        {
            byte[] changed = [.. bytes];
            (changed[at], changed[then]) = (with, also);
            try
            {
                using var document = JsonDocument.Parse(changed);
                Assert.NotEmpty(ToolDeclarations.Of(document.RootElement));
            }
            catch (JsonException)
            {
                // no JSON, so no tools
            }
        });
    }

    private static string Of(string tools)
    {
        using var document = JsonDocument.Parse(tools);
        return ToolDeclarations.Of(document.RootElement);
    }
}
