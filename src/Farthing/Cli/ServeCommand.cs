using System.CommandLine;
using System.Globalization;
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
        var record = new Option<string?>("--record") { Description = "Record each call to a provider and its answer, prompts included but no keys, in this folder", HelpName = "FOLDER" };
        var data = new Option<string?>("--data") { Description = "The folder for ledger and keys (FARTHING_HOME; default: ~/.local/share/farthing)", HelpName = "FOLDER" };
        var json = new Option<bool>("--json") { Description = "Print the address, the new key and the providers as one line of JSON" };

        var command = new Command("serve", """
            Serve the gateway: one address that speaks the Anthropic and the OpenAI API to every configured provider.

            Providers come from farthing.yaml, ANTHROPIC_API_KEY, OPENAI_API_KEY and OLLAMA_HOST. With none of them, the built-in
            simulator answers, and everything it touches says so.

            Examples:
              farthing serve
              OPENAI_API_KEY=sk-... farthing serve --listen 127.0.0.1:4000 --limit 25
              farthing serve --record ./recordings
            """)
        { config, listen, key, newKey, limit, simulator, record, data, json };
        command.SetAction(async (parsed, cancel) =>
        {
            InlineSockets();
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            try
            {
                Func<string, string?> environment = Environment.GetEnvironmentVariable;
                var settings = SettingsReader.Read(parsed.GetValue(config), environment, read => InstalledCatalogue.Open(DataFolder.Find(parsed.GetValue(data), environment), read));
                if (parsed.GetValue(listen) is { } l) settings = settings with { Listen = SettingValues.Listen(l, Wrong("--listen")) };
                if (parsed.GetValue(key) is { } k) settings = settings with { Key = k.Trim().Length > 0 ? k : throw Wrong("--key")("is empty; give a key, or leave the option out") };
                if (parsed.GetValue(limit) is { } m) settings = settings with { Limit = SettingValues.Limit(m, Wrong("--limit")) };
                if (parsed.GetValue(record) is { } r) settings = settings with { Record = Path.GetFullPath(r) };
                if (parsed.GetValue(newKey) && settings.Key is not null)
                    throw new SettingsException("--new-key makes no key where one is configured (--key, FARTHING_KEY, or key in farthing.yaml): only that one is accepted");
                var folder = DataFolder.Open(parsed.GetValue(data), environment);
                var simulated = parsed.GetValue(simulator) || settings.Providers.Count == 0
                    ? new SimulatorOptions { Tasks = await SimulatedTasks.OfBundledSuiteAsync(cancel) }
                    : null;
                if (simulated is null && settings.Aliases.FirstOrDefault(a => a.Use.Any(Settings.IsSimulated)) is { } alias)
                    throw new SettingsException(alias.Places[0], "names simulated models, and beside providers the simulator runs only with --simulator");
                await using var app = await App.StartAsync(settings, folder, simulated,
                    parsed.GetValue(newKey) ? KeyChoice.Another : KeyChoice.Kept, Logging, TimeProvider.System, cancel);
                if (parsed.GetValue(json)) await output.WriteLineAsync(ServeGreeting.Json(app, settings));
                else ServeGreeting.Write(output, app, settings);
                await output.FlushAsync(cancel);
                await app.WaitForShutdownAsync(cancel);
                return 0;
            }
            catch (SettingsException e)
            {
                await error.WriteLineAsync($"farthing serve: {e.Message}");
                return 2;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException)
            {
                await error.WriteLineAsync($"farthing serve: {e.Message}");
                return 3;
            }
        });
        return command;
    }

    /// <summary>
    /// A request goes on where its bytes came in, with no thread woken for it: a quarter of the CPU of a small call (docs/decisions/0013).
    /// Half as many threads wait for bytes as there are processors, since the ledger's writer runs half of each call, and one that finds more
    /// at a time costs less. The runtime has no other switches for it, and reads these when the first socket is used.
    /// </summary>
    private static void InlineSockets()
    {
        const string Inline = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", Threads = "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT";
        if (Environment.GetEnvironmentVariable(Inline) is not null) return; // whoever sets one of them knows what the other is to be
        Environment.SetEnvironmentVariable(Inline, "1");
        if (Environment.GetEnvironmentVariable(Threads) is null)
            Environment.SetEnvironmentVariable(Threads, Math.Max(1, Environment.ProcessorCount / 2).ToString(CultureInfo.InvariantCulture));
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
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // why it could not start is told by the command, in a line
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None); // while it may log, ASP.NET makes a trace activity for every request
    }

    private static Func<string, SettingsException> Wrong(string option) => problem => new SettingsException($"{option} {problem}");
}
