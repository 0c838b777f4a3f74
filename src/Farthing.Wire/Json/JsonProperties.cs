using System.Text.Json;

namespace Farthing.Wire;

/// <summary>
/// The properties of a JSON object one after the other, found without a document. Each value is checked and passed over; whoever wants
/// it reads it with <see cref="Value"/>.
/// </summary>
public ref struct JsonProperties
{
    /// <summary>As of <see cref="Utf8JsonReader"/>.</summary>
    private const int DefaultMaxDepth = 64;

    private readonly ReadOnlySpan<byte> _json;
    private readonly int _maxDepth;
    private int _at;
    private ByteRange _name;
    private bool _nameIsPlain;
    private bool _ended;

    /// <param name="json">UTF-8 without a byte order mark; white space may surround it.</param>
    /// <param name="maxDepth">JSON nested deeper than this is broken; from 1 to some hundreds, since each level takes a frame of the stack.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDepth"/> is less than 1.</exception>
    public JsonProperties(ReadOnlySpan<byte> json, int maxDepth = DefaultMaxDepth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDepth, 1);
        _json = json;
        _maxDepth = maxDepth;
        _at = JsonSkip.Space(json, 0);
        IsObject = _at < json.Length && json[_at] == '{';
        IsBroken = !IsObject;
        _at++;
        Inside = _at;
    }

    /// <summary>Whether the text begins as an object does.</summary>
    public bool IsObject { get; }

    /// <summary>Whether the text, as far as it was looked at, is no JSON object; when <see cref="Next"/> has returned false, that is the whole text.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The place after the opening brace.</summary>
    public int Inside { get; }

    /// <summary>The bytes of the value at hand.</summary>
    public ByteRange Range { get; private set; }

    /// <summary>Goes to the next property; false where there is none, or the text is broken.</summary>
    public bool Next()
    {
        if (IsBroken || _ended) return false;
        var at = JsonSkip.Space(_json, _at);
        if (at < _json.Length && _json[at] == '}') return End(at + 1);
        if (Range.Length > 0) // not the first
        {
            if (at >= _json.Length || _json[at] != ',') return Break();
            at = JsonSkip.Space(_json, at + 1);
        }

        var nameEnd = JsonSkip.Text(_json, at);
        var value = JsonSkip.Colon(_json, nameEnd);
        if (value < 0) return Break();
        _at = JsonSkip.Value(_json, value, _maxDepth - 1);
        if (_at < 0) return Break();
        (_name, Range) = (new ByteRange(at, nameEnd - at), new ByteRange(value, _at - value));
        _nameIsPlain = !_json[at..nameEnd].Contains((byte)'\\');
        return true;
    }

    /// <summary>Whether the property at hand has this name, however it is escaped.</summary>
    /// <exception cref="InvalidOperationException">Its own name is no Unicode text.</exception>
    public readonly bool Is(ReadOnlySpan<byte> name)
    {
        if (_nameIsPlain) return _json.Slice(_name.Start + 1, _name.Length - 2).SequenceEqual(name);
        var text = new Utf8JsonReader(_json.Slice(_name.Start, _name.Length));
        return text.Read() && text.ValueTextEquals(name);
    }

    /// <summary>A reader before the value at hand.</summary>
    public readonly Utf8JsonReader Value() => new(_json.Slice(Range.Start, Range.Length), new JsonReaderOptions { MaxDepth = _maxDepth });

    private bool End(int at)
    {
        _ended = true;
        IsBroken = JsonSkip.Space(_json, at) < _json.Length;
        return false;
    }

    private bool Break()
    {
        IsBroken = true;
        return false;
    }
}
