using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Farthing.Gateway;

/// <summary>
/// Names calls: UUIDs of version 7 (RFC 9562 §5.7), so that later ones sort after earlier ones and each finds its place at the end of the
/// ledger's indexes. The system is asked for random bytes once for many of them: <see cref="Guid.CreateVersion7()"/> asks it each time.
/// </summary>
internal static class CallId
{
    private const int Each = 10;
    private const int Many = 64;

    [ThreadStatic]
    private static byte[]? t_random;

    [ThreadStatic]
    private static int t_left;

    /// <returns>32 hexadecimal digits.</returns>
    public static string New(DateTimeOffset started)
    {
        var random = t_random ??= new byte[Each * Many];
        if (t_left == 0)
        {
            RandomNumberGenerator.Fill(random);
            t_left = Many;
        }

        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, started.ToUnixTimeMilliseconds() << 16);
        random.AsSpan(--t_left * Each, Each).CopyTo(id[6..]);
        id[6] = (byte)((id[6] & 0x0F) | 0x70);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return Convert.ToHexStringLower(id);
    }
}
