using System.Text;
using System.Text.Json;

namespace Farthing.Wire.OpenAIChat;

/// <summary>
/// Tells which call a delta belongs to. Servers number calls from 0, from 1, all as 0 (Ollama), or not at all,
/// so a new id counts as a new call.
/// </summary>
internal sealed class StreamCalls
{
    private readonly Dictionary<long, OpenCall> _byIndex = [];
    private readonly Dictionary<string, OpenCall> _byId = [];
    private readonly List<OpenCall> _all = [];
    private readonly ReplySize _size = new();

    public bool Any => Started.Any();

    public IEnumerable<OpenCall> Started => _all.Where(c => c.IsStarted);

    /// <returns>The call, and the arguments that the delta adds to it.</returns>
    public (OpenCall Call, string More) Add(JsonElement delta, JsonElement? function)
    {
        var id = delta.Find("id", "tool_calls") is { Length: > 0 } found ? found : null;
        var call = Find(delta.Field("index")?.Whole("tool_calls.index"), id, function?.Find("name", "tool_calls.function"));
        call.Id ??= id;
        if (id is not null) _byId.TryAdd(id, call);
        if (call.Name.Length == 0) call.Name = function?.Find("name", "tool_calls.function") ?? "";
        var more = function?.Field("arguments") switch
        {
            null => "",
            { ValueKind: JsonValueKind.Object } whole => whole.Raw("tool_calls.function.arguments"),
            { } text => text.Text("tool_calls.function.arguments"),
        };
        call.Note(more);
        if (!call.IsStarted)
        {
            _size.Add(more.Length);
            call.Wait(more);
        }
        return (call, more);
    }

    private OpenCall Find(long? index, string? id, string? name)
    {
        var known = index is { } i ? _byIndex.GetValueOrDefault(i)
            : id is null ? _all.LastOrDefault()
            : _byId.GetValueOrDefault(id);
        if (known is not null && (id is null || known.Id is null || known.Id == id) && !(id is null && known.IsFollowedBy(name))) return known;
        _size.AddBlock(id?.Length ?? 0);
        var call = new OpenCall();
        _all.Add(call);
        if (index is { } at) _byIndex[at] = call;
        return call;
    }
}

/// <summary>A call whose arguments are still arriving.</summary>
internal sealed class OpenCall
{
    private readonly StringBuilder _waiting = new();
    private int _braces;
    private bool _sawBrace;
    private bool _inString;
    private bool _escaped;

    public string? Id { get; set; }

    public string Name { get; set; } = "";

    /// <summary>The neutral block's index; -1 until it has started.</summary>
    public int Block { get; set; } = -1;

    public bool IsStarted => Block >= 0;

    /// <summary>Whether a delta without an id begins another call: by another name, or after this one's arguments have come to their end.</summary>
    public bool IsFollowedBy(string? name) => name is { Length: > 0 } && Name.Length > 0 && (name != Name || _braces == 0 && _sawBrace);

    /// <summary>Keeps count of the braces outside strings, which tells when the arguments are whole.</summary>
    public void Note(string arguments)
    {
        foreach (var c in arguments)
        {
            if (_escaped) _escaped = false;
            else if (_inString) (_inString, _escaped) = (c != '"', c == '\\');
            else if (c == '"') _inString = true;
            else if (c == '{') (_braces, _sawBrace) = (_braces + 1, true);
            else if (c == '}') _braces--;
        }
    }

    public void Wait(string arguments) => _waiting.Append(arguments);

    public string TakeWaiting()
    {
        var all = _waiting.ToString();
        _waiting.Clear();
        return all;
    }
}
