using System.Text.Json;
using Farthing.Catalogue;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;
using Xunit;

namespace Farthing.Tests.Catalogue;

public class ModelsCommandTests
{
    private static (int Code, string Output, string Error) Run(string? provider, bool all = false, bool json = false, string today = "2026-11-22")
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 160;
        var clock = new FakeTimeProvider(DateTimeOffset.Parse(today + "T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        var code = ModelsCommand.Run(provider, all, json, ModelCatalogue.Embedded, console, error, clock);
        return (code, string.Join('\n', output.ToString().Split('\n').Select(l => l.TrimEnd())), error.ToString());
    }

    private static string Line(string output, string model) => Assert.Single(output.Split('\n'), l => l.StartsWith($"  {model} ", StringComparison.Ordinal));

    [Fact]
    public void Lists_the_local_models_as_a_table()
    {
        var (code, output, error) = Run("ollama");
        Assert.Equal("""

              Model               Provider   Context   Output   $/M in   cached   write    out   End
            ──────────────────────────────────────────────────────────────────────────────────────────
              codellama           ollama                          free     free    free   free
              codestral           ollama         32K              free     free    free   free
              deepseek-coder      ollama         16K              free     free    free   free
              deepseek-coder-v2   ollama                          free     free    free   free
              qwen2.5-coder       ollama         32K              free     free    free   free
              qwen3-coder         ollama                          free     free    free   free
              starcoder2          ollama                          free     free    free   free

            US dollars per million tokens; the catalogue is of 2026-11-22. '-' is not established.

            """.ReplaceLineEndings("\n"), output);
        Assert.Equal((0, ""), (code, error));
    }

    [Theory]
    [InlineData("2026-11-22", "ends 2027-01-14, in 53 days → gpt-6-luna")]
    [InlineData("2027-01-13", "ends 2027-01-14, in 1 day → gpt-6-luna")]
    [InlineData("2027-01-14", "retired 2027-01-14 → gpt-6-luna")]
    public void Marks_what_is_about_to_end(string today, string end) =>
        Assert.EndsWith(end, Line(Run("openai", today: today).Output, "gpt-4o-mini"), StringComparison.Ordinal);

    [Fact]
    public void Tells_a_promise_that_has_run_out_from_one_that_holds()
    {
        var (_, output, _) = Run("anthropic");
        Assert.EndsWith("promise ended 2026-10-15 → claude-haiku-5-5", Line(output, "claude-haiku-4-5-20251001"), StringComparison.Ordinal);
        Assert.EndsWith("not before 2027-10-07", Line(output, "claude-haiku-5-5"), StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_the_rates_of_long_prompts_under_the_model()
    {
        var lines = Run("openai").Output.Split('\n');
        var luna = Array.FindIndex(lines, l => l.StartsWith("  gpt-6-luna ", StringComparison.Ordinal));
        Assert.Equal("prompt over 272K 0.20 0.02 0.25 0.75", string.Join(' ', lines[luna + 1].Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public void Leaves_out_the_long_retired_unless_asked_for_all()
    {
        var (_, some, _) = Run("anthropic");
        Assert.DoesNotContain("claude-3-haiku", some, StringComparison.Ordinal);
        Assert.Contains("Left out: 6 retired more than 90 days ago; --all shows them.", some, StringComparison.Ordinal);
        var (_, all, _) = Run("anthropic", all: true);
        Assert.EndsWith("retired 2026-04-20 → claude-haiku-5-5", Line(all, "claude-3-haiku-20240307"), StringComparison.Ordinal);
        Assert.DoesNotContain("Left out", all, StringComparison.Ordinal);
    }

    [Fact]
    public void Writes_the_same_as_json()
    {
        var (code, output, _) = Run(null, all: true, json: true);
        var models = JsonDocument.Parse(output).RootElement.GetProperty("models").EnumerateArray().ToDictionary(m => m.GetProperty("id").GetString()!);
        Assert.Equal(0, code);
        Assert.Equal(ModelCatalogue.Embedded.Models.Select(m => m.Id), models.Keys);
        Assert.Equal("""{"input":0.15,"cache_read":0.075,"cache_write_5m":null,"cache_write_1h":null,"output":0.6}""",
            JsonSerializer.Serialize(models["gpt-4o-mini"].GetProperty("price").GetProperty("rates_usd_per_million")));
        Assert.True(models["gpt-4o-mini"].GetProperty("ends_soon").GetBoolean());
        Assert.True(models["claude-3-haiku-20240307"].GetProperty("retired").GetBoolean());
        Assert.Equal("free", models["qwen2.5-coder"].GetProperty("price").GetProperty("kind").GetString());
        Assert.False(models["claude-haiku-5-5"].GetProperty("capabilities").GetProperty("sampling").GetBoolean());
    }

    [Fact]
    public void Refuses_a_provider_without_models()
    {
        var (code, output, error) = Run("acme");
        Assert.Equal((2, "", "--provider: there is no model of 'acme'; choose one of: anthropic, openai, mistral, ollama.\n"), (code, output, error.ReplaceLineEndings("\n")));
    }
}
