using Farthing.Gateway.TokenCounts;

namespace Farthing.Costing.Folders;

/// <summary>A text by its kind and its length in o200k_base tokens, from which every model's own count is estimated.</summary>
internal readonly record struct CountedText(TextKind Kind, long Tokens)
{
    public static CountedText Of(string text) => new(TextKinds.Of(text), O200k.Count(text));

    public TokenRange For(TokenRules rules) => Tokens == 0 ? default : TokenSpread.Of(Kind, rules).Times(Tokens);
}

/// <param name="Heading">The line that tells the model the file's name.</param>
internal sealed record CountedFile(string Name, CountedText Heading, CountedText Text);

/// <param name="Instruction">What every call begins with; no tokens where there is none.</param>
internal sealed record CountedFolder(string Path, IReadOnlyList<CountedFile> Files, IReadOnlyList<LeftOut> LeftOut, CountedText Instruction)
{
    public long Tokens => Files.Sum(f => f.Text.Tokens);

    /// <exception cref="FormatException">The folder or the instruction is not there.</exception>
    /// <exception cref="IOException">The folder or the instruction cannot be read.</exception>
    public static async Task<CountedFolder> CountAsync(string path, string? instruction, long mostBytes, ProgressLine progress, CancellationToken cancel)
    {
        var walk = FolderWalk.Of(path, mostBytes, found => progress.Show(found, null), cancel);
        var files = new List<CountedFile>();
        foreach (var file in walk.Files)
        {
            progress.Show(files.Count, walk.Files.Count);
            cancel.ThrowIfCancellationRequested();
            if (await TextOf(file) is { } text) files.Add(new CountedFile(file.Name, CountedText.Of(file.Name + "\n"), CountedText.Of(text)));
        }

        return new CountedFolder(path, files, walk.LeftOut, instruction is null ? default : await InstructionAsync(instruction, cancel));

        async Task<string?> TextOf(FoundFile file)
        {
            try
            {
                var text = await FileText.ReadAsync(file.FullName, cancel);
                if (text is null) walk.Leave("binary", file.Name);
                return text;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                walk.Leave("not readable", file.Name);
                return null;
            }
        }
    }

    private static async Task<CountedText> InstructionAsync(string path, CancellationToken cancel)
    {
        if (!File.Exists(path)) throw new FormatException($"there is no file '{path}' (--instruction)");
        return CountedText.Of(await FileText.ReadAsync(path, cancel) ?? throw new IOException($"'{path}' is not text (--instruction)"));
    }
}
