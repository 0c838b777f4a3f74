using System.Text;

namespace Farthing.Costing.Folders;

/// <summary>Reads a file as text, where it is text.</summary>
internal static class FileText
{
    /// <summary>Where git looks for a zero byte, which no text has.</summary>
    private const int Looked = 8_000;

    /// <returns>Null where it is binary.</returns>
    public static async Task<string?> ReadAsync(string path, CancellationToken cancel)
    {
        var bytes = await File.ReadAllBytesAsync(path, cancel);
        var encoding = bytes switch
        {
            [0xFF, 0xFE, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
            _ => Encoding.UTF8,
        };
        if (encoding == Encoding.UTF8 && bytes.AsSpan(0, Math.Min(bytes.Length, Looked)).Contains((byte)0)) return null;
        return encoding.GetString(bytes).TrimStart('\uFEFF');
    }
}
