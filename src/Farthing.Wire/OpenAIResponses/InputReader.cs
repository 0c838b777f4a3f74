using System.Text.Json;

namespace Farthing.Wire.OpenAIResponses;

/// <summary>Reads <c>input</c>: a string, or items of which those that belong to one turn stand one after another.</summary>
internal sealed class InputReader
{
    private readonly List<Turn> _turns = [];
    private readonly List<Tool> _tools = [];
    private readonly Dictionary<string, string> _foreign = []; // calls that are nobody else's: id → type
    private List<Block>? _open; // blocks of the turn that may still grow
    private Role _role;

    /// <returns>The turns, and the tools that the conversation loaded on its way.</returns>
    public static (IReadOnlyList<Turn> Turns, IReadOnlyList<Tool> Tools) Read(JsonElement input)
    {
        if (input.ValueKind == JsonValueKind.String) return ([new Turn(Role.User, [new TextBlock(input.Text("input"))])], []);
        var reader = new InputReader();
        foreach (var (item, path) in input.Items("input")) reader.Item(item, path);
        return (reader._turns, reader._tools);
    }

    private void Item(JsonElement e, string path)
    {
        var type = e.Find("type", path) ?? "message";
        switch (type)
        {
            case "message": Message(e, path); break;
            case "function_call_output" when _foreign.TryGetValue(e.Need("call_id", path), out var answered):
                // What answers a call goes the way of the call.
                Into(Role.Assistant).Add(new UnknownBlock(OpenAIResponsesDialect.DialectName, answered, e));
                break;
            case "function_call_output" or "custom_tool_call_output":
                Into(Role.User).Add(new ToolResultBlock(e.Need("call_id", path), e.Field("output") is { } output ? PartReader.Content(output, path + ".output") : []));
                break;
            case "additional_tools" or "tool_search_output":
                if (e.Field("tools") is { } tools) _tools.AddRange(tools.Items(path + ".tools").SelectMany(t => ToolReader.Read(t.Value, t.Path)));
                break;
            default:
                var blocks = ItemReader.Read(type, e, path);
                if (blocks is [UnknownBlock] && e.Find("call_id", path) is { } call) _foreign[call] = type;
                if (blocks is not null) Into(Role.Assistant).AddRange(blocks);
                else Into(Role.Assistant).Add(new UnknownBlock(OpenAIResponsesDialect.DialectName, type, e));
                break;
        }
    }

    private void Message(JsonElement e, string path)
    {
        var blocks = ItemReader.Read("message", e, path)!;
        switch (e.Need("role", path))
        {
            case "assistant": Into(Role.Assistant).AddRange(blocks); break;
            case "user": Alone(Role.User, blocks); break;
            case "system" or "developer": Alone(Role.System, blocks); break;
            case var role: throw WireException.Invalid(path + ".role", $"must be user, assistant, system or developer, not \"{role}\".");
        }
    }

    private List<Block> Into(Role role)
    {
        if (_open is null || _role != role) _turns.Add(new Turn(_role = role, _open = []));
        return _open;
    }

    private void Alone(Role role, IReadOnlyList<Block> blocks)
    {
        _open = null;
        _turns.Add(new Turn(role, blocks));
    }
}
