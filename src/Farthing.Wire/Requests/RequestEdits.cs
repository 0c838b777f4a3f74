using System.Text;
using System.Text.Json;

namespace Farthing.Wire;

/// <summary>Edits to a request body whose dialect does not change. All bytes that an edit does not name stay as they are.</summary>
public sealed class RequestEdits(RequestHead head)
{
    private readonly List<(ByteRange Range, byte[] Text)> _edits = [];
    private readonly List<string> _added = [];

    /// <summary>Whether <see cref="Apply"/> would change anything.</summary>
    public bool Any => _edits.Count + _added.Count > 0;

    /// <summary>Names another model, in every place where one is named; nothing where it is named already.</summary>
    public RequestEdits Model(string model)
    {
        if (model == head.Model) return this;
        var quoted = Quoted(model);
        foreach (var range in head.ModelRanges) _edits.Add((range, Encoding.UTF8.GetBytes(quoted)));
        if (head.ModelRanges.Count == 0) _added.Add($"\"model\":{quoted}");
        return this;
    }

    /// <summary>Asks an OpenAI-compatible provider for the usage chunk, keeping other stream options.</summary>
    public RequestEdits AskUsage()
    {
        if (head.IncludeUsage) return this;
        if (head.IncludeUsageRanges.Count > 0)
            foreach (var range in head.IncludeUsageRanges) _edits.Add((range, [.. "true"u8]));
        else if (head.StreamOptions is not { } options)
            _added.Add("\"stream_options\":{\"include_usage\":true}");
        else if (head.StreamOptionsIsEmpty)
            _edits.Add((options, [.. "{\"include_usage\":true}"u8]));
        else
            _edits.Add((new ByteRange(options.Start + 1, 0), [.. "\"include_usage\":true,"u8]));
        return this;
    }

    /// <summary>Takes out the thinking that another provider signed: see <see cref="SealedThinking"/>.</summary>
    /// <param name="body">The body that the head was read from.</param>
    /// <exception cref="WireException">Text in the conversation is not valid Unicode.</exception>
    public RequestEdits WithoutSeals(ReadOnlyMemory<byte> body)
    {
        var bom = body.Span.StartsWith("\uFEFF"u8) ? 3 : 0;
        foreach (var (range, text) in SealedThinking.Edits(body[bom..])) _edits.Add((range with { Start = range.Start + bom }, text));
        return this;
    }

    /// <param name="body">The body that the head was read from.</param>
    public byte[] Apply(ReadOnlySpan<byte> body)
    {
        if (_added.Count > 0)
            _edits.Add((new ByteRange(head.Inside, 0), Encoding.UTF8.GetBytes(string.Join(',', _added) + (head.IsEmpty ? "" : ","))));
        _added.Clear();
        _edits.Sort((a, b) => a.Range.Start.CompareTo(b.Range.Start));
        var result = new byte[body.Length + _edits.Sum(e => e.Text.Length - e.Range.Length)];
        var (from, to) = (0, 0);
        foreach (var (range, text) in _edits)
        {
            body[from..range.Start].CopyTo(result.AsSpan(to));
            to += range.Start - from;
            text.CopyTo(result, to);
            to += text.Length;
            from = range.End;
        }
        body[from..].CopyTo(result.AsSpan(to));
        return result;
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
