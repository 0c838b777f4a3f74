using System.Globalization;
using System.Text.Json;

namespace Farthing.Simulator;

/// <summary>What all of OpenAI's endpoints do alike: ids, key, body, fault, and errors in the vendor's shape.</summary>
internal sealed class OpenAICall(SimulatorState state)
{
    /// <param name="reply">Gets the parsed body, the model's name without a fault, the key and the fault.</param>
    public async Task RunAsync(HttpContext http, Func<JsonElement, string?, string, Fault?, Task> reply)
    {
        http.Response.Headers["x-request-id"] = $"req_{state.NextId(32)}";
        http.Response.Headers["openai-version"] = "2020-10-01";
        try
        {
            var key = SimulatorState.KeyOf(http)
                ?? throw new VendorException(401, "You didn't provide an API key. Send it in an Authorization header: Bearer YOUR_KEY.");
            using var body = await SimulatorState.ReadBodyAsync(http);
            var (name, fault) = state.FaultOf(http, SimulatorState.Reading(() => body.RootElement.String("model")));
            if (await state.StrikeFirstAsync(http, fault, Vendor.OpenAI, name)) return;
            await reply(body.RootElement, name, key, fault);
        }
        catch (VendorException e)
        {
            http.Response.StatusCode = e.Status;
            if (e.RetryAfterSeconds is { } wait) http.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
            await WholeBody.SendAsync(http, OpenAIErrors.Body(e), null, []);
        }
    }

    /// <exception cref="VendorException">No model is named, or an unknown one.</exception>
    public SimulatedModel Model(string? name) => string.IsNullOrEmpty(name)
        ? throw OpenAIErrors.Invalid("you must provide a model parameter")
        : state.Cast.Find(name, Vendor.OpenAI) ?? throw new VendorException(
            404, $"The model `{name}` does not exist or you do not have access to it.", "invalid_request_error", code: "model_not_found");
}
