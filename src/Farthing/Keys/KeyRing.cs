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

    /// <summary>Whoever asks without a key is let in as this one; null where every caller needs a key.</summary>
    public ApiKey? Anybody { get; init; }

    /// <summary>Puts the keys as they are now in the place of the earlier ones.</summary>
    public void Replace(IReadOnlyList<(ApiKey Key, byte[] Hash)> keys) => Volatile.Write(ref _keys, keys);

    /// <summary>
    /// Accepts <c>Authorization: Bearer</c> and <c>x-api-key</c> on every endpoint. A client may send both
    /// (Claude Code does when both variables are set): one good one is enough.
    /// </summary>
    /// <param name="last">Of the caller's connection; null remembers nothing.</param>
    /// <returns>The key, which may be expired or revoked; null where none is known.</returns>
    public ApiKey? Authenticate(IHeaderDictionary headers, LastSecret? last = null)
    {
        var bearer = headers.Authorization.ToString();
        if (bearer.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && Find(bearer, "Bearer ".Length, last) is { } byBearer)
            return byBearer;
        return (headers.TryGetValue("x-api-key", out var value) ? Find(value.ToString(), 0, last) : null) ?? Anybody;
    }

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <param name="from">Where in the header the secret begins.</param>
    private ApiKey? Find(string header, int from, LastSecret? last)
    {
        if (header.AsSpan(from).Trim() is not { Length: > 0 } secret) return null;
        if (last?.HashOf(secret) is { } good) return Known(good);
        var text = secret.ToString();
        var hash = Hash(text);
        var found = Known(hash);
        if (found is not null) last?.Keep(text, hash);
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
