using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Farthing.Simulator;

/// <summary>Randomness that is a pure function of what it is drawn for, so that a run can be repeated in any order.</summary>
internal static class Chance
{
    /// <summary>A number of [0, 1) for the seed and the words.</summary>
    public static double Uniform(long seed, params ReadOnlySpan<string> words) => (Bits(seed, words) >> 11) * (1.0 / (1UL << 53));

    /// <summary>A draw from the standard normal distribution (Box–Muller).</summary>
    public static double Normal(long seed, string what, params ReadOnlySpan<string> words)
    {
        var u = 1 - Uniform(seed, ["u", what, .. words]);
        var v = Uniform(seed, ["v", what, .. words]);
        return Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * v);
    }

    /// <summary>A choice below <paramref name="count"/>.</summary>
    public static int Index(int count, long seed, params ReadOnlySpan<string> words) => (int)(Uniform(seed, words) * count);

    /// <summary>Letters and digits without meaning, as in vendors' ids.</summary>
    public static string Letters(int length, long seed, params ReadOnlySpan<string> words)
    {
        const string alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz123456789";
        var bytes = new byte[length];
        for (var done = 0; done < length; done += 32)
        {
            var hash = SHA256.HashData(Encode(seed, [.. words, done.ToString(CultureInfo.InvariantCulture)]));
            hash.AsSpan(0, Math.Min(hash.Length, length - done)).CopyTo(bytes.AsSpan(done));
        }

        return string.Create(length, bytes, static (to, from) =>
        {
            for (var i = 0; i < to.Length; i++) to[i] = alphabet[from[i] % alphabet.Length];
        });
    }

    /// <summary>A short name for a text, equal for equal texts.</summary>
    public static string Fingerprint(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 12));

    private static ulong Bits(long seed, ReadOnlySpan<string> words) => BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encode(seed, words)));

    private static byte[] Encode(long seed, ReadOnlySpan<string> words) =>
        Encoding.UTF8.GetBytes($"{seed.ToString(CultureInfo.InvariantCulture)}\n{string.Join('\n', words)}");
}
