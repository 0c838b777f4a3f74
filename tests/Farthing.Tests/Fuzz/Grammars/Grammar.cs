using System.Text;
using System.Text.Json;

namespace Farthing.Tests.Fuzz.Grammars;

/// <summary>How a stream to a caller ended.</summary>
public enum StreamEnd { Open, Complete, Failed }

/// <summary>Reads a stream as a strict client of one dialect would, and throws at the first thing that the dialect does not have.</summary>
internal abstract class Grammar
{
    public StreamEnd End { get; private set; }

    public static Grammar Of(string dialect) => dialect switch
    {
        "anthropic" => new AnthropicGrammar(),
        "openai-chat" => new ChatGrammar(),
        "openai-responses" => new ResponsesGrammar(),
        "openai-completions" => new CompletionsGrammar(),
        _ => new OllamaGrammar(),
    };

    /// <param name="cut">Whether the last event may be half there, because the connection was reset.</param>
    public static StreamEnd Check(string dialect, ReadOnlySpan<byte> stream, bool cut = false)
    {
        var text = cut ? Encoding.UTF8.GetString(stream) : new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(stream);
        var grammar = Of(dialect);
        var separator = grammar is OllamaGrammar ? "\n" : "\n\n";
        var pieces = text.Split(separator);
        if (!cut && pieces[^1].Length > 0) throw new GrammarException("ends within an event", pieces[^1]);
        foreach (var piece in pieces[..^1]) grammar.Piece(piece);
        return grammar.End;
    }

    protected abstract void Event(string type, JsonElement data);

    /// <summary>Data that is no JSON: <c>[DONE]</c>.</summary>
    protected virtual void Plain(string data) => throw new GrammarException("is no JSON", data);

    protected void Ends(StreamEnd how) => End = how;

    protected static void Must(bool holds, string rule, JsonElement at)
    {
        if (!holds) throw new GrammarException(rule, at.GetRawText());
    }

    protected static string Text(JsonElement e, string name) => e.GetProperty(name).GetString()!;

    private void Piece(string piece)
    {
        if (piece.StartsWith(':') && !piece.Contains('\n', StringComparison.Ordinal)) return; // a comment
        if (End != StreamEnd.Open) throw new GrammarException("comes after the end", piece);
        var (type, data) = ("", piece);
        if (this is not OllamaGrammar)
        {
            var lines = piece.Split('\n');
            if (lines.Length > 2 || !lines[^1].StartsWith("data: ", StringComparison.Ordinal) || (lines.Length == 2 && !lines[0].StartsWith("event: ", StringComparison.Ordinal)))
                throw new GrammarException("is not one event line and one data line", piece);
            data = lines[^1]["data: ".Length..];
            if (lines.Length == 2) type = lines[0]["event: ".Length..];
        }

        try
        {
            using var document = JsonDocument.Parse(data, new JsonDocumentOptions { MaxDepth = 1_000 });
            Event(type, document.RootElement);
        }
        catch (JsonException)
        {
            Plain(data);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new GrammarException($"lacks something ({e.Message})", data);
        }
    }
}

internal sealed class GrammarException(string rule, string at) : Exception($"{rule}: {(at.Length > 600 ? at[..600] + "…" : at)}");
