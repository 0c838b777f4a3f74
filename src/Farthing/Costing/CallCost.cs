using Farthing.Catalogue;
using Farthing.Wire;

namespace Farthing.Costing;

/// <summary>One request in the model's own tokens.</summary>
/// <param name="Shared">The beginning that all the calls have in common, which a cache can keep.</param>
/// <param name="Own">What follows.</param>
internal readonly record struct CallShape(long Shared, long Own, long Output);

/// <summary>What the prompt cache does with the shared beginning.</summary>
internal enum CacheUse { None, Write, Read }

/// <summary>What a call costs, cached and in a batch or not. Pure.</summary>
internal static class CallCost
{
    /// <summary>OpenAI's caches keep prompts in steps of so many tokens (prompt caching guide).</summary>
    private const long Step = 128;

    /// <summary>The part of a shared beginning that the model's cache keeps; null where its minimum is not established.</summary>
    public static long? Kept(long shared, Choice choice)
    {
        if (choice.Model.Capabilities.PromptCaching == false || shared == 0) return 0;
        if (choice.Model.MinCacheableTokens is not { } least) return null;
        return shared < least ? 0 : IsAutomatic(choice) ? shared / Step * Step : shared;
    }

    /// <returns>Null where a part has no known price.</returns>
    public static Usd? Of(CallShape call, Choice choice, CacheUse use, ServiceMode mode) =>
        choice.Price.Kind == PriceKind.Free ? Usd.Zero
        : use != CacheUse.None && Kept(call.Shared, choice) is null ? null
        : CostCalculator.Cost(Parts(call, choice, use, mode), choice.Price, mode);

    private static Usage Parts(CallShape call, Choice choice, CacheUse use, ServiceMode mode)
    {
        var kept = use == CacheUse.None ? 0 : Kept(call.Shared, choice) ?? 0;
        var rest = call.Shared + call.Own - kept;
        var rates = choice.Price.RatesFor(call.Shared + call.Own, mode);
        return use switch
        {
            CacheUse.Read => new Usage(rest, CacheRead: kept, Output: call.Output),
            // A batch takes up to a day: the entry that lives an hour is hit more often.
            CacheUse.Write when mode == ServiceMode.Batch && rates.CacheWrite1h is not null => new Usage(rest, CacheWrite1h: kept, Output: call.Output),
            CacheUse.Write when !IsAutomatic(choice) => new Usage(rest, CacheWrite5m: kept, Output: call.Output),
            _ => new Usage(rest + kept, Output: call.Output),
        };
    }

    /// <summary>OpenAI's older models cache by themselves, and writing costs what input costs.</summary>
    private static bool IsAutomatic(Choice choice) => choice.Model.Provider == "openai" && choice.Price.Rates.CacheWrite5m is null;
}
