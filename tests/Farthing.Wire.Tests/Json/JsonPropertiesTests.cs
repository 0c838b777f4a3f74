using System.Text;
using System.Text.Json;
using CsCheck;

namespace Farthing.Wire.Tests.Json;

public sealed class JsonPropertiesTests
{
    /// <summary>Pieces of which valid and nearly valid texts come together.</summary>
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "{\"a\":", "\"b\":", "\"model\"", "\"mod\\u0065l\"", "\"\\ud800\"", "\"x\\n\\\"y\\\\\"", "\"\\q\"", "\"\\u12g4\"", "\"\t\"", "\"", "\\",
        "0", "-1", "01", "1.5e-3", "1.", "-", "2E+", "true", "fals", "null", " ", "\n", "\r\t", "é", "\u0000", "{}", "[]", "[1,{\"c\":[]}]", "{\"d\":{\"e\":\"f\"}}", "//", "'", "\u007f",
    ];

    private static readonly Gen<string> Piece = Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]);

    private static readonly Gen<string> Texts = Gen.OneOf(
        Piece.Array[0, 12].Select(string.Concat),
        Gen.Select(Piece, Piece, Gen.Int[0, 8]).Select((a, b, depth) =>
            $"{{\"a\":{string.Concat(Enumerable.Repeat("[", depth))}{a}{string.Concat(Enumerable.Repeat("]", depth))},\"b\":{b}}}"));

    [Fact]
    public void Takes_for_an_object_what_the_runtimes_own_reader_takes_for_one() => Texts.Sample(text =>
    {
        var json = Encoding.UTF8.GetBytes(text);
        Assert.Equal(OfDocument(json, 6), OfProperties(json, 6));
    }, iter: 50_000);

    /// <summary>Texts are passed over in blocks of 32 bytes: what is special stands at each place of one, and across two.</summary>
    [Fact]
    public void Takes_for_a_text_what_the_runtimes_own_reader_takes_for_one_wherever_in_it_an_escape_stands() =>
        Gen.Select(Gen.Int[0, 70], Gen.OneOf(Piece, Piece.Array[1, 6].Select(string.Concat)), Gen.Int[0, 70]).Sample((before, middle, after) =>
        {
            var json = Encoding.UTF8.GetBytes($"{{\"a\":\"{new string('x', before)}{middle.Trim('"')}{new string('y', after)}\",\"b\":1}}");
            Assert.Equal(OfDocument(json, 6), OfProperties(json, 6));
        }, iter: 50_000);

    /// <summary>Every other backslash of a run escapes what follows it, also where the run goes from one block into the next.</summary>
    [Fact]
    public void Takes_for_a_text_what_the_runtimes_own_reader_takes_for_one_wherever_a_run_of_backslashes_stands()
    {
        foreach (var end in new[] { "", "n", "u0041", "u00", "x", "\"", "\t" })
        {
            for (var before = 0; before < 40; before++)
            {
                for (var run = 1; run < 70; run++)
                {
                    var json = Encoding.UTF8.GetBytes($"{{\"a\":\"{new string('x', before)}{new string('\\', run)}{end}{new string('y', run % 40)}\",\"b\":1}}");
                    Assert.Equal(OfDocument(json, 6), OfProperties(json, 6));
                }
            }
        }
    }

    [Fact]
    public void Finds_the_bytes_of_each_value_wherever_white_space_stands()
    {
        var fields = new JsonProperties(" \n{ \"a\" : [ 1 , \"\\\"]\" ] ,\t\"b\":-0.5e1 , \"\":{} } "u8);
        var found = new List<string>();
        while (fields.Next()) found.Add($"{fields.Range.Start}+{fields.Range.Length}");
        Assert.Equal(["10+13", "30+6", "42+2"], found);
        Assert.Equal((true, false, 3), (fields.IsObject, fields.IsBroken, fields.Inside));
    }

    [Fact]
    public void Knows_a_name_however_it_is_escaped()
    {
        var fields = new JsonProperties("""{"mod\u0065l":"m","model ":1}"""u8);
        Assert.True(fields.Next());
        Assert.True(fields.Is("model"u8));
        var value = fields.Value();
        Assert.True(value.Read());
        Assert.Equal("m", value.GetString());
        Assert.True(fields.Next());
        Assert.False(fields.Is("model"u8));
    }

    [Fact]
    public void Says_that_a_name_of_half_a_surrogate_is_none() => Assert.Throws<InvalidOperationException>(() =>
    {
        var fields = new JsonProperties("""{"\ud800":1}"""u8);
        Assert.True(fields.Next());
        fields.Is("model"u8);
    });

    private static string? OfDocument(byte[] json, int maxDepth)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = maxDepth });
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            return string.Join('\n', document.RootElement.EnumerateObject().Select(p => p.Value.GetRawText()));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? OfProperties(byte[] json, int maxDepth)
    {
        var fields = new JsonProperties(json, maxDepth);
        var values = new List<string>();
        while (fields.Next()) values.Add(Encoding.UTF8.GetString(json, fields.Range.Start, fields.Range.Length));
        return fields.IsBroken ? null : string.Join('\n', values);
    }
}
