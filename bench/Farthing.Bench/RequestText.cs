using System.Globalization;
using System.Text;

namespace Farthing.Bench;

/// <summary>Requests as a coding agent sends them: a system prompt, two tools, and turns with code in them until the size is reached.</summary>
internal static class RequestText
{
    private const string Code =
        "def total(rows):\n    \"\"\"Sum the \\\"amount\\\" column, skipping blanks.\"\"\"\n    return sum(float(r[\"amount\"]) for r in rows if r.get(\"amount\"))\n\n";

    private const string Schema = """{"type":"object","properties":{"path":{"type":"string","description":"The file, relative to the project."},"from":{"type":"integer"},"to":{"type":"integer"}},"required":["path"],"additionalProperties":false}""";

    /// <summary>The whole HTTP request, head and body, ready to send.</summary>
    /// <param name="bytes">About how long the body is to be.</param>
    /// <param name="tokens">The output cap. The upstream answers with just as many tokens.</param>
    public static byte[] Build(Vendor caller, string model, int bytes, int tokens, bool stream, int port, string key)
    {
        var body = Body(caller, model, bytes, tokens, stream);
        var path = caller == Vendor.Anthropic ? "/v1/messages" : "/v1/chat/completions";
        var credential = caller == Vendor.Anthropic ? $"x-api-key: {key}\r\nanthropic-version: 2023-06-01" : $"authorization: Bearer {key}";
        var head = string.Create(CultureInfo.InvariantCulture, $"""
            POST {path} HTTP/1.1
            host: 127.0.0.1:{port}
            accept: application/json
            accept-encoding: identity
            content-type: application/json
            user-agent: bench/1.0
            x-stainless-lang: js
            x-stainless-os: Linux
            x-stainless-retry-count: 0
            """).ReplaceLineEndings("\r\n");
        return [.. Encoding.ASCII.GetBytes($"{head}\r\n{credential}\r\ncontent-length: {body.Length}\r\n\r\n"), .. body];
    }

    private static byte[] Body(Vendor caller, string model, int bytes, int tokens, bool stream)
    {
        const string System = "You are a careful programmer. Change as little as you can, and run the tests before you say that you are done.";
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$"""{"model":"{{model}}","max_tokens":{{tokens}},"stream":{{(stream ? "true" : "false")}},"temperature":0.2,""");
        if (caller == Vendor.Anthropic) text.Append(CultureInfo.InvariantCulture, $"\"system\":{Quoted(System)},");
        text.Append(CultureInfo.InvariantCulture, $"\"tools\":[{Tool(caller, "read_file")},{Tool(caller, "edit_file")}],\"messages\":[");
        if (caller == Vendor.OpenAI) text.Append(CultureInfo.InvariantCulture, $$"""{"role":"system","content":{{Quoted(System)}}},""");
        var code = string.Concat(Enumerable.Repeat(Code, bytes > 50_000 ? 24 : 6));
        for (var turn = 1; text.Length < bytes - code.Length; turn++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""{"role":"user","content":{{Quoted($"Turn {turn}: what does this do?\n{code}")}}},""");
            text.Append(CultureInfo.InvariantCulture, $$"""{"role":"assistant","content":{{Quoted($"It sums a column; that was turn {turn}.")}}},""");
        }

        text.Append(CultureInfo.InvariantCulture, $$"""{"role":"user","content":{{Quoted("Write the test." + new string(' ', Math.Max(1, bytes - text.Length - 60)))}}}]}""");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Tool(Vendor caller, string name) => caller == Vendor.Anthropic
        ? $$"""{"name":"{{name}}","description":"Works on one file of the project.","input_schema":{{Schema}}}"""
        : $$$"""{"type":"function","function":{"name":"{{{name}}}","description":"Works on one file of the project.","parameters":{{{Schema}}}}}""";

    private static string Quoted(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + "\"";
}
