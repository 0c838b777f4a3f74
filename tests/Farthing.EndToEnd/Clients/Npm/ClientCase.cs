using Xunit.Sdk;

[assembly: RegisterXunitSerializer(typeof(Farthing.EndToEnd.Clients.Npm.ClientCaseSerializer), typeof(Farthing.EndToEnd.Clients.Npm.ClientCase))]

namespace Farthing.EndToEnd.Clients.Npm;

/// <summary>One thing that an application does with one client.</summary>
/// <param name="Client">As the runner names it: <c>openai:chat</c>.</param>
/// <param name="Action">plain, stream, gathered (the library puts the stream together), tools, tools-stream.</param>
/// <param name="Model"><c>provider/model</c>; the provider decides the dialect in which the gateway asks.</param>
/// <param name="Fault">What the provider does wrong, in the simulator's words; null for nothing.</param>
public sealed record ClientCase(string Client, string Action, string Model, string? Fault = null)
{
    internal bool UsesTool => Action.StartsWith("tools", StringComparison.Ordinal);

    /// <summary>The simulated model's whole answer follows from this, to the letter.</summary>
    internal string Prompt => UsesTool ? "[[call get_weather {\"city\":\"Oslo\"}]]" : "Please [[call nothing {}]].";

    internal string WholeAnswer => UsesTool
        ? $"The tool returned: \"7 degrees and rain in Oslo\". This is a simulated answer in place of {Title}."
        : $"The tool nothing is not offered, so it cannot be called. This is a simulated answer in place of {Title}.";

    public override string ToString() => string.Join(' ', new[] { Client, Action, Model, Fault }.OfType<string>());

    private string Title => Simulator.SimulatedModel.All.First(m => m.Id == Model[(Model.IndexOf('/', StringComparison.Ordinal) + 1)..]).DisplayName;
}

/// <summary>So that each case is a test of its own, with its own name.</summary>
public sealed class ClientCaseSerializer : IXunitSerializer
{
    public object Deserialize(Type type, string serializedValue)
    {
        ArgumentNullException.ThrowIfNull(serializedValue);
        return serializedValue.Split(' ') is [var client, var action, var model, .. var fault] ? new ClientCase(client, action, model, fault.FirstOrDefault()) : throw new FormatException(serializedValue);
    }

    public bool IsSerializable(Type type, object? value, out string failureReason)
    {
        failureReason = "";
        return true;
    }

    public string Serialize(object value) => $"{value}";
}
