using System.Numerics;
using System.Runtime.Intrinsics;

namespace Farthing.Wire;

/// <summary>
/// Passes over JSON that nobody looks into, many bytes at a time: after the first escape of a text, as every text with a line break in it
/// has one, <see cref="System.Text.Json.Utf8JsonReader"/> goes on byte by byte. The grammar is that of RFC 8259, as that reader takes it: what
/// one of them accepts the other does too.
/// </summary>
internal static class JsonSkip
{
    private const int Broken = -1;

    /// <summary>Where the white space at <paramref name="at"/> ends.</summary>
    public static int Space(ReadOnlySpan<byte> json, int at)
    {
        while (at < json.Length && json[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') at++;
        return at;
    }

    /// <summary>Where the value that begins at <paramref name="at"/> ends; negative where it is none, or nested deeper than <paramref name="depth"/>.</summary>
    public static int Value(ReadOnlySpan<byte> json, int at, int depth) => at >= json.Length ? Broken : json[at] switch
    {
        (byte)'"' => Text(json, at),
        (byte)'{' => depth == 0 ? Broken : Members(json, at, depth - 1, (byte)'}'),
        (byte)'[' => depth == 0 ? Broken : Members(json, at, depth - 1, (byte)']'),
        (byte)'t' => Word(json, at, "true"u8),
        (byte)'f' => Word(json, at, "false"u8),
        (byte)'n' => Word(json, at, "null"u8),
        _ => Number(json, at),
    };

    /// <summary>Where the text whose quote is at <paramref name="at"/> ends; negative where it is none.</summary>
    public static int Text(ReadOnlySpan<byte> json, int at)
    {
        if (at >= json.Length || json[at] != '"') return Broken;
        at++;
        var carried = 0u; // 1 where a backslash before the block escapes its first byte
        for (; at <= json.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            var block = Vector256.Create(json.Slice(at, Vector256<byte>.Count));
            var slashes = Places(block, '\\');
            var escaped = (slashes | carried) == 0 ? 0 : Escaped(slashes, ref carried);
            var ends = (Places(block, '"') & ~escaped) | Vector256.LessThan(block, Vector256.Create((byte)0x20)).ExtractMostSignificantBits();
            var inside = ends == 0 ? uint.MaxValue : (1u << BitOperations.TrailingZeroCount(ends)) - 1;
            if (escaped != 0 && !AreEscapes(json, at, block, escaped & inside)) return Broken;
            if (ends == 0) continue;
            var end = at + BitOperations.TrailingZeroCount(ends);
            return json[end] == '"' ? end + 1 : Broken;
        }

        at -= (int)carried;
        while (at < json.Length && json[at] >= 0x20)
        {
            if (json[at] == '"') return at + 1;
            at = json[at] == '\\' ? Escape(json, at) : at + 1;
            if (at < 0) return Broken;
        }

        return Broken;
    }

    private static uint Places(Vector256<byte> block, char of) => Vector256.Equals(block, Vector256.Create((byte)of)).ExtractMostSignificantBits();

    /// <summary>
    /// The places that a backslash escapes: in a run of backslashes every other one escapes what follows it. Runs that begin at an odd place
    /// are moved by an addition, whose carry goes through the run (Langdale and Lemire, "Parsing Gigabytes of JSON per Second", §3.1.1).
    /// </summary>
    private static uint Escaped(uint slashes, ref uint carried)
    {
        const uint Even = 0x5555_5555;
        slashes &= ~carried;
        var follows = (slashes << 1) | carried;
        var sum = (ulong)slashes + (slashes & ~Even & ~follows);
        carried = (uint)(sum >> 32);
        return (Even ^ ((uint)sum << 1)) & follows;
    }

    /// <summary>Whether JSON has an escape for each of these places, which follow a backslash.</summary>
    private static bool AreEscapes(ReadOnlySpan<byte> json, int at, Vector256<byte> block, uint places)
    {
        var single = Places(block, 'n') | Places(block, '"') | Places(block, '\\') | Places(block, 't') | Places(block, 'r') | Places(block, '/') | Places(block, 'b') | Places(block, 'f');
        for (var others = places & ~single; others != 0; others &= others - 1)
        {
            if (Escape(json, at + BitOperations.TrailingZeroCount(others) - 1) < 0) return false;
        }

        return true;
    }

    private static int Escape(ReadOnlySpan<byte> json, int at)
    {
        if (at + 1 >= json.Length) return Broken;
        if (json[at + 1] is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t') return at + 2;
        if (json[at + 1] != 'u' || at + 6 > json.Length) return Broken;
        foreach (var digit in json.Slice(at + 2, 4))
            if (!char.IsAsciiHexDigit((char)digit)) return Broken;
        return at + 6;
    }

    private static int Members(ReadOnlySpan<byte> json, int at, int depth, byte close)
    {
        at = Space(json, at + 1);
        if (at < json.Length && json[at] == close) return at + 1;
        while (true)
        {
            if (close == '}' && (at = Colon(json, Text(json, at))) < 0) return Broken;
            at = Value(json, at, depth);
            if (at < 0) return Broken;
            at = Space(json, at);
            if (at >= json.Length) return Broken;
            if (json[at] == close) return at + 1;
            if (json[at] != ',') return Broken;
            at = Space(json, at + 1);
        }
    }

    /// <summary>Where the value of the name begins that ends at <paramref name="at"/>.</summary>
    public static int Colon(ReadOnlySpan<byte> json, int at)
    {
        if (at < 0) return Broken;
        at = Space(json, at);
        return at < json.Length && json[at] == ':' ? Space(json, at + 1) : Broken;
    }

    private static int Word(ReadOnlySpan<byte> json, int at, ReadOnlySpan<byte> word) => json[at..].StartsWith(word) ? at + word.Length : Broken;

    private static int Number(ReadOnlySpan<byte> json, int at)
    {
        if (json[at] == '-') at++;
        var first = at;
        if ((at = Digits(json, at)) < 0 || (json[first] == '0' && at > first + 1)) return Broken;
        if (at < json.Length && json[at] == '.' && (at = Digits(json, at + 1)) < 0) return Broken;
        if (at >= json.Length || json[at] is not ((byte)'e' or (byte)'E')) return at;
        at++;
        if (at < json.Length && json[at] is (byte)'+' or (byte)'-') at++;
        return Digits(json, at);
    }

    private static int Digits(ReadOnlySpan<byte> json, int at)
    {
        var first = at;
        while (at < json.Length && json[at] is >= (byte)'0' and <= (byte)'9') at++;
        return at == first ? Broken : at;
    }
}
