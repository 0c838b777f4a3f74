using System.Text.Json;
using Farthing.Configuration;
using Farthing.Providers;
using Farthing.Routing;
using Farthing.Wire;

namespace Farthing.Gateway.TokenCounts;

/// <summary>
/// How many tokens a request would have: exact where the provider offers to count (free of charge), else our estimate.
/// <c>x-farthing-token-count</c> says which. Whatever is JSON gets a number: agents that get an error here stop compacting (gateways.md §2, 11).
/// </summary>
internal sealed class TokenCountEndpoint(FreeCalls calls, Router router, Calibration calibration, ExactCount exact, Settings settings)
{
    /// <param name="dialect">The dialect in which the provider must offer it, and the path below the version segment.</param>
    public Task RunAsync(HttpContext http, string dialect, string path) => calls.RunAsync(http, async () =>
    {
        using var buffer = await BodyReader.ReadAsync(http.Request, settings.MaxBodyBytes, http.RequestAborted);
        var body = buffer.Written;
        using var document = Parsed(body);
        var attempt = First(document.RootElement);
        if (attempt is not null && await exact.AskAsync(attempt, dialect, path, body, http.Request.Headers, http.RequestAborted) is { } counted)
        {
            http.Response.Headers["x-farthing-provider"] = HeaderText.Of(attempt.Provider.Name);
            if (attempt.Provider.Simulated) http.Response.Headers["x-farthing-simulated"] = "true";
            http.Response.Headers["x-farthing-token-count"] = "exact";
            return counted.Reply;
        }

        http.Response.Headers["x-farthing-token-count"] = "estimate";
        await LongWork.ElsewhereAsync();
        var tokens = Estimate(document.RootElement, attempt);
        return Forms.Json(json =>
        {
            if (dialect != Dialects.Anthropic.Name) json.WriteString("object", "response.input_tokens");
            json.WriteNumber("input_tokens", tokens);
        });
    });

    private long Estimate(JsonElement body, Attempt? attempt)
    {
        var rules = TokenRules.Of(attempt?.Model ?? "", attempt?.Entry);
        var factor = attempt is null ? TokenFactor.Same(rules.Factor) : calibration.Factor(attempt.Model, attempt.Entry, rules);
        return factor.Of(PromptCounter.Count(body, rules));
    }

    /// <summary>The model's first attempt; null where the body names none that leads anywhere, which is no reason to give no number.</summary>
    private Attempt? First(JsonElement body)
    {
        try
        {
            return body.ValueKind == JsonValueKind.Object && body.TryGetProperty("model", out var model) && model.ValueKind == JsonValueKind.String
                ? router.Plan(model.GetString()!, Dialects.Anthropic).Attempts[0]
                : null;
        }
        catch (Exception e) when (e is WireException or InvalidOperationException) // leads nowhere, or is not Unicode
        {
            return null;
        }
    }

    private static JsonDocument Parsed(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonBody.Parse(body, PromptCounter.MaxDepth);
        }
        catch (JsonException e)
        {
            throw new WireException(new WireError(400, WireErrorKind.InvalidRequest, $"The body is not valid JSON: {e.Message}"));
        }
    }
}
