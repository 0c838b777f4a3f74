namespace Farthing.Catalogue;

/// <summary>How a call is served, which its price depends on.</summary>
internal enum ServiceMode
{
    Standard,

    /// <summary>Within a day, as one of many.</summary>
    Batch,

    /// <summary>At once but slower, at the batch price: OpenAI's <c>service_tier: flex</c>, from GPT-5 on.</summary>
    Flex,

    /// <summary>Faster and dearer: OpenAI's <c>service_tier: priority</c>.</summary>
    Priority,

    /// <summary>Another of which no price is known.</summary>
    Other,
}
