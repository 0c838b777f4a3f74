using System.CommandLine;
using System.Globalization;
using Farthing.Comparison.Live;
using Farthing.Configuration;
using Farthing.Grading.Sandboxing;
using Farthing.Grading.Suites;
using Spectre.Console;

namespace Farthing.Comparison;

/// <summary><c>farthing compare</c></summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var suite = new Option<string?>("--suite") { Description = "Tasks to use: a HumanEval or mxeval JSONL file (.gz too), or a folder in our own format (default: the bundled suite 'routine')", HelpName = "PATH" };
        var recorded = new Option<string[]>("--recorded") { Description = "An arm of recorded samples; give it once or twice", HelpName = "NAME=FILE", DefaultValueFactory = _ => [] };
        var models = new Option<string?>("--models") { Description = "Two models to ask now (one is graded without a verdict)", HelpName = "A,B" };
        var samples = new Option<int>("--samples") { Description = "Answers for each task and model, 1 to 100", HelpName = "K", DefaultValueFactory = _ => 1 };
        var margin = StatsOptions.Margin();
        var alpha = StatsOptions.Alpha();
        var seed = new Option<long>("--seed") { Description = "Order of the tasks, bootstrap and simulator", HelpName = "N", DefaultValueFactory = _ => 1 };
        var gateway = new Option<string?>("--gateway") { Description = "Ask through this running gateway (default: one is started for this command)", HelpName = "URL" };
        var key = new Option<string?>("--key") { Description = "The key for --gateway (default: FARTHING_KEY)", HelpName = "KEY" };
        var maxCost = new Option<decimal?>("--max-cost") { Description = "Never spend more than this on the run", HelpName = "USD" };
        var concurrency = new Option<int>("--concurrency") { Description = "Calls made at once, 1 to 256", HelpName = "N", DefaultValueFactory = _ => 8 };
        var speed = new Option<double>("--simulator-speed") { Description = "How much faster than the real models the simulator answers; 0 waits not at all", HelpName = "X", DefaultValueFactory = _ => 1 };
        var folder = new Option<string?>("--run-folder") { Description = "Where the run is kept (default: below the data folder, named after the settings)", HelpName = "FOLDER" };
        var require = new Option<string?>("--require") { Description = "Exit with 1 unless the verdict is one of these", HelpName = "VERDICTS" };
        var config = new Option<string?>("--config") { Description = "The configuration file with providers and aliases (default: farthing.yaml)", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Print the report as JSON" };
        var command = new Command("compare", """
            Compare two models on the same coding tasks: run what they write against tests in a sandbox, and judge the difference statistically.

            Without options it compares claude-haiku-4-5 with gpt-4o-mini where both ANTHROPIC_API_KEY and OPENAI_API_KEY are set, and their
            simulated counterparts otherwise. A run that was interrupted goes on with the same command and pays for nothing twice.

            Examples:
              farthing compare
              farthing compare --models claude-haiku-4-5,gpt-4o-mini --samples 3 --max-cost 2
              farthing compare --suite HumanEval.jsonl.gz --recorded old=a.jsonl --recorded new=b.jsonl --json
              farthing compare --models a,b --require equivalent,b_better     (for CI)
            """)
        { suite, recorded, models, samples, margin, alpha, seed, gateway, key, maxCost, concurrency, speed, folder, require, config, json };
        command.SetAction(async (parsed, cancel) =>
        {
            try
            {
                var options = new CompareOptions(
                    parsed.GetValue(suite), [.. parsed.GetValue(recorded)!.Select(Recorded)], Models(parsed.GetValue(models)),
                    Within(parsed.GetValue(samples), 1, CompareOptions.MostSamples, "--samples"), parsed.GetValue(margin)!.Value, parsed.GetValue(alpha)!.Value,
                    parsed.GetValue(seed), Gateway(parsed.GetValue(gateway)), parsed.GetValue(key) ?? Environment.GetEnvironmentVariable("FARTHING_KEY"),
                    parsed.GetValue(maxCost) is not < 0 ? parsed.GetValue(maxCost) : throw new WrongUseException("--max-cost must be 0 or more dollars"),
                    Within(parsed.GetValue(concurrency), 1, 256, "--concurrency"),
                    parsed.GetValue(speed) is >= 0 and var s ? s : throw new WrongUseException("--simulator-speed must be 0 or more"),
                    parsed.GetValue(folder), Verdicts(parsed.GetValue(require)), parsed.GetValue(json), parsed.GetValue(config));
                if (options.Recorded.Count > 0 && options.Models.Count > 0)
                    throw new WrongUseException("--recorded and --models do not go together: record the live arm first (its samples are kept in its run folder)");
                if (options.Recorded.Count > 0 && options.Suite is null)
                    throw new WrongUseException("--recorded needs --suite: the tasks that the samples answer");
                var progress = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
                if (Console.IsErrorRedirected) progress.Profile.Width = 400; // a log has no edge to wrap at
                return await new CompareRun(options, AnsiConsole.Console, progress, Console.OpenStandardOutput(), TimeProvider.System, Environment.GetEnvironmentVariable).RunAsync(cancel);
            }
            catch (Exception e) when (e is WrongUseException or SettingsException or SuiteFormatException)
            {
                await Console.Error.WriteLineAsync($"farthing compare: {e.Message}");
                return 2;
            }
            catch (Exception e) when (e is IOException or SandboxUnavailableException or CallFailedException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync($"farthing compare: {e.Message}");
                return 3;
            }
            catch (OperationCanceledException)
            {
                await Console.Error.WriteLineAsync("farthing compare: stopped. Nothing is lost: the same command goes on where this one ended.");
                return 3;
            }
        });
        return command;
    }

    private static (string Name, string File) Recorded(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || equals == text.Length - 1) throw new WrongUseException($"--recorded {text}: must be NAME=FILE, such as --recorded old=samples.jsonl");
        var file = text[(equals + 1)..];
        return File.Exists(file) ? (text[..equals], file) : throw new WrongUseException($"--recorded {text}: the file {file} does not exist");
    }

    private static string[] Models(string? text)
    {
        if (text is null) return [];
        var names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length is < 1 or > 2) throw new WrongUseException($"--models {text}: must name one or two models, such as claude-haiku-4-5,gpt-4o-mini");
        if (names.Distinct().Count() < names.Length) throw new WrongUseException($"--models {text}: the two must differ");
        return names;
    }

    private static Uri? Gateway(string? text)
    {
        if (text is null) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new Uri(uri.GetLeftPart(UriPartial.Authority))
            : throw new WrongUseException($"--gateway {text}: must be an address such as http://127.0.0.1:4000");
    }

    private static int Within(int value, int least, int most, string option) =>
        value >= least && value <= most
            ? value
            : throw new WrongUseException(string.Create(CultureInfo.InvariantCulture, $"{option} {value}: must be a whole number from {least} to {most}"));

    private static Verdict[] Verdicts(string? text) =>
        [.. (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name =>
            Enum.GetValues<Verdict>().Cast<Verdict?>().FirstOrDefault(v => v!.Value.Name() == name)
            ?? throw new WrongUseException($"--require {name}: known verdicts are {string.Join(", ", Enum.GetValues<Verdict>().Select(v => v.Name()))}"))];
}
