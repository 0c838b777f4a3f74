using System.Numerics;
using System.Runtime.Intrinsics;

namespace Farthing.Budgets;

/// <summary>
/// Finds the places of a request where one of the words of <see cref="WorstCase"/> may begin, in one pass: to look
/// for one word after the other reads the request as often as there are words.
/// </summary>
internal static class Signs
{
    /// <summary>The next place, from <paramref name="at"/> on, of <c>"c</c>, <c>"d</c>, <c>"f</c>, <c>"p</c>, <c>\u</c> or <c>im</c>; the body's length where there is none.</summary>
    public static int Next(ReadOnlySpan<byte> body, int at)
    {
        for (; at < body.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            var (first, second) = (Vector256.Create(body.Slice(at, Vector256<byte>.Count)), Vector256.Create(body.Slice(at + 1, Vector256<byte>.Count)));
            var places = (Are(first, '"') & (Are(second, 'c') | Are(second, 'd') | Are(second, 'f') | Are(second, 'p')))
                | (Are(first, '\\') & Are(second, 'u'))
                | (Are(first, 'i') & Are(second, 'm'));
            if (places != Vector256<byte>.Zero) return at + BitOperations.TrailingZeroCount(places.ExtractMostSignificantBits());
        }

        for (; at < body.Length - 1; at++)
        {
            if ((body[at], body[at + 1]) is ((byte)'"', (byte)'c' or (byte)'d' or (byte)'f' or (byte)'p') or ((byte)'\\', (byte)'u') or ((byte)'i', (byte)'m')) return at;
        }

        return body.Length;
    }

    private static Vector256<byte> Are(Vector256<byte> block, char of) => Vector256.Equals(block, Vector256.Create((byte)of));
}
