namespace Farthing.Wire;

/// <summary>
/// What the gateway must know of a request before it knows where to send it, found in one pass without building a document.
/// Of a repeated key the last one counts, as JSON parsers have it. Works for every dialect that posts a JSON object.
/// </summary>
public sealed record RequestHead
{
    /// <summary>JSON nested deeper than this is refused. The deepest recorded request has 20 levels; tool schemas need the room.</summary>
    public const int DefaultMaxDepth = 64;

    /// <summary>OpenAI allows 128; other servers somewhat more.</summary>
    public const int MostChoices = 1_024;

    /// <summary>Null where the request names no model.</summary>
    public string? Model { get; internal set; }

    /// <summary>The value of <c>stream</c>; null where it is absent, since dialects differ in what that means.</summary>
    public bool? Stream { get; internal set; }

    /// <summary>The output caps under the names that dialects give them. Which of several counts is the server's choice.</summary>
    internal List<(string Field, long Tokens)> Caps { get; } = [];

    /// <summary>How many answers are asked for (<c>n</c>); each may be as long as the cap allows.</summary>
    public int Choices { get; internal set; } = 1;

    /// <summary>How many prompts stand in <c>prompt</c>: each is answered <see cref="Choices"/> times.</summary>
    public int Prompts { get; internal set; } = 1;

    /// <summary>Whether <c>stream_options.include_usage</c> is true.</summary>
    public bool IncludeUsage { get; internal set; }

    /// <summary>Who the caller says is asking: <c>metadata.user_id</c>, <c>user</c> or <c>safety_identifier</c>; null where none is named.</summary>
    public string? User { get; internal set; }

    /// <summary>The <c>service_tier</c> asked for; null where none is.</summary>
    public string? ServiceTier { get; internal set; }

    /// <summary>The bytes of each value of <c>model</c>, quotes included.</summary>
    internal List<ByteRange> ModelRanges { get; } = [];

    internal ByteRange? StreamOptions { get; set; }

    internal bool StreamOptionsIsEmpty { get; set; }

    internal List<ByteRange> IncludeUsageRanges { get; } = [];

    /// <summary>The place after the outermost opening brace, and whether nothing follows it.</summary>
    internal int Inside { get; set; }

    internal bool IsEmpty { get; set; } = true;

    /// <summary>The largest cap given under any of <paramref name="fields"/>, repeated ones included; null where there is none.</summary>
    public long? Cap(params ReadOnlySpan<string> fields)
    {
        long? largest = null;
        foreach (var (field, tokens) in Caps)
            if (fields.Contains(field)) largest = Math.Max(largest ?? 0, tokens);
        return largest;
    }

    /// <exception cref="WireException">The body is not a JSON object (the error gives line and byte), or a field has the wrong type.</exception>
    public static RequestHead Read(ReadOnlySpan<byte> body, int maxDepth = DefaultMaxDepth) => RequestHeadReader.Read(body, maxDepth);
}

/// <summary>A run of bytes within a body.</summary>
public readonly record struct ByteRange(int Start, int Length)
{
    public int End => Start + Length;
}
