namespace Farthing.Catalogue;

/// <summary>Text in lines that fit a terminal and a README.</summary>
internal static class Paragraph
{
    private const int Width = 110;

    /// <param name="first">Before the first line; the others are indented as far.</param>
    public static void Write(TextWriter to, string text, string first = "")
    {
        var line = first;
        var isEmpty = true;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isEmpty && line.Length + 1 + word.Length > Width)
            {
                to.WriteLine(line);
                (line, isEmpty) = (new string(' ', first.Length), true);
            }

            line += isEmpty ? word : " " + word;
            isEmpty = false;
        }

        to.WriteLine(line);
    }
}
