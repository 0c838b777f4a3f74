using System.Net;
using System.Text.Json.Nodes;
using Farthing.Configuration;
using Farthing.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Farthing.Tests.Gateway.Pricing;

/// <summary>A call whose provider answers with a recorded answer: as the recording asked for it, or in the words of another dialect.</summary>
/// <param name="Path">Of the gateway's endpoint.</param>
internal sealed record ReplayedCalls(string Path, string Body, string Answer, bool IsStream, bool IsLines)
{
    private static readonly string s_folder = Environment.GetEnvironmentVariable("FARTHING_VECTORS") ?? System.IO.Path.Combine(Repository.Root, "..", "shared", "vectors");

    /// <summary>In front of one provider for each dialect; all of them are the fake that stands for OpenAI.</summary>
    public static Task<TestGateway> GatewayAsync(TimeProvider clock)
    {
        if (!Directory.Exists(s_folder)) Assert.Skip($"no recordings at {s_folder}");
        return TestGateway.StartAsync(s => s with
        {
            Providers = [.. Dialects.All.Where(d => d != Dialects.OllamaGenerate).Select(d => new ProviderSettings(
                d.Name, d == Dialects.Ollama ? [d.Name, Dialects.OllamaGenerate.Name] : [d.Name], s.Providers[1].BaseUrl, "key"))],
        }, clock);
    }

    public static IEnumerable<ReplayedCalls> Of(PricedRow row)
    {
        var (file, n) = (row.Recording[..row.Recording.LastIndexOf('#')], int.Parse(row.Recording[(row.Recording.LastIndexOf('#') + 1)..], System.Globalization.CultureInfo.InvariantCulture));
        if (!File.Exists(System.IO.Path.Combine(s_folder, file))) yield break; // another folder of recordings has others
        var pair = JsonNode.Parse(File.ReadAllText(System.IO.Path.Combine(s_folder, file)))!["interactions"]![n]!;
        var (asked, response) = ((JsonObject)pair["request"]!["body"]!.DeepClone(), pair["response"]!);
        Assert.Equal(row.Model, (string?)asked["model"]);
        var (answer, streams) = response["json"] is JsonObject whole ? (whole.ToJsonString(), false) : ((string)response["text"]!, true);
        var embeds = row.Dialect == Dialects.OpenAIEmbeddings;
        var model = $"{(embeds ? Dialects.OpenAIChat : row.Dialect).Name}/{row.Model}";
        asked["model"] = model;
        var lines = row.Dialect.Framing == Framing.Lines;
        yield return new ReplayedCalls((lines ? "/api" : "/v1") + row.Dialect.Path, asked.ToJsonString(), answer, streams, lines);
        if (embeds || row.Dialect.IsPrompt) yield break;
        var other = row.Dialect == Dialects.Anthropic ? Dialects.OpenAIChat : Dialects.Anthropic;
        var question = new JsonObject
        {
            ["model"] = model,
            ["max_tokens"] = 9_000,
            ["stream"] = streams,
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "What was asked before?" }),
        };
        yield return new ReplayedCalls("/v1" + other.Path, question.ToJsonString(), answer, streams, lines);
    }

    /// <summary>The numbers of the entry that the call left, by column.</summary>
    public async Task<IReadOnlyDictionary<string, long?>> MakeAsync(TestGateway gateway)
    {
        gateway.OpenAI.Then(http =>
        {
            http.Response.ContentType = !IsStream ? "application/json" : IsLines ? "application/x-ndjson" : "text/event-stream";
            return http.Response.WriteAsync(Answer);
        });
        var (response, body) = await gateway.SendAsync(Path, Body);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{Path}: {response.StatusCode} {body}");
        var call = response.Headers.GetValues("x-farthing-request-id").Single();
        for (var tries = 0; ; tries++)
        {
            if (Entry(gateway, call) is { } entry) return entry;
            Assert.True(tries < 200, $"{Path}: no entry for {call}");
            await Task.Delay(25);
        }
    }

    private static Dictionary<string, long?>? Entry(TestGateway gateway, string call)
    {
        using var connection = new SqliteConnection($"Data Source={System.IO.Path.Combine(gateway.Folder, "farthing.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT input, cache_read, cache_write_5m, cache_write_1h, output, estimated, cost_nanos FROM entries WHERE call_id = @call";
        command.Parameters.AddWithValue("@call", call);
        using var reader = command.ExecuteReader();
        return reader.Read() ? Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, i => reader.IsDBNull(i) ? (long?)null : reader.GetInt64(i)) : null;
    }
}
