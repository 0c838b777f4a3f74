using System.Text;
using System.Text.Json;

namespace Farthing.Wire;

/// <summary>Edits to a request body whose dialect does not change. All bytes that an edit does not name stay as they are.</summary>
public sealed class RequestEdits(RequestHead head)
{
    private readonly List<(ByteRange Range, string Text)> _edits = [];
    private readonly List<string> _added = [];

    /// <summary>Whether <see cref="Apply"/> would change anything.</summary>
    public bool Any => _edits.Count + _added.Count > 0;

    /// <summary>Names another model, in every place where one is named.</summary>
    public RequestEdits Model(string model)
    {
        var quoted = Quoted(model);
        foreach (var range in head.ModelRanges) _edits.Add((range, quoted));
        if (head.ModelRanges.Count == 0) _added.Add($"\"model\":{quoted}");
        return this;
    }

    /// <summary>Asks an OpenAI-compatible provider for the usage chunk, keeping other stream options.</summary>
    public RequestEdits AskUsage()
    {
        if (head.IncludeUsage) return this;
        if (head.IncludeUsageRanges.Count > 0)
            foreach (var range in head.IncludeUsageRanges) _edits.Add((range, "true"));
        else if (head.StreamOptions is not { } options)
            _added.Add("\"stream_options\":{\"include_usage\":true}");
        else if (head.StreamOptionsIsEmpty)
            _edits.Add((options, "{\"include_usage\":true}"));
        else
            _edits.Add((new ByteRange(options.Start + 1, 0), "\"include_usage\":true,"));
        return this;
    }

    /// <param name="body">The body that the head was read from.</param>
    public byte[] Apply(ReadOnlySpan<byte> body)
    {
        if (_added.Count > 0)
            _edits.Add((new ByteRange(head.Inside, 0), string.Join(',', _added) + (head.IsEmpty ? "" : ",")));
        _added.Clear();
        _edits.Sort((a, b) => a.Range.Start.CompareTo(b.Range.Start));
        var result = new MemoryStream(body.Length + 256);
        var at = 0;
        foreach (var (range, text) in _edits)
        {
            result.Write(body[at..range.Start]);
            result.Write(Encoding.UTF8.GetBytes(text));
            at = range.End;
        }
        result.Write(body[at..]);
        return result.ToArray();
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
