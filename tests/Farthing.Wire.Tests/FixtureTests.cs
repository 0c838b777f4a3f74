using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Farthing.Wire.Tests;

/// <summary>
/// Whole documents: <c>fixtures/FROM/TO/NAME.request.json</c>, <c>.reply.json</c>, <c>.stream.sse</c> or <c>.stream.ndjson</c>,
/// and beside each what the dialect TO gets.
/// With UPDATE_FIXTURES=1 the expected files are written anew, to be read before they are kept.
/// </summary>
public sealed class FixtureTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Inputs => [.. Directory.GetFiles(Folder, "*", SearchOption.AllDirectories)
        .Where(f => !f.Contains(".expected.", StringComparison.Ordinal)).Select(f => Path.GetRelativePath(Folder, f)).Order()];

    private static string Folder { get; } = Path.Combine(Root(), "tests", "Farthing.Wire.Tests", "fixtures");

    [Theory, MemberData(nameof(Inputs))]
    public void Translates_as_expected(string file)
    {
        var path = Path.Combine(Folder, file);
        var pair = Path.GetDirectoryName(file)!.Split(Path.DirectorySeparatorChar);
        var (from, to) = (Dialects.Find(pair[0])!, Dialects.Find(pair[1])!);
        var actual = Translated(from, to, path);
        var kind = Path.GetExtension(path);
        var expected = path[..^kind.Length] + ".expected" + kind;
        if (Environment.GetEnvironmentVariable("UPDATE_FIXTURES") == "1") File.WriteAllText(expected, actual);
        Assert.Equal(File.ReadAllText(expected), actual);
    }

    private static string Translated(Dialect from, Dialect to, string path)
    {
        if (!path.EndsWith(".json", StringComparison.Ordinal))
        {
            var (events, error) = Translate.Events(from, File.ReadAllBytes(path));
            return Translate.Stream(to, events) + (error is null ? "" : $": ends with {error.Status} {error.Message}\n");
        }
        var losses = new Losses();
        var result = new JsonObject();
        var body = Translate.Json(File.ReadAllText(path));
        try
        {
            result["body"] = JsonNode.Parse(path.EndsWith(".request.json", StringComparison.Ordinal)
                ? Translate.Request(from, to, body, losses: losses)
                : Translate.Reply(to, from.ReadReply(body), losses));
        }
        catch (WireException e)
        {
            result["error"] = JsonNode.Parse(Encoding.UTF8.GetString(from.WriteError(e.Error, "req_1").Body));
        }
        result["dropped"] = new JsonArray([.. losses.Dropped.Select(d => (JsonNode)d)]);
        return result.ToJsonString(Indented) + "\n";
    }

    private static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "Farthing.slnx"))) at = at.Parent;
        return at.FullName;
    }
}
