using System.CommandLine;
using System.Net.Sockets;
using Farthing.Configuration;
using Farthing.Simulator;
using Farthing.Storage;
using Microsoft.Extensions.Logging.Console;

namespace Farthing.Cli;

/// <summary><c>farthing serve</c></summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var config = new Option<string?>("--config") { Description = "The configuration file (FARTHING_CONFIG; default: farthing.yaml in this folder, if there is one)", HelpName = "FILE" };
        var listen = new Option<string?>("--listen") { Description = "Address and port (FARTHING_LISTEN; default: 127.0.0.1:4000)", HelpName = "ADDRESS" };
        var key = new Option<string?>("--key") { Description = "The key that callers must send (FARTHING_KEY; default: one made at the first start)", HelpName = "KEY" };
        var newKey = new Option<bool>("--new-key") { Description = "Make another key and print it; the earlier ones stay valid" };
        var limit = new Option<string?>("--limit") { Description = "What this installation may spend in all, in US dollars (FARTHING_LIMIT_USD)", HelpName = "USD" };
        var simulator = new Option<bool>("--simulator") { Description = "Serve simulated models as sim/NAME beside the configured providers" };
        var data = new Option<string?>("--data") { Description = "The folder for ledger and keys (FARTHING_HOME; default: ~/.local/share/farthing)", HelpName = "FOLDER" };
        var command = new Command("serve", """
            Serve the gateway: one address that speaks the Anthropic and the OpenAI API to every configured provider.

            Providers come from farthing.yaml, ANTHROPIC_API_KEY, OPENAI_API_KEY and OLLAMA_HOST. With none of them, the built-in
            simulator answers, and everything it touches says so.

            Examples:
              farthing serve
              OPENAI_API_KEY=sk-... farthing serve --listen 127.0.0.1:4000 --limit 25
            """)
        { config, listen, key, newKey, limit, simulator, data };
        command.SetAction(async (parsed, cancel) =>
        {
            try
            {
                Func<string, string?> environment = Environment.GetEnvironmentVariable;
                var settings = SettingsReader.Read(parsed.GetValue(config), environment);
                if (parsed.GetValue(listen) is { } l) settings = settings with { Listen = SettingsReader.Listen(l, Wrong("--listen")) };
                if (parsed.GetValue(key) is { } k) settings = settings with { Key = k.Trim().Length > 0 ? k : throw Wrong("--key")("is empty; give a key, or leave the option out") };
                if (parsed.GetValue(limit) is { } m) settings = settings with { Limit = SettingsReader.Limit(m, Wrong("--limit")) };
                var folder = DataFolder.Open(parsed.GetValue(data), environment);
                var simulated = parsed.GetValue(simulator) || settings.Providers.Count == 0
                    ? new SimulatorOptions { Tasks = await SimulatedTasks.OfBundledSuiteAsync(cancel) }
                    : null;
                await using var app = await App.StartAsync(settings, folder, simulated,
                    parsed.GetValue(newKey) ? KeyChoice.Another : KeyChoice.Kept, Logging, TimeProvider.System, cancel);
                Greet(Console.Out, app, settings);
                await app.WaitForShutdownAsync(cancel);
                return 0;
            }
            catch (SettingsException e)
            {
                await Console.Error.WriteLineAsync($"farthing serve: {e.Message}");
                return 2;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException)
            {
                await Console.Error.WriteLineAsync($"farthing serve: {e.Message}");
                return 3;
            }
        });
        return command;
    }

    private static void Greet(TextWriter to, App app, Settings settings)
    {
        to.WriteLine($"Farthing listens on {app.Address.GetLeftPart(UriPartial.Authority)}");
        to.WriteLine($"  Anthropic clients  ANTHROPIC_BASE_URL={app.Address.GetLeftPart(UriPartial.Authority)}");
        to.WriteLine($"  OpenAI clients     OPENAI_BASE_URL={app.Address.GetLeftPart(UriPartial.Authority)}/v1");
        to.WriteLine(app.NewKey is { } made ? $"  key                {made}   (made now and shown once; only its hash is kept)"
            : settings.Key is not null ? "  key                the configured one"
            : "  key                one that was made earlier (--new-key makes another)");
        to.WriteLine(settings.Providers.Count > 0
            ? $"  providers          {string.Join(", ", settings.Providers.Select(p => p.Name))}{(app.Simulates ? ", and the simulator as sim/NAME" : "")}"
            : "  providers          none is configured: every answer is SIMULATED. Set ANTHROPIC_API_KEY or OPENAI_API_KEY for real ones.");
        if (settings.Limit is { } limit) to.WriteLine($"  limit              ${limit}");
        if (app.Abandoned > 0) to.WriteLine($"  ledger             {app.Abandoned} calls were cut off by an earlier stop; they are charged at their worst case");
        to.WriteLine("Ctrl-C stops.");
    }

    /// <summary>Logs go to standard error, so that what is printed can be piped.</summary>
    private static void Logging(ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
            console.ColorBehavior = LoggerColorBehavior.Default;
        });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
    }

    private static Func<string, SettingsException> Wrong(string option) => problem => new SettingsException($"{option} {problem}");
}
