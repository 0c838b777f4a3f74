using Farthing.Catalogue;
using Farthing.Providers;

namespace Farthing.Routing;

/// <summary>A name that a caller can use, and where it leads first.</summary>
/// <param name="Entry">What the catalogue knows of the model; null when it knows nothing.</param>
internal sealed record NamedModel(string Name, ModelEntry? Entry, Provider Provider);
