using System.CommandLine;

namespace Farthing.Catalogue;

/// <summary><c>farthing cost</c></summary>
internal static class CostCommand
{
    public static Command Create(TimeProvider? clock = null)
    {
        Option<string> model = new("--model", "-m") { Required = true, HelpName = "MODEL", Description = "A model id or alias, such as claude-haiku-4-5; 'farthing models' lists them" };
        var input = Tokens("--input", "Tokens of the whole prompt, cached or not");
        var output = Tokens("--output", "Tokens of the answer, reasoning included");
        var cached = Tokens("--cached", "The part of --input that is read from the prompt cache");
        var write = Tokens("--cache-write", "The part of --input that is written to the cache, for 5 minutes or the provider's usual life");
        var write1h = Tokens("--cache-write-1h", "The part of --input that is written to the cache for 1 hour");
        Option<bool> batch = new("--batch") { Description = "Price it as part of a batch" };
        Option<string> prices = new("--prices") { HelpName = "BOOK", Description = "The price book: list or article", DefaultValueFactory = _ => PriceBook.List };
        Option<string?> on = new("--on") { HelpName = "DATE", Description = "The day whose prices hold, as in 2026-11-22; today by default" };
        Option<bool> json = new("--json") { Description = "Print JSON" };
        var command = new Command("cost", """
            Price one request, to the nano-dollar. The exit code is 1 when a part has no known price.

            Example:
              farthing cost --model claude-haiku-4-5 --input 50000 --cached 45000 --output 2000
            """) { model, input, output, cached, write, write1h, batch, prices, on, json };
        command.SetAction(parsed => Run(
            new CostQuestion(
                parsed.GetRequiredValue(model), parsed.GetRequiredValue(input), parsed.GetRequiredValue(output), parsed.GetRequiredValue(cached),
                parsed.GetRequiredValue(write), parsed.GetRequiredValue(write1h), parsed.GetValue(batch), parsed.GetRequiredValue(prices), parsed.GetValue(on)),
            parsed.GetValue(json), ModelCatalogue.Embedded, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, clock ?? TimeProvider.System));
        return command;
    }

    /// <returns>0 priced; 1 a part has no known price; 2 wrong use.</returns>
    internal static int Run(CostQuestion question, bool json, ModelCatalogue catalogue, TextWriter output, TextWriter error, TimeProvider clock)
    {
        CostAnswer answer;
        try
        {
            answer = question.Answer(catalogue, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        }
        catch (FormatException e)
        {
            error.WriteLine(e.Message);
            return 2;
        }
        if (Retirement.Warning(answer.Model, answer.On) is { } ending) error.WriteLine($"Warning: {ending}");
        if (answer.Usage.Prompt > answer.Model.ContextTokens)
            error.WriteLine(FormattableString.Invariant($"Warning: a prompt of {answer.Usage.Prompt:N0} tokens exceeds the model's context of {answer.Model.ContextTokens:N0}; this prices one request."));
        if (json) JsonOutput.Write(output, answer.WriteJson);
        else answer.WriteText(output);
        return answer.Cost is null ? 1 : 0;
    }

    private static Option<string> Tokens(string name, string description) =>
        new(name) { HelpName = "TOKENS", Description = description, DefaultValueFactory = _ => "0" };
}
