using Farthing.Catalogue;
using Farthing.Providers;
using Farthing.Wire;

namespace Farthing.Routing;

/// <summary>The ordered choices for one request.</summary>
/// <param name="Asked">The model name as the caller wrote it.</param>
internal sealed record Plan(string Asked, IReadOnlyList<Attempt> Attempts);

/// <summary>One call to make.</summary>
/// <param name="Dialect">In which of the provider's dialects.</param>
/// <param name="Model">The provider's model id.</param>
/// <param name="Entry">What the catalogue knows of it; null when it knows nothing.</param>
internal sealed record Attempt(Provider Provider, Dialect Dialect, string Model, ModelEntry? Entry);
