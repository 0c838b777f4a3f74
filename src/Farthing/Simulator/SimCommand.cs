using System.CommandLine;
using System.Globalization;
using System.Text;

namespace Farthing.Simulator;

/// <summary><c>farthing sim</c></summary>
internal static class SimCommand
{
    private const int Done = 0, WrongUse = 2, Failed = 3;

    /// <param name="tasks">Reads the tasks that the simulated models can solve.</param>
    /// <param name="models">Gives the models that are played beside the simulator's own; null for none.</param>
    public static Command Create(Func<CancellationToken, Task<IReadOnlyList<SimulatedTask>>> tasks, Func<IReadOnlyList<SimulatedModel>>? models = null)
    {
        var listen = new Option<string>("--listen") { HelpName = "ADDRESS", Description = "Address and port; port 0 takes a free one", DefaultValueFactory = _ => "127.0.0.1:4010" };
        var seed = new Option<long>("--seed") { HelpName = "N", Description = "Decides every answer: the same seed, the same answers", DefaultValueFactory = _ => 1 };
        var speed = new Option<double>("--speed") { HelpName = "X", Description = "How much faster than the real models it answers; 0 waits not at all", DefaultValueFactory = _ => 1 };
        var fault = new Option<string?>("--fault") { HelpName = "FAULT", Description = $"A fault for every request: {Fault.Grammar}" };
        var json = new Option<bool>("--json") { Description = "Print the address and settings as one line of JSON" };
        var command = new Command("sim", """
            Run simulated providers that speak the APIs of Anthropic (/v1/messages, count_tokens), OpenAI (/v1/chat/completions,
            responses, completions, embeddings, input_tokens) and Ollama (/api/chat, generate, embed, tags, show), each with its models list.
            No key is checked, nothing is charged, no model answers. One request's fault goes behind the model's name.
            [[call NAME {json}]] in the last user message makes the model call that tool with those arguments; twice makes two calls.

            Examples:
              farthing sim
              farthing sim --speed 0 --fault '429x2;retry-after=1'
              curl http://127.0.0.1:4010/v1/chat/completions -H 'Authorization: Bearer any' -H 'Content-Type: application/json' \
                -d '{"model":"gpt-4o-mini@529x1","messages":[{"role":"user","content":"hello"}]}'
            """)
        {
            listen, seed, speed, fault, json,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            tasks, models, parsed.GetValue(listen)!, parsed.GetValue(seed), parsed.GetValue(speed), parsed.GetValue(fault), parsed.GetValue(json),
            parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        Func<CancellationToken, Task<IReadOnlyList<SimulatedTask>>> tasks, Func<IReadOnlyList<SimulatedModel>>? models, string listen, long seed, double speed, string? fault, bool asJson, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        SimulatorOptions options;
        try
        {
            if (!(speed >= 0 && double.IsFinite(speed))) throw new FormatException("--speed: give 0 or a positive number");
            if (!System.Net.IPEndPoint.TryParse(listen, out var address) || (address.Port == 0 && !listen.EndsWith(":0", StringComparison.Ordinal)))
                throw new FormatException($"--listen: '{listen}' is not an IP address with a port. Example: 127.0.0.1:4010");
            options = new SimulatorOptions { Listen = listen, Seed = seed, Speed = speed, Fault = fault is null ? null : Fault.Parse(fault) };
        }
        catch (FormatException e)
        {
            await error.WriteLineAsync(e.Message);
            return WrongUse;
        }

        try
        {
            options = options with { Tasks = await tasks(cancellation), Models = models?.Invoke() ?? [] };
            await using var host = await SimulatorHost.StartAsync(options, TimeProvider.System, cancellation);
            await output.WriteLineAsync(asJson ? JsonLine(host.BaseAddress, options) : Banner(host.BaseAddress, options));
            await output.FlushAsync(cancellation);
            await host.WaitAsync(cancellation);
            return Done;
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            await error.WriteLineAsync($"--listen {listen}: {e.Message} Choose another port.");
            return Failed;
        }
    }

    private static string Banner(Uri address, SimulatorOptions options)
    {
        var at = address.ToString().TrimEnd('/');
        var speed = options.Speed == 0
            ? "without delay"
            : string.Create(CultureInfo.InvariantCulture, $"at {options.Speed:0.###} times the models' speed");
        var more = new Cast(options.Models).Models.Count() - SimulatedModel.All.Count;
        var fault = options.Fault is { } f ? $", fault {f.Text} on every request" : "";
        return $"""
            SIMULATED providers on {at}: no model answers, nothing is charged, any key is accepted.
              Anthropic  ANTHROPIC_BASE_URL={at}
              OpenAI     OPENAI_BASE_URL={at}/v1
              Ollama     OLLAMA_HOST={at}
              Models     {string.Join(", ", SimulatedModel.All.Select(m => m.Id))}{(more > 0 ? $", and {more} more of the catalogue (farthing models)" : "")}
              Seed {options.Seed.ToString(CultureInfo.InvariantCulture)}, {speed}{fault}. Ctrl-C ends it.
            """;
    }

    private static string JsonLine(Uri address, SimulatorOptions options) => Encoding.UTF8.GetString(JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("address", address.ToString());
        json.WriteBoolean("simulated", true);
        json.WriteNumber("seed", options.Seed);
        json.WriteNumber("speed", options.Speed);
        json.WriteString("fault", options.Fault?.Text);
        json.WriteStartArray("models");
        foreach (var model in new Cast(options.Models).Models) json.WriteStringValue(model.Id);
        json.WriteEndArray();
        json.WriteEndObject();
    }));
}
