using System.Text;
using Farthing.Catalogue;
using Xunit;

namespace Farthing.Tests.Catalogue;

public class ModelCatalogueTests
{
    [Theory]
    [InlineData("claude-haiku-4-5-20251001", "claude-haiku-4-5-20251001")]
    [InlineData("claude-haiku-4-5", "claude-haiku-4-5-20251001")]
    [InlineData("anthropic/claude-haiku-4-5", "claude-haiku-4-5-20251001")]
    [InlineData("Claude-Haiku-4-5", "claude-haiku-4-5-20251001")]
    [InlineData("gpt-4o-mini-2024-07-18", "gpt-4o-mini")]
    [InlineData("openai/gpt-4o-2024-11-20", "gpt-4o")]
    [InlineData("gpt-4o-2024-05-13", "gpt-4o-2024-05-13")]
    [InlineData("qwen2.5-coder:1.5b-base", "qwen2.5-coder")]
    [InlineData("ollama/deepseek-coder:6.7b", "deepseek-coder")]
    [InlineData("ft:gpt-4o-mini-2024-07-18:team:name:id", "ft:gpt-4o-mini-2024-07-18:team:name:id")]
    [InlineData("openai/ft:gpt-4o:team::id", "ft:gpt-4o:team::id")]
    public void Finds_a_model_by_id_alias_prefix_and_local_tag(string asked, string id) =>
        Assert.Equal(id, ModelCatalogue.Embedded.Find(asked)?.Id);

    [Theory]
    [InlineData("")]
    [InlineData("claude-haiku")]
    [InlineData("openai/claude-haiku-4-5")]
    [InlineData("anthropic/anthropic/claude-haiku-4-5")]
    [InlineData("/claude-haiku-4-5")]
    [InlineData("gpt-4o:latest")]
    [InlineData("ft:gpt-9:team::id")]
    [InlineData("ft:gpt-4o-mini")]
    [InlineData("anthropic/ft:gpt-4o-mini:team::id")]
    [InlineData("qwen3-coder:480b-cloud")]
    public void Does_not_take_an_unknown_model_for_a_known_one(string asked) => Assert.Null(ModelCatalogue.Embedded.Find(asked));

    [Theory]
    [InlineData("claude-haiku-4.5", "claude-haiku-4-5")]
    [InlineData("gpt4o-mini", "gpt-4o-mini")]
    [InlineData("anthropic/claude-sonet-5", "claude-sonnet-5")]
    [InlineData("deepseek-codr", "deepseek-coder")]
    public void Suggests_the_name_that_was_meant(string typed, string meant) =>
        Assert.Equal(meant, ModelCatalogue.Embedded.Suggest(typed)[0]);

    [Fact]
    public void Suggests_nothing_far_away() => Assert.Empty(ModelCatalogue.Embedded.Suggest("zzzz"));

    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "", 3)]
    [InlineData("flaw", "lawn", 2)]
    [InlineData("same", "same", 0)]
    public void Counts_the_edits_between_two_names(string a, string b, int edits) => Assert.Equal(edits, Spelling.Distance(a, b));

    [Theory]
    [InlineData("""{"as_of":"2026-11-22","price_books":{},"models":[],"extra":1}""", "extra")]
    [InlineData("""{"as_of":"yesterday","price_books":{},"models":[]}""", "as_of")]
    [InlineData("""{"price_books":{},"models":[]}""", "as_of")]
    [InlineData("null", "null")]
    [InlineData("""
        {"as_of":"2026-11-22","price_books":{},"models":[
          {"id":"a","provider":"p","capabilities":{},"as_of":"2026-11-22","sources":[],"prices":{"list":[{"rates":{"input":0.15},"as_of":"2026-11-22","sources":[]}]}}]}
        """, "decimal in quotes")]
    [InlineData("""
        {"as_of":"2026-11-22","price_books":{},"models":[
          {"id":"a","provider":"p","capabilities":{},"as_of":"2026-11-22","sources":[],"prices":{}},
          {"id":"b","aliases":["A"],"provider":"p","capabilities":{},"as_of":"2026-11-22","sources":[],"prices":{}}]}
        """, "'A' is named twice, by 'a' and by 'b'")]
    public void Refuses_a_broken_catalogue_and_names_the_place(string json, string named)
    {
        var refusal = Assert.Throws<InvalidDataException>(() => ModelCatalogue.Load(new MemoryStream(Encoding.UTF8.GetBytes(json))));
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }
}
