namespace Farthing.Keys;

/// <summary>A credential that we issued. The secret is not part of it.</summary>
internal sealed record ApiKey(string Id, string Name);
