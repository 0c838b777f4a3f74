namespace Farthing.Catalogue;

/// <summary>Columns of text; the same in a terminal, a pipe and a README.</summary>
internal static class TextTable
{
    /// <param name="left">So many columns stand to the left, the others to the right.</param>
    public static void Write(TextWriter to, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows, int left = 1)
    {
        var lines = rows.Prepend(heads).ToList();
        var widths = heads.Select((_, column) => lines.Max(line => line[column].Length)).ToList();
        foreach (var line in lines)
            to.WriteLine(string.Join("  ", line.Select((cell, column) => column < left ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd());
    }
}
