using System.Text;

namespace Farthing.Tests.Fuzz.Inputs;

/// <summary>Changes that know nothing of JSON.</summary>
internal static class ByteMutations
{
    private static readonly byte[][] s_inserted =
    [
        [0], [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [.. "\r\n"u8], [.. "\r"u8], [.. "\n\n"u8], [.. "/*x*/"u8], [.. "//\n"u8], [.. "{"u8], [.. "]"u8], [.. "\\"u8], [.. "\""u8], [.. ","u8],
        [.. ": \n"u8], [.. "data:\n"u8], [.. "event: x\n"u8], [.. "NaN"u8], new byte[3_000],
    ];

    public static byte[] Apply(string text, IEnumerable<Mutation> mutations)
    {
        var bytes = Encoding.UTF8.GetBytes(text).ToList();
        foreach (var m in mutations)
        {
            if (bytes.Count == 0) break;
            var at = m.Place % bytes.Count;
            switch (m.Kind % 7)
            {
                case 0: bytes[at] ^= (byte)(1 << (m.Value % 8)); break;
                case 1: bytes.RemoveRange(at, bytes.Count - at); break;
                case 2: bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 + (m.Value % 20))); break;
                case 3: bytes.InsertRange(at, m.Pick(s_inserted)); break;
                case 4: bytes.InsertRange(0, m.Pick(s_inserted)); break;
                case 5: bytes.InsertRange(at, bytes.GetRange(m.Value % bytes.Count, Math.Min(bytes.Count - (m.Value % bytes.Count), 200))); break;
                default: bytes.AddRange(m.Pick(s_inserted)); break;
            }
        }

        return [.. bytes];
    }
}
