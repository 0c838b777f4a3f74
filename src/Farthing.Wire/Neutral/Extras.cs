using System.Text.Json;

namespace Farthing.Wire;

/// <summary>Fields kept as they came because only <paramref name="Dialect"/> understands them.</summary>
public sealed record Extras(string Dialect, IReadOnlyList<KeyValuePair<string, JsonElement>> Fields);
