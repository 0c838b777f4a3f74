using System.CommandLine;
using Farthing.Catalogue;
using Farthing.Costing.Folders;
using Farthing.Costing.Profiles;

namespace Farthing.Costing;

/// <summary><c>farthing cost</c>: of a call, a profile or a folder.</summary>
internal static class CostCommand
{
    public static Command Create(OpenInstallation open, TimeProvider? clock = null)
    {
        var options = new CostOptions();
        var command = new Command("cost", """
            What it costs before it is spent: one request, to the nano-dollar; a profile of the article behind the project; or a folder,
            each of whose files is sent to a model. The exit code is 1 when a part has no known price.

            Examples:
              farthing cost --model claude-haiku-4-5 --input 50000 --cached 45000 --output 2000
              farthing cost --profile all --prices article
              farthing cost --path src --instruction rules.md --models claude-haiku-5-5,gpt-6-luna
            """);
        foreach (var option in options.All) command.Add(option);
        command.SetAction((parsed, cancel) => RunAsync(options, parsed, open, clock ?? TimeProvider.System, cancel));
        return command;
    }

    /// <returns>0 priced; 1 a part has no known price; 2 wrong use; 3 failed.</returns>
    private static async Task<int> RunAsync(CostOptions options, ParseResult parsed, OpenInstallation open, TimeProvider clock, CancellationToken cancel)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var json = parsed.GetValue(options.Json);
        try
        {
            var way = options.Way(parsed);
            var installed = options.Installation.Open(open, parsed);
            switch (way)
            {
                case CostWay.Call: return Call(options.Question(parsed, installed), json, installed.Catalogue, today, output, error);
                case CostWay.Profile: return Profile(options, parsed, installed, today, output, error);
                default: return await FolderAsync(options, parsed, installed, today, clock, cancel);
            }
        }
        catch (FormatException e)
        {
            await error.WriteLineAsync(e.Message);
            return 2;
        }
        catch (OverflowException)
        {
            await error.WriteLineAsync("The cost exceeds 9 billion dollars, the most that Farthing counts; give fewer tokens.");
            return 2;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("farthing cost: stopped; nothing was spent.");
            return 3;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"farthing cost: {e.Message}");
            return 3;
        }
    }

    private static int Call(CostQuestion question, bool json, ModelCatalogue catalogue, DateOnly today, TextWriter output, TextWriter error)
    {
        var answer = question.Answer(catalogue, today);
        Warn(error, [answer.Model], answer.On);
        if (answer.Usage.Prompt > answer.Model.ContextTokens)
            error.WriteLine(FormattableString.Invariant($"Warning: a prompt of {answer.Usage.Prompt:N0} tokens exceeds the model's context of {answer.Model.ContextTokens:N0}; this prices one request."));
        if (json) JsonOutput.Write(output, answer.WriteJson);
        else answer.WriteText(output);
        return answer.Cost is null ? 1 : 0;
    }

    private static int Profile(CostOptions options, ParseResult parsed, Installation installed, DateOnly today, TextWriter output, TextWriter error)
    {
        var (book, on, models) = options.Models(parsed, installed, today);
        var table = ProfileTable.Of(parsed.GetRequiredValue(options.Profile)!, book, on, parsed.GetValue(options.Batch), models);
        Warn(error, models.Select(m => m.Model), on);
        if (parsed.GetValue(options.Json)) JsonOutput.Write(output, table.WriteJson);
        else table.WriteText(output);
        return table.IsKnown ? 0 : 1;
    }

    private static async Task<int> FolderAsync(CostOptions options, ParseResult parsed, Installation installed, DateOnly today, TimeProvider clock, CancellationToken cancel)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var (book, on, models) = options.Models(parsed, installed, today);
        var ratio = options.Ratio(parsed);
        Warn(error, models.Select(m => m.Model), on);
        CountedFolder folder;
        using (var progress = new ProgressLine(error, !Console.IsErrorRedirected, "files", clock))
            folder = await CountedFolder.CountAsync(parsed.GetRequiredValue(options.Path)!, parsed.GetValue(options.Instruction), options.MostBytes(parsed), progress, cancel);
        var text = new FolderCostText(folder, ratio, book, on, [.. models.Select(m => FolderCost.Of(folder, ratio, m))]);
        if (parsed.GetValue(options.Json)) JsonOutput.Write(output, text.WriteJson);
        else text.WriteText(output);
        return text.IsKnown ? 0 : 1;
    }

    private static void Warn(TextWriter error, IEnumerable<ModelEntry> models, DateOnly on)
    {
        foreach (var ending in models.Distinct().Select(m => Retirement.Warning(m, on)).OfType<string>()) error.WriteLine($"Warning: {ending}");
    }
}
