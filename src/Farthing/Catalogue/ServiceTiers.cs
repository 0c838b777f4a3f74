namespace Farthing.Catalogue;

/// <summary>What the names of service tiers, as requests and answers have them, mean for the price.</summary>
internal static class ServiceTiers
{
    /// <summary>Null where the name leaves it open, or there is none. OpenAI's names, Anthropic's and Groq's (wire.md §2).</summary>
    public static ServiceMode? Mode(string? tier) => tier switch
    {
        null or "" or "auto" => null,
        "default" or "standard" or "standard_only" or "on_demand" => ServiceMode.Standard,
        "batch" => ServiceMode.Batch,
        "flex" => ServiceMode.Flex,
        "priority" => ServiceMode.Priority,
        _ => ServiceMode.Other,
    };

    /// <summary>
    /// The mode that a call is held for when its request names this tier: what it could cost at the most. Flex is never dearer than standard, which it may become.
    /// </summary>
    public static ServiceMode Dearest(string? asked) => Mode(asked) is ServiceMode.Priority or ServiceMode.Other ? Mode(asked)!.Value : ServiceMode.Standard;
}
