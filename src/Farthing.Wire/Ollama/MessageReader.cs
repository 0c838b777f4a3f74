using System.Text.Json;

namespace Farthing.Wire.Ollama;

/// <summary>
/// Reads messages. Calls often have no ids here: they get one from their place in the conversation, the same in every later turn,
/// and results belong to the calls before them by id, else by name, else in order.
/// </summary>
internal sealed class MessageReader(string dialect)
{
    private readonly List<Turn> _turns = [];
    private readonly OpenCalls _open = new();
    private List<Block>? _results;

    public static IReadOnlyList<Turn> Read(JsonElement messages, string dialect)
    {
        var reader = new MessageReader(dialect);
        foreach (var (message, path) in messages.Items("messages")) reader.Message(message, path);
        return reader._turns;
    }

    public static IEnumerable<Block> Images(JsonElement e, string path) => e.Field("images") is not { } images
        ? []
        : images.Items(path.Length == 0 ? "images" : path + ".images").Select(i => new ImageBlock(Ollama.Images.Read(i.Value.Text(i.Path))));

    private void Message(JsonElement e, string path)
    {
        var role = e.Need("role", path);
        if (role == "tool")
        {
            if (_results is null) _turns.Add(new Turn(Role.User, _results = []));
            _results.Add(new ToolResultBlock(Answered(e, path), Content(e, path)));
            return;
        }
        _results = null;
        _turns.Add(role switch
        {
            "system" => new Turn(Role.System, Content(e, path)) { Extras = Others(e, path) },
            "user" => new Turn(Role.User, Content(e, path)) { Extras = Others(e, path) },
            "assistant" => new Turn(Role.Assistant, Assistant(e, path)) { Extras = Others(e, path) },
            _ => throw WireException.Invalid(path + ".role", $"must be system, user, assistant or tool, not \"{role}\"."),
        });
    }

    private static List<Block> Content(JsonElement e, string path) => [.. Images(e, path), new TextBlock(e.Find("content", path) ?? "")];

    private List<Block> Assistant(JsonElement e, string path)
    {
        _open.Clear();
        var blocks = new List<Block>();
        if (e.Find("thinking", path) is { Length: > 0 } thinking) blocks.Add(new ThinkingBlock(thinking));
        if (e.Find("content", path) is { Length: > 0 } text) blocks.Add(new TextBlock(text));
        if (e.Field("tool_calls") is not { } calls) return blocks;
        foreach (var (call, at) in calls.Items(path + ".tool_calls"))
        {
            var read = Call(call, at, fallback: $"call_{_turns.Count}_{_open.Count}");
            _open.Add(read.Id, read.Name);
            blocks.Add(read);
        }
        return blocks;
    }

    public static ToolCallBlock Call(JsonElement call, string path, string fallback)
    {
        if (call.Field("function") is not { } function) throw WireException.Invalid(path + ".function", "is required.");
        return new ToolCallBlock(
            call.Find("id", path) is { Length: > 0 } id ? id : fallback,
            function.Need("name", path + ".function"),
            function.Field("arguments") is { } arguments ? arguments.ValueKind == JsonValueKind.String ? arguments.Text(path) : arguments.Raw(path + ".function.arguments") : "{}");
    }

    private string Answered(JsonElement e, string path)
    {
        var (id, name) = (e.Find("tool_call_id", path), e.Find("tool_name", path) ?? e.Find("name", path));
        return _open.Answer(id, name) ?? throw WireException.Invalid(path, "this tool result answers no call of the assistant message before it.");
    }

    private Extras? Others(JsonElement message, string path)
    {
        var extras = new ExtrasList(dialect);
        foreach (var (name, value) in message.Fields(path))
            if (name is not ("role" or "content" or "images" or "thinking" or "tool_calls")) extras.Add(name, value);
        return extras.Take();
    }
}
