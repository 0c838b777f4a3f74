using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Farthing.Keys;

/// <summary>
/// The keys that this gateway accepts, by hash, in memory: no lookup in a database stands between a caller and its answer,
/// and a database that is gone turns no valid key away.
/// </summary>
internal sealed class KeyRing(IReadOnlyList<(ApiKey Key, byte[] Hash)> keys)
{
    private IReadOnlyList<(ApiKey Key, byte[] Hash)> _keys = keys;

    /// <summary>The hashes of secrets that were good once, so that each is reckoned once: it takes longer than all else that is done about keys.</summary>
    private readonly ConcurrentDictionary<string, byte[]> _hashes = new();

    /// <summary>Whoever asks without a key is let in as this one; null where every caller needs a key.</summary>
    public ApiKey? Anybody { get; init; }

    /// <summary>Puts the keys as they are now in the place of the earlier ones.</summary>
    public void Replace(IReadOnlyList<(ApiKey Key, byte[] Hash)> keys) => Volatile.Write(ref _keys, keys);

    /// <summary>
    /// Accepts <c>Authorization: Bearer</c> and <c>x-api-key</c> on every endpoint. A client may send both
    /// (Claude Code does when both variables are set): one good one is enough.
    /// </summary>
    /// <returns>The key, which may be expired or revoked; null where none is known.</returns>
    public ApiKey? Authenticate(IHeaderDictionary headers)
    {
        var bearer = headers.Authorization.ToString();
        if (bearer.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && Find(bearer["Bearer ".Length..].Trim()) is { } byBearer)
            return byBearer;
        return (headers.TryGetValue("x-api-key", out var value) ? Find(value.ToString().Trim()) : null) ?? Anybody;
    }

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private ApiKey? Find(string secret)
    {
        if (secret.Length == 0) return null;
        if (!_hashes.TryGetValue(secret, out var hash)) hash = Hash(secret);
        ApiKey? found = null;
        foreach (var (key, known) in Volatile.Read(ref _keys)) // every key is compared, whole: the time taken tells nothing
        {
            if (CryptographicOperations.FixedTimeEquals(hash, known)) found = key;
        }

        if (found is not null) _hashes.TryAdd(secret, hash);
        return found;
    }
}
