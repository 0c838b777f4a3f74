using Farthing.Wire;

namespace Farthing.Providers;

/// <summary>An account or server that we can call.</summary>
/// <param name="BaseUrl">Up to the version segment, without a slash at its end.</param>
internal sealed record Provider(string Name, Dialect Dialect, Uri BaseUrl, string? ApiKey, bool Simulated, bool LegacyMaxTokens);
