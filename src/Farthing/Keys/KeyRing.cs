using System.Runtime.CompilerServices;
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

    /// <summary>
    /// The hashes of good secrets by the header that brought them, since to hash takes longer than all else here. The server keeps a header's text
    /// for as long as its connection brings the same again; held weakly, no secret lives longer for this.
    /// </summary>
    private readonly ConditionalWeakTable<string, byte[]> _hashes = [];

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
        if (bearer.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && Find(bearer, "Bearer ".Length) is { } byBearer)
            return byBearer;
        return (headers.TryGetValue("x-api-key", out var value) ? Find(value.ToString(), 0) : null) ?? Anybody;
    }

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <param name="from">Where in the header the secret begins.</param>
    private ApiKey? Find(string header, int from)
    {
        if (_hashes.TryGetValue(header, out var good)) return Known(good);
        if (header[from..].Trim() is not { Length: > 0 } secret) return null;
        var hash = Hash(secret);
        var found = Known(hash);
        if (found is not null) _hashes.AddOrUpdate(header, hash);
        return found;
    }

    private ApiKey? Known(byte[] hash)
    {
        ApiKey? found = null;
        foreach (var (key, known) in Volatile.Read(ref _keys)) // every key is compared, whole: the time taken tells nothing of those that it is not
        {
            if (CryptographicOperations.FixedTimeEquals(hash, known)) found = key;
        }

        return found;
    }
}
