using System.Buffers;
using System.Text.Json;
using Farthing.Budgets;
using Farthing.Catalogue;
using Farthing.Gateway.TokenCounts;
using Farthing.Routing;
using Farthing.Wire;

namespace Farthing.Gateway;

/// <summary>
/// The worst case of a call as narrow as it can be told: the prompt as its provider counts it (free of charge), else as we estimate it with a margin;
/// the output as long as the request allows.
/// </summary>
internal sealed class NarrowCase(ExactCount exact, Calibration calibration)
{
    /// <summary>Our estimates miss recorded counts by 1 to 10 percent in the mean (docs/endpoints.md): this covers most of them.</summary>
    private const double Margin = 1.15;

    /// <summary>Where providers count, and which fields of a request they take there.</summary>
    private static readonly (Dialect Dialect, string Path, string[] Fields)[] s_counters =
    [
        (Dialects.Anthropic, "/messages/count_tokens", ["model", "messages", "system", "tools", "tool_choice", "thinking", "mcp_servers"]),
        (Dialects.OpenAIResponses, "/responses/input_tokens", ["model", "input", "instructions", "tools", "tool_choice", "parallel_tool_calls", "reasoning", "text", "truncation", "previous_response_id", "conversation"]),
    ];

    /// <returns>Null where one of the attempts has no known price.</returns>
    public async Task<Usd?> WorstCaseAsync(Call call, Dialect caller, IHeaderDictionary headers, CancellationToken cancel)
    {
        using var document = JsonBody.Parse(call.Request, RequestHead.DefaultMaxDepth);
        var worst = Usd.Zero;
        foreach (var attempt in call.Attempts)
        {
            var prompt = Math.Min(await PromptAsync(attempt, call.Request, document.RootElement, caller, headers, cancel), WorstCase.PromptTokens(call.Request.Span, attempt.Entry?.ContextTokens));
            if (CostCalculator.MostCost(prompt, call.OutputTokens(attempt), call.PriceOf(attempt), CacheWrites(attempt, call.Request.Span), call.DearestMode(attempt)) is not { } cost) return null;
            worst = cost > worst ? cost : worst;
        }

        return worst;
    }

    private async Task<long> PromptAsync(Attempt attempt, ReadOnlyMemory<byte> body, JsonElement request, Dialect caller, IHeaderDictionary headers, CancellationToken cancel)
    {
        foreach (var (dialect, path, fields) in s_counters)
        {
            if (!attempt.Provider.Dialects.Contains(dialect) || Written(request, attempt, caller, dialect, fields) is not { } asked) continue;
            if (await exact.AskAsync(attempt, dialect.Name, path, asked, headers, cancel) is { } counted) return counted.Tokens;
        }

        if (WorstCase.NamesMore(body.Span)) return long.MaxValue; // what we cannot see, we cannot estimate
        await LongWork.ElsewhereAsync();
        var rules = TokenRules.Of(attempt.Model, attempt.Entry);
        return (long)Math.Ceiling(calibration.Factor(attempt.Model, attempt.Entry, rules).Of(PromptCounter.Count(request, rules)) * Margin);
    }

    /// <summary>The request as the counter takes it; null where it cannot be expressed there.</summary>
    private static byte[]? Written(JsonElement request, Attempt attempt, Dialect caller, Dialect counter, string[] fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        try
        {
            if (caller != counter)
            {
                using var json = new Utf8JsonWriter(buffer);
                counter.WriteRequest(caller.ReadRequest(request), new TargetModel(attempt.Model), json, new Losses());
            }
        }
        catch (WireException)
        {
            return null;
        }

        using var translated = caller == counter ? null : JsonDocument.Parse(buffer.WrittenMemory);
        return Forms.Json(json =>
        {
            foreach (var field in (translated?.RootElement ?? request).EnumerateObject())
                if (fields.Contains(field.Name)) field.WriteTo(json);
        });
    }

    /// <summary>Whether a part of the prompt may be written to a cache: Anthropic writes what is marked, OpenAI whatever it likes.</summary>
    private static bool CacheWrites(Attempt attempt, ReadOnlySpan<byte> body) => attempt.Dialect != Dialects.Anthropic || body.IndexOf("cache_control"u8) >= 0 || WorstCase.HidesLetters(body);
}
