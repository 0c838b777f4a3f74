using System.Net;
using System.Text.Json;
using Farthing.Tests.Gateway;
using Farthing.Tests.Gateway.Budgets;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Farthing.Tests.Recording;

/// <summary><c>serve --record</c>: what went to the provider and what came back, as a fixture.</summary>
public class RecordingTests
{
    private const string Ask = """{"model":"claude-haiku-4-5","max_tokens":50,"messages":[{"role":"user","content":"hi"}]}""";

    private const string Said = """{"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn","usage":{"input_tokens":10,"output_tokens":50}}""";

    [Fact]
    public async Task A_call_is_recorded_as_it_went_to_the_provider_without_any_key()
    {
        using var folder = new TemporaryFolder();
        await using var gateway = await StartAsync(folder);
        gateway.Anthropic.Then(200, Said);

        var (_, body) = await gateway.SendAsync("/v1/messages?beta=true", Ask, ("anthropic-beta", "context-1m-2025-08-07"));

        Assert.Equal(Said, body);
        var (file, row) = Assert.Single(await RowsAsync(folder));
        Assert.Equal($$"""{"file":"{{file}}","n":0,"api":"anthropic.messages","host":"127.0.0.1","model":"claude-haiku-4-5","status":200,"tags":[]}""", row);
        var source = $"farthing serve --record, {DateTimeOffset.ParseExact(file[..8], "yyyyMMdd", null):yyyy-MM-dd}";
        Assert.Equal(
            $$$"""{"source":"{{{source}}}","interactions":[{"request":{"method":"POST","uri":"{{{gateway.Anthropic.BaseUrl}}}/messages","headers":{"anthropic-beta":"context-1m-2025-08-07","anthropic-version":"2023-06-01","content-type":"application/json"},"body":{{{Ask}}}},"response":{"status":200,"headers":{"content-type":"application/json"},"json":{{{Said}}},"text":null}}]}""",
            File.ReadAllText(folder.In(file)));
    }

    [Fact]
    public async Task A_stream_is_recorded_as_text_and_the_caller_gets_it_unchanged()
    {
        const string Stream = "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o-mini\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
        using var folder = new TemporaryFolder();
        await using var gateway = await StartAsync(folder);
        gateway.OpenAI.Then(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync(Stream);
        });

        var (_, body) = await gateway.SendAsync("/v1/chat/completions", """{"model":"gpt-4o-mini","stream":true,"messages":[{"role":"user","content":"hi"}]}""");

        Assert.Equal(Stream, body);
        var (file, row) = Assert.Single(await RowsAsync(folder));
        Assert.EndsWith("""api":"openai.chat","host":"127.0.0.1","model":"gpt-4o-mini","status":200,"tags":["stream"]}""", row, StringComparison.Ordinal);
        using var recorded = JsonDocument.Parse(File.ReadAllBytes(folder.In(file)));
        Assert.Equal(Stream, recorded.RootElement.GetProperty("interactions")[0].GetProperty("response").GetProperty("text").GetString());
    }

    [Fact]
    public async Task An_answer_that_the_provider_cut_is_kept_as_cut_and_is_no_fixture()
    {
        using var folder = new TemporaryFolder();
        await using var gateway = await StartAsync(folder);
        gateway.Anthropic.Then(async http =>
        {
            http.Response.ContentLength = 1_000;
            await http.Response.WriteAsync(Said[..40]);
            await http.Response.Body.FlushAsync();
            await Task.Delay(200); // a reset discards what is still on its way
            http.Abort();
        });

        Assert.Equal(HttpStatusCode.BadGateway, (await gateway.SendAsync("/v1/messages", Ask)).Response.StatusCode);

        var file = Assert.Single(await FilesAsync(folder.Path, 1));
        Assert.Empty(File.ReadAllText(folder.In("INDEX.jsonl")));
        Assert.EndsWith(""","cut":true}}]}""", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_try_that_failed_is_recorded_too()
    {
        using var folder = new TemporaryFolder();
        await using var gateway = await StartAsync(folder);
        gateway.Anthropic.Then(529, """{"type":"error","error":{"type":"overloaded_error","message":"busy"}}""").Then(200, Said);

        await gateway.SendAsync("/v1/messages", Ask);

        Assert.Equal(["200", "529"], (await FilesAsync(folder.Path, 2)).Select(f => Status(f)).Order());

        static string Status(string file)
        {
            using var recorded = JsonDocument.Parse(File.ReadAllBytes(file));
            return recorded.RootElement.GetProperty("interactions")[0].GetProperty("response").GetProperty("status").GetRawText();
        }
    }

    [Fact]
    public async Task Credentials_of_servers_that_the_provider_is_to_call_are_not_recorded()
    {
        using var folder = new TemporaryFolder();
        await using var gateway = await StartAsync(folder);
        gateway.Anthropic.Then(200, Said);

        await gateway.SendAsync("/v1/messages", """{"model":"claude-haiku-4-5","max_tokens":50,"messages":[{"role":"user","content":"hi"}],"mcp_servers":[{"type":"url","url":"https://mcp.example/sse","name":"m","authorization_token":"secret-token"}]}""");

        var text = File.ReadAllText(Assert.Single(await FilesAsync(folder.Path, 1)));
        Assert.DoesNotContain("secret-token", text, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"m\",\"authorization_token\":\"REDACTED\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/messages")] // passes
    [InlineData("/v1/chat/completions")] // is translated
    public async Task A_key_that_its_server_says_in_a_refusal_reaches_neither_the_caller_nor_the_recording(string path)
    {
        using var folder = new TemporaryFolder();
        await using var gateway = await StartAsync(folder);
        gateway.Anthropic.Then(401, """{"type":"error","error":{"type":"authentication_error","message":"Incorrect API key provided: sk-ant-provider"}}""");

        var (response, body) = await gateway.SendAsync(path, Ask);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("Incorrect API key provided: ***", body, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-ant-provider", File.ReadAllText(Assert.Single(await FilesAsync(folder.Path, 1))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_is_not_Unicode_makes_a_recording_that_is()
    {
        using var folder = new TemporaryFolder();
        await using var gateway = await StartAsync(folder);
        gateway.Anthropic.Then(200, Said);
        using var request = TestGateway.Post("/v1/messages", "");
        request.Content = new ByteArrayContent([.. System.Text.Encoding.UTF8.GetBytes(Ask[..^1] + ",\"x\":\""), 0xff, 0xfe, (byte)'"', (byte)'}']);

        await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.True(System.Text.Unicode.Utf8.IsValid(File.ReadAllBytes(Assert.Single(await FilesAsync(folder.Path, 1)))));
    }

    [Fact]
    public async Task A_call_to_a_budgets_webhook_is_no_model_call_and_passes_unrecorded()
    {
        using var folder = new TemporaryFolder();
        await using var gateway = await TestGateway.StartAsync(s => s with { Record = folder.Path, BudgetWebhook = new Uri(s.Providers[1].BaseUrl, "/hook") });
        var told = new TaskCompletionSource();
        gateway.Anthropic.Then(200, Said);
        gateway.OpenAI.Then(http =>
        {
            told.SetResult();
            return Task.CompletedTask;
        });
        await Commands.RunAsync(gateway, "budgets", "set", "installation", "0.0001", "--soft");
        await Task.Delay(1_500, TestContext.Current.CancellationToken); // until the gateway has read it

        await gateway.SendAsync("/v1/messages", Ask);

        await told.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Single(await RowsAsync(folder));
    }

    [Fact]
    public async Task Only_the_owner_can_read_what_was_recorded()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes");
        using var folder = new TemporaryFolder();
        await using var gateway = await StartAsync(folder, "in/here");
        gateway.Anthropic.Then(200, Said);

        await gateway.SendAsync("/v1/messages", Ask);

        await FilesAsync(folder.In("in/here"), 1);
#pragma warning disable CA1416 // skipped above
        Assert.Equal("700", Convert.ToString((int)File.GetUnixFileMode(folder.In("in/here")), 8));
        Assert.All(Directory.GetFiles(folder.In("in/here")), f => Assert.Equal("600", Convert.ToString((int)File.GetUnixFileMode(f), 8)));
#pragma warning restore CA1416
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_told_at_start()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.In("taken"), "");

        var e = await Assert.ThrowsAsync<IOException>(() => StartAsync(folder, "taken"));

        Assert.StartsWith($"cannot record into {folder.In("taken")}: ", e.Message, StringComparison.Ordinal);
        Assert.EndsWith("Name a folder that you can write to.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_lost_meanwhile_costs_recordings_and_no_call()
    {
        using var folder = new TemporaryFolder();
        await using var gateway = await StartAsync(folder, "lost");
        Directory.Delete(folder.In("lost"), recursive: true);
        gateway.Anthropic.Then(200, Said);

        Assert.Equal(HttpStatusCode.OK, (await gateway.SendAsync("/v1/messages", Ask)).Response.StatusCode);
        await UntilAsync(() => gateway.Log.Lines.Any(l => l.Contains("could not be recorded", StringComparison.Ordinal)));
    }

    private static Task<TestGateway> StartAsync(TemporaryFolder folder, string? name = null) => TestGateway.StartAsync(s => s with { Record = name is null ? folder.Path : folder.In(name) });

    /// <summary>The rows of the index, once there is one: recordings are written after the answer.</summary>
    private static async Task<List<(string File, string Row)>> RowsAsync(TemporaryFolder folder)
    {
        await UntilAsync(() => File.ReadAllText(folder.In("INDEX.jsonl")).EndsWith('\n'));
        return [.. File.ReadLines(folder.In("INDEX.jsonl")).Select(line => (JsonDocument.Parse(line).RootElement.GetProperty("file").GetString()!, line))];
    }

    private static async Task<string[]> FilesAsync(string folder, int count)
    {
        await UntilAsync(() => Directory.GetFiles(folder, "*.json").Count(f => File.ReadAllText(f).EndsWith("]}", StringComparison.Ordinal)) >= count);
        return Directory.GetFiles(folder, "*.json");
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var tries = 0; !isSo() && tries < 400; tries++) await Task.Delay(25, TestContext.Current.CancellationToken);
        Assert.True(isSo());
    }
}
