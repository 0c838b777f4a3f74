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
    private readonly List<OpenCall> _all = [];

    public bool Any => Started.Any();

    public IEnumerable<OpenCall> Started => _all.Where(c => c.IsStarted);

    /// <returns>The call, and the arguments that the delta adds to it.</returns>
    public (OpenCall Call, string More) Add(JsonElement delta, JsonElement? function)
    {
        var id = delta.Find("id", "tool_calls") is { Length: > 0 } found ? found : null;
        var call = Find(delta.Field("index")?.Whole("tool_calls.index"), id);
        call.Id ??= id;
        if (call.Name.Length == 0) call.Name = function?.Find("name", "tool_calls.function") ?? "";
        var more = function?.Field("arguments") switch
        {
            null => "",
            { ValueKind: JsonValueKind.Object } whole => whole.Raw("tool_calls.function.arguments"),
            { } text => text.Text("tool_calls.function.arguments"),
        };
        if (!call.IsStarted) call.Wait(more);
        return (call, more);
    }

    private OpenCall Find(long? index, string? id)
    {
        var known = index is { } i ? _byIndex.GetValueOrDefault(i)
            : id is null ? _all.LastOrDefault()
            : _all.Find(c => c.Id == id);
        if (known is not null && (id is null || known.Id is null || known.Id == id)) return known;
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

    public string? Id { get; set; }

    public string Name { get; set; } = "";

    /// <summary>The neutral block's index; -1 until it has started.</summary>
    public int Block { get; set; } = -1;

    public bool IsStarted => Block >= 0;

    public void Wait(string arguments) => _waiting.Append(arguments);

    public string TakeWaiting()
    {
        var all = _waiting.ToString();
        _waiting.Clear();
        return all;
    }
}
