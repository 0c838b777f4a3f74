using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Farthing.Keys;

/// <summary>
/// The good secret that a connection brought last, and its hash, since to hash takes longer than all else that a key asks for. It stays in
/// memory until the connection ends, and lets nobody in by itself: the hash is looked up for each request. May be used by several at once.
/// </summary>
internal sealed class LastSecret
{
    private Pair? _last;

    /// <returns>Null where it is not the one kept.</returns>
    public byte[]? HashOf(ReadOnlySpan<char> secret) =>
        Volatile.Read(ref _last) is { } last && CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(secret), MemoryMarshal.AsBytes(last.Secret.AsSpan())) ? last.Hash : null;

    public void Keep(string secret, byte[] hash) => Volatile.Write(ref _last, new Pair(secret, hash));

    private sealed record Pair(string Secret, byte[] Hash);
}
