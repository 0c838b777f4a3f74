using System.Text;

namespace Farthing.Ledger.Audit.Reports;

/// <summary>Reads a vendor's export, whatever the file is called: what it is shows in it.</summary>
internal static class ReportReader
{
    /// <summary>A month of minutes of a large account is some tens of megabytes.</summary>
    public const long MostBytes = 512 * 1024 * 1024;

    /// <exception cref="FormatException">There is no such file, or it is no export that is known; the message names the file, the place and the remedy.</exception>
    public static VendorReport Read(string path)
    {
        if (!File.Exists(path)) throw new FormatException($"there is no file {path}");
        if (new FileInfo(path).Length > MostBytes) throw new FormatException($"{path} is larger than 512 MB; export a shorter time");
        var bytes = File.ReadAllBytes(path).AsSpan();
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[Encoding.UTF8.Preamble.Length..];
        try
        {
            var start = bytes.IndexOfAnyExcept(" \t\r\n"u8);
            return start >= 0 && bytes[start] is (byte)'{' or (byte)'[' ? JsonReports.Read(bytes) : CsvReports.Read(Encoding.UTF8.GetString(bytes));
        }
        catch (FormatException e)
        {
            throw new FormatException($"{path}: {e.Message}.", e);
        }
    }
}
