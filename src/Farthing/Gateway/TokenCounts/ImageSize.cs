using System.Buffers.Binary;

namespace Farthing.Gateway.TokenCounts;

/// <summary>Width and height in pixels, read from the head of a file. Pure.</summary>
internal readonly record struct ImageSize(int Width, int Height)
{
    /// <returns>Null where the bytes are no PNG, GIF, WebP or JPEG, or end too early.</returns>
    public static ImageSize? Read(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47])) return Png(file);
        if (file.StartsWith("GIF8"u8)) return file.Length < 10 ? null : Of(Little16(file[6..]), Little16(file[8..]));
        if (file.StartsWith("RIFF"u8) && file.Length >= 30 && file[8..].StartsWith("WEBP"u8)) return WebP(file);
        return file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]) ? Jpeg(file) : null;
    }

    /// <summary>The media type that the first bytes show; null for what is no image of the four kinds.</summary>
    public static string? MediaType(ReadOnlySpan<byte> file) =>
        file.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8) ? "image/gif"
        : file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8) ? "image/webp"
        : file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : null;

    private static ImageSize? Png(ReadOnlySpan<byte> file) =>
        file.Length < 24 ? null : Of(BinaryPrimitives.ReadInt32BigEndian(file[16..]), BinaryPrimitives.ReadInt32BigEndian(file[20..]));

    /// <summary>Three layouts: lossy (VP8), lossless (VP8L, 14 bits each, less one) and extended (VP8X, 24 bits each, less one).</summary>
    private static ImageSize? WebP(ReadOnlySpan<byte> file)
    {
        var chunk = file[12..];
        if (chunk.StartsWith("VP8X"u8)) return Of(Little24(file[24..]) + 1, Little24(file[27..]) + 1);
        if (chunk.StartsWith("VP8 "u8)) return Of(Little16(file[26..]) & 0x3FFF, Little16(file[28..]) & 0x3FFF);
        if (!chunk.StartsWith("VP8L"u8)) return null;
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(file[21..]);
        return Of((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
    }

    /// <summary>Walks the segments to the frame header: SOF0 to SOF15 without the three that are tables.</summary>
    private static ImageSize? Jpeg(ReadOnlySpan<byte> file)
    {
        for (var at = 2; at + 9 <= file.Length;)
        {
            if (file[at] != 0xFF) return null;
            var marker = file[at + 1];
            if (marker == 0xFF) { at++; continue; } // padding
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return Of(BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]));
            at += marker is 0x01 or (>= 0xD0 and <= 0xD8) ? 2 : 2 + Math.Max(2, (int)BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]));
        }

        return null;
    }

    private static ImageSize? Of(int width, int height) => width > 0 && height > 0 ? new ImageSize(width, height) : null;

    private static int Little16(ReadOnlySpan<byte> at) => BinaryPrimitives.ReadUInt16LittleEndian(at);

    private static int Little24(ReadOnlySpan<byte> at) => at[0] | (at[1] << 8) | (at[2] << 16);
}
