using System.Text;
using Farthing.Wire;

namespace Farthing.Tests.Fuzz.Inputs;

/// <summary>Changes to a stream: its order, its events, its framing, its bytes.</summary>
internal static class StreamMutations
{
    private static readonly string[] s_indexes = ["0", "1", "2", "7", "-1", "9223372036854775807", "null", "\"0\"", "1.0", "1e400"];

    /// <param name="style">How the events are framed; 0 is as vendors do.</param>
    public static byte[] Apply(IReadOnlyList<(string Type, string Data)> stream, Framing framing, IReadOnlyList<Mutation> mutations, int style)
    {
        var events = stream.ToList();
        var bytes = new List<Mutation>();
        foreach (var m in mutations)
        {
            if (m.Kind >= 90) bytes.Add(m);
            else if (events.Count > 0) One(events, m);
        }

        return ByteMutations.Apply(Framed(events, framing, style), bytes);
    }

    private static void One(List<(string Type, string Data)> events, Mutation m)
    {
        var (at, other) = (m.Place % events.Count, m.Value % events.Count);
        switch (m.Kind / 5)
        {
            case 0: events.RemoveAt(at); break;
            case 1: events.Insert(other, events[at]); break;
            case 2: (events[at], events[other]) = (events[other], events[at]); break;
            case 3: events.AddRange(events.ToArray()); break;
            case 4: events.RemoveRange(at, events.Count - at); break;
            case 5: events[at] = (events[at].Type, Indexed(events[at].Data, m.Pick(s_indexes))); break;
            case 6: events.InsertRange(at, Enumerable.Repeat(events[other], 1 + (m.Value % 300))); break;
            case 7: events[at] = (events[other].Type, events[at].Data); break;
            case 8: events[at] = (events[at].Type, Pretty(events[at].Data)); break;
            case 9: events.Insert(at, ("", new string('x', m.Value % 5_000))); break;
            case 10: events.Insert(at, ("error", """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""")); break;
            case 11: events.Reverse(at, events.Count - at); break;
            case 12: events.Insert(at, ("", "[DONE]")); break;
            case 13: (events[at], events[^1]) = (events[^1], events[at]); break;
            default: events[at] = (events[at].Type, Mutated(events[at].Data, m)); break;
        }
    }

    private static string Mutated(string data, Mutation m) =>
        Mutation.IsJson(Encoding.UTF8.GetBytes(data)) ? JsonMutations.Apply(data, [m with { Kind = m.Place % 85 }]) : data + "}";

    private static string Indexed(string data, string index) => System.Text.RegularExpressions.Regex.Replace(data, "\"(index|output_index|content_index|summary_index)\": ?-?[0-9]+", $"\"$1\":{index}");

    private static string Pretty(string data) => data.Replace("{", "{\n ", StringComparison.Ordinal);

    private static string Framed(List<(string Type, string Data)> events, Framing framing, int style)
    {
        var newLine = (style % 8) switch { 1 => "\r\n", 2 => "\r", _ => "\n" };
        var text = new StringBuilder(style % 8 == 3 ? "\uFEFF" : "");
        foreach (var (type, data) in events)
        {
            if (framing == Framing.Lines)
            {
                text.Append(data).Append(newLine == "\r" ? "\n" : newLine).Append(style % 8 == 4 ? "\n \n" : "");
                continue;
            }

            if (style % 8 == 4) text.Append(": comment").Append(newLine).Append(newLine);
            if (style % 8 == 5) text.Append("id: 1").Append(newLine).Append("retry: 5").Append(newLine);
            if (type.Length > 0 && style % 8 != 6) text.Append("event: ").Append(type).Append(newLine);
            foreach (var line in data.Split('\n')) text.Append(style % 8 == 7 ? "data:" : "data: ").Append(line).Append(newLine);
            text.Append(newLine);
        }

        return text.ToString();
    }
}
