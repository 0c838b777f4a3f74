using System.Globalization;
using System.Text.Json;
using Farthing.Catalogue;
using Farthing.Catalogue.Importing;
using Farthing.Wire;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Farthing.Tests.Catalogue.Importing;

public sealed class ModelImportCommandTests : IDisposable
{
    private const string LiteLlm = """
        {
          "sample_spec": {"input_cost_per_token": 0.0, "mode": "one of chat, embedding"},
          "deepseek/deepseek-chat": {"litellm_provider": "deepseek", "mode": "chat", "input_cost_per_token": 2.8e-07, "output_cost_per_token": 4.2e-07,
            "cache_read_input_token_cost": 2.8e-08, "max_input_tokens": 131072, "max_output_tokens": 8192, "supports_function_calling": true, "deprecation_date": "2027-05-01"},
          "gpt-4o-mini": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1.2000000000000002e-07, "output_cost_per_token": 6e-07,
            "cache_read_input_token_cost": 6e-08, "search_context_cost_per_query": {"search_context_size_low": 0.01}},
          "gpt-5.6-luna": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1e-06, "output_cost_per_token": 6e-06,
            "cache_read_input_token_cost": 1e-07, "cache_creation_input_token_cost": 1.25e-06, "input_cost_per_token_priority": 2e-06},
          "claude-haiku-4-5": {"litellm_provider": "anthropic", "mode": "chat", "input_cost_per_token": 1e-06, "output_cost_per_token": 5e-06},
          "llama3": {"litellm_provider": "ollama", "mode": "chat", "input_cost_per_token": 0.0, "output_cost_per_token": 0.0},
          "gpt-image-9": {"litellm_provider": "openai", "mode": "image_generation", "input_cost_per_token": 5e-06}
        }
        """;

    private static readonly DateOnly s_today = new(2026, 11, 25);
    private readonly TemporaryFolder _folder = new();

    private string Imported => _folder.In("models.json");

    private ModelCatalogue Catalogue => CatalogueOverlay.Read(Imported) is { } overlay ? ModelCatalogue.Embedded.Over(overlay) : ModelCatalogue.Embedded;

    public void Dispose() => _folder.Dispose();

    private (int Code, string Output) Run(string? answer, bool json = false, string? genAi = null, string? liteLlm = LiteLlm, string today = "2026-11-25", params string[] models)
    {
        File.WriteAllText(_folder.In("table.json"), genAi ?? liteLlm);
        using var output = new StringWriter();
        var installation = new Installation(Catalogue, PriceBook.List, Imported, [], _ => []);
        var code = ModelImportCommand.Run(
            genAi is null ? _folder.In("table.json") : null, genAi is null ? null : _folder.In("table.json"), [], models, json,
            new ImportAnswers(answer == "--yes", answer is null ? null : new StringReader(answer)), installation, output,
            new FakeTimeProvider(DateTimeOffset.Parse(today + "T12:00:00Z", CultureInfo.InvariantCulture)));
        return (code, output.ToString().ReplaceLineEndings("\n").Replace(_folder.Path, "DATA", StringComparison.Ordinal));
    }

    private string? Cost(string model, DateOnly on) => CostCalculator.Cost(new Usage(Input: 1_000_000, Output: 1_000_000), Catalogue.Book("list")!.Find(model, on))?.ToString();

    [Fact]
    public void A_model_that_the_table_lacks_is_named_with_the_nearest_that_it_has()
    {
        Assert.Equal("'claude-haiku-5-5' is not in LiteLLM's table; the nearest there is 'claude-haiku-4-5'.\n'nowhere-at-all' is not in LiteLLM's table.",
            Assert.Throws<FormatException>(() => Run("--yes", models: ["claude-haiku-5-5", "nowhere-at-all"])).Message);
        Assert.Contains("\n'claude-haiku-5-5' is not in LiteLLM's table; the nearest there is 'claude-haiku-4-5'.\n\nNothing to write.\n", Run("--yes", models: ["claude-haiku-5-5", "claude-haiku-4-5"]).Output, StringComparison.Ordinal);
        Assert.Contains("\"not_in_table\": [\n    {\n      \"model\": \"claude-haiku-5-5\",\n      \"nearest\": \"claude-haiku-4-5\"", Run("--yes", json: true, models: ["claude-haiku-5-5", "gpt-4o-mini"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_the_difference_asks_and_writes()
    {
        var (code, output) = Run("y\n");
        Assert.Equal("""
            LiteLLM's table: 1 new, 1 with another price, 1 as in the catalogue, 3 left out. US dollars per million tokens.

            Another price, from 2026-11-25 on; the days before keep theirs:
              gpt-4o-mini                        input 0.15 → 0.12, cache read 0.075 → 0.06, batch input 0.075 → not established, batch cache read 0.075 → not established, batch output 0.30 → not established

            New:
              deepseek-chat                      input 0.28, cache read 0.028, output 0.42, ends 2027-05-01

            Left out:
              a price of 0, which means free there, or not known; price_overrides in farthing.yaml says which: llama3
              mode image_generation, which is not priced by tokens of text alone: gpt-image-9
              older than the catalogue: the price that held until 2026-07-29: gpt-5.6-luna

            Fields that the catalogue cannot carry (models): search_context_cost_per_query (1)

            Write 2 models into DATA/models.json? [y/N] Written to DATA/models.json. A gateway that runs takes it at its next start.

            """.ReplaceLineEndings("\n"), output);
        Assert.Equal(0, code);
        Assert.Equal(("0.75", "0.72", "0.7"), (Cost("gpt-4o-mini", s_today.AddDays(-1)), Cost("gpt-4o-mini", s_today), Cost("deepseek-chat", s_today)));
        Assert.Equal((131_072L, 8_192L, true, "deepseek"), Catalogue.Find("deepseek-chat") is var m ? (m!.ContextTokens, m.MaxOutputTokens, m.Capabilities.Tools, m.Provider) : default);
        Assert.Equal("gpt-6-luna", Catalogue.Find("gpt-4o-mini")!.Successor);
    }

    [Theory]
    [InlineData("n\n")]
    [InlineData("\n")]
    [InlineData("")]
    public void Anything_but_yes_writes_nothing_and_ends_with_1(string answer)
    {
        var (code, output) = Run(answer);
        Assert.EndsWith("Nothing was written.\n", output, StringComparison.Ordinal);
        Assert.Equal(1, code);
        Assert.False(File.Exists(Imported));
    }

    [Fact]
    public void Without_a_terminal_it_takes_yes_on_the_line()
    {
        Assert.Equal("Nothing was written: there is no terminal to ask at. Add --yes to write this.", Assert.Throws<FormatException>(() => Run(null)).Message);
        Assert.False(File.Exists(Imported));
        Assert.Equal(0, Run("--yes").Code);
        Assert.True(File.Exists(Imported));
    }

    [Fact]
    public void A_second_import_of_the_same_changes_nothing()
    {
        Run("--yes");
        var first = File.ReadAllText(Imported);
        Assert.EndsWith("Nothing to write.\n", Run("--yes", today: "2026-11-26").Output, StringComparison.Ordinal);
        Assert.Equal(first, File.ReadAllText(Imported));
    }

    [Fact]
    public void A_price_that_changes_again_is_a_third_period()
    {
        Run("--yes");
        Run("--yes", liteLlm: LiteLlm.Replace("1.2000000000000002e-07", "2e-07", StringComparison.Ordinal), today: "2026-12-01");
        Assert.Equal(("0.75", "0.72", "0.8"), (Cost("gpt-4o-mini", s_today.AddDays(-1)), Cost("gpt-4o-mini", s_today), Cost("gpt-4o-mini", new DateOnly(2026, 12, 1))));
    }

    [Fact]
    public void Only_the_models_that_were_named_are_looked_at() =>
        Assert.StartsWith("LiteLLM's table: 1 new, 0 with another price, 0 as in the catalogue, 0 left out.", Run("--yes", models: "deepseek-chat").Output, StringComparison.Ordinal);

    [Fact]
    public void Writes_the_difference_as_json_and_nothing_else()
    {
        var shown = JsonDocument.Parse(Run(null, json: true).Output).RootElement;
        Assert.False(shown.GetProperty("written").GetBoolean());
        Assert.False(File.Exists(Imported));
        Assert.Equal("""{"part":"input","before":0.15,"after":0.12}""", JsonSerializer.Serialize(shown.GetProperty("changed")[0].GetProperty("parts")[0]));
        Assert.Equal("deepseek-chat", shown.GetProperty("new")[0].GetProperty("model").GetString());
        Assert.Equal(3, shown.GetProperty("left_out").GetArrayLength());
    }

    [Fact]
    public void A_dated_table_brings_its_own_days_and_what_is_over_is_left()
    {
        const string table = """
            [{"id": "openai", "models": [
              {"id": "gpt-9", "match": {"or": [{"equals": "gpt-9"}, {"equals": "gpt-9-latest"}, {"starts_with": "gpt-9-"}]}, "context_window": 500000, "prices": [
                {"prices": {"input_mtok": {"base": 5, "tiers": [{"start": 271999, "price": 10}]}, "output_mtok": 30}},
                {"constraint": {"start_date": "2026-12-24", "type": "start_date"}, "prices": {"input_mtok": 4, "output_mtok": 20, "web_searches_kcount": 10}}]},
              {"id": "gpt-6-luna", "match": {"equals": "gpt-6-luna"}, "prices": [
                {"prices": {"input_mtok": 7, "output_mtok": 7}},
                {"constraint": {"start_date": "2026-09-22", "type": "start_date"}, "prices": {"input_mtok": 0.1, "output_mtok": 0.5}},
                {"constraint": {"start_date": "2027-01-01", "type": "start_date"}, "prices": {"input_mtok": 0.2, "output_mtok": 0.5}}]},
              {"id": "ft:gpt-4o-mini", "match": {"starts_with": "ft:gpt-4o-mini"}, "prices": {"input_mtok": 0.3, "output_mtok": 1.2}}]},
             {"id": "openrouter", "models": [{"id": "anthropic/claude-haiku-4-5", "match": {"equals": "x"}, "prices": {"input_mtok": 9, "output_mtok": 9}}]},
             {"id": "night", "models": [{"id": "owl", "match": {"equals": "owl"}, "prices": [
                {"prices": {"input_mtok": 1}}, {"constraint": {"type": "time_of_date", "start_time": "00:30:00Z", "end_time": "16:30:00Z"}, "prices": {"input_mtok": 2}}]}]}]
            """;
        var (code, output) = Run("--yes", genAi: table);
        Assert.Equal(0, code);
        Assert.StartsWith("genai-prices: 2 new, 1 with another price, 1 as in the catalogue, 1 left out.", output, StringComparison.Ordinal);
        Assert.Equal(("40", "24"), (Cost("gpt-9", s_today), Cost("gpt-9-latest", new DateOnly(2026, 12, 24))));
        Assert.Equal(("0.95", "0.7"), (Cost("gpt-6-luna", s_today), Cost("gpt-6-luna", new DateOnly(2027, 1, 1))));
        Assert.Equal(10, Catalogue.Book("list")!.Find("gpt-9", s_today).RatesFor(272_001).Input);
        Assert.Equal(("6", "18"), (Cost("anthropic/claude-haiku-4-5", s_today), Cost("openrouter/anthropic/claude-haiku-4-5", s_today)));
        Assert.Contains("a price that depends on the time of day: owl", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "The file is not LiteLLM's model_prices_and_context_window.json: it must be a JSON object.")]
    [InlineData("{", "The file is not LiteLLM's model_prices_and_context_window.json: ")]
    public void A_file_of_another_kind_is_refused(string table, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => Run("--yes", liteLlm: table)).Message, StringComparison.Ordinal);

    [Fact]
    public void One_table_must_be_named()
    {
        var installation = new Installation(ModelCatalogue.Embedded, PriceBook.List, Imported, [], _ => []);
        Assert.Equal("Name one table: --litellm FILE or --genai-prices FILE.",
            Assert.Throws<FormatException>(() => ModelImportCommand.Run(null, null, [], [], false, new(true, null), installation, TextWriter.Null, TimeProvider.System)).Message);
    }
}
