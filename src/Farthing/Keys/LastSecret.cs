using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Farthing.Keys;

/// <summary>
/// The good secret that a connection brought last, and its hash, since to hash takes longer than all else that a key asks for. It ends with
/// its connection, which keeps its callers' headers in memory anyway. May be used by several requests at once.
/// </summary>
internal sealed class LastSecret
{
    private Pair? _last;

    /// <param name="header">The header that holds the secret, whole.</param>
    /// <returns>Null where it is not the one kept.</returns>
    public byte[]? HashOf(string header) =>
        Volatile.Read(ref _last) is { } last && CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(header.AsSpan()), MemoryMarshal.AsBytes(last.Header.AsSpan())) ? last.Hash : null;

    public void Keep(string header, byte[] hash) => Volatile.Write(ref _last, new Pair(header, hash));

    private sealed record Pair(string Header, byte[] Hash);
}
