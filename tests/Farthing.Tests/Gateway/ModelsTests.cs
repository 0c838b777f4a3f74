using System.Net;
using System.Text.Json;
using Xunit;

namespace Farthing.Tests.Gateway;

/// <summary>What clients ask before they ask a model.</summary>
public class ModelsTests
{
    [Fact]
    public async Task Anthropics_list_is_paged_both_ways_without_gap_or_overlap()
    {
        await using var gateway = await TestGateway.StartAsync();
        var all = Ids((await Get(gateway, "/v1/models?limit=1000", Anthropic)).Body);
        Assert.True(all.Count > 30, "the catalogue has more than one page");

        var forward = new List<string>();
        for (var after = ""; ;)
        {
            var page = Json((await Get(gateway, $"/v1/models?limit=7{after}", Anthropic)).Body);
            forward.AddRange(page.GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString()!));
            Assert.Equal(forward[^1], page.GetProperty("last_id").GetString());
            if (!page.GetProperty("has_more").GetBoolean()) break;
            after = "&after_id=" + Uri.EscapeDataString(forward[^1]);
        }

        Assert.Equal(all, forward);
        var before = Json((await Get(gateway, $"/v1/models?limit=2&before_id={all[5]}", Anthropic)).Body);
        Assert.Equal(all[3..5], before.GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString()!));
        Assert.Equal((all[3], all[4], true), (before.GetProperty("first_id").GetString()!, before.GetProperty("last_id").GetString()!, before.GetProperty("has_more").GetBoolean()));
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("limit=many", "limit")]
    [InlineData("after_id=nobody", "after_id")]
    public async Task A_page_that_is_none_is_400_and_names_the_field(string query, string field)
    {
        await using var gateway = await TestGateway.StartAsync();
        var (status, body, _) = await Get(gateway, "/v1/models?" + query, Anthropic);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith(field, Json(body).GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task The_retired_are_listed_only_where_they_are_asked_for()
    {
        await using var gateway = await TestGateway.StartAsync();
        var retired = Ids((await Get(gateway, "/v1/models?limit=1000&lifecycle=retired", Anthropic)).Body);
        Assert.Contains("claude-3-haiku-20240307", retired);
        Assert.DoesNotContain("budget", retired);
        Assert.DoesNotContain(retired[0], Ids((await Get(gateway, "/v1/models?limit=1000", Anthropic)).Body));
    }

    [Fact]
    public async Task One_model_has_its_limits_its_end_and_its_release()
    {
        await using var gateway = await TestGateway.StartAsync();
        Assert.Equal(
            """{"type":"model","id":"claude-haiku-4-5","display_name":"claude-haiku-4-5","created_at":"2025-10-01T00:00:00Z","lifecycle":"active","line":null,"max_input_tokens":200000,"max_tokens":64000,"deprecated_at":null,"retires_at":null,"capabilities":null}""",
            (await Get(gateway, "/v1/models/claude-haiku-4-5", Anthropic)).Body);
        Assert.Equal(
            """{"id":"openai/gpt-4o-mini","object":"model","created":1721260800,"owned_by":"openai","shutdown_date":"2027-01-14"}""",
            (await Get(gateway, "/v1/models/openai/gpt-4o-mini")).Body);
        Assert.Equal((await Get(gateway, "/v1/models/openai/gpt-4o-mini")).Body, (await Get(gateway, "/v1/models/openai%2Fgpt-4o-mini")).Body);
    }

    [Fact]
    public async Task Aliases_come_first_the_retired_are_gone_and_simulated_ones_stand_only_where_the_simulator_runs()
    {
        await using var gateway = await TestGateway.StartAsync();
        var ids = Ids((await Get(gateway, "/v1/models")).Body);
        Assert.Equal("budget", ids[0]);
        Assert.Contains("gpt-4.1", ids);
        Assert.DoesNotContain("claude-3-haiku-20240307", ids);
        Assert.DoesNotContain(ids, id => id.StartsWith("sim/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_model_is_404_with_those_near_it()
    {
        await using var gateway = await TestGateway.StartAsync();
        var (status, body, _) = await Get(gateway, "/v1/models/budgte");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal("model_not_found", Json(body).GetProperty("error").GetProperty("code").GetString());
        Assert.Contains("near it: budget", body, StringComparison.Ordinal);
        Assert.Equal("not_found_error", Json((await Get(gateway, "/v1/models/budgte", Anthropic)).Body).GetProperty("error").GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("/v1/models?client_version=0.169.0", "x-none")]
    [InlineData("/v1/models", "user-agent")]
    public async Task Codex_gets_a_list_that_it_can_read(string path, string header)
    {
        await using var gateway = await TestGateway.StartAsync();
        Assert.Equal("""{"models":[]}""", (await Get(gateway, path, (header, "codex_exec/0.169.0 (Debian; x86_64)"))).Body);
    }

    [Fact]
    public async Task Ollamas_clients_learn_what_a_model_can_do()
    {
        await using var gateway = await TestGateway.StartAsync();
        var tags = Json((await Get(gateway, "/api/tags")).Body).GetProperty("models");
        Assert.Equal("budget", tags[0].GetProperty("name").GetString());
        Assert.Equal(64, tags[0].GetProperty("digest").GetString()!.Length);
        Assert.Equal("0.6.4", Json((await Get(gateway, "/api/version", key: null)).Body).GetProperty("version").GetString());
        Assert.Equal(0, Json((await Get(gateway, "/api/ps")).Body).GetProperty("models").GetArrayLength());

        var (_, shown) = await gateway.SendAsync("/api/show", """{"name":"claude-haiku-4-5"}""");
        var info = Json(shown).GetProperty("model_info");
        Assert.Equal(200_000, info.GetProperty(info.GetProperty("general.architecture").GetString() + ".context_length").GetInt32());
        Assert.Contains("tools", Json(shown).GetProperty("capabilities").EnumerateArray().Select(c => c.GetString()));
    }

    [Theory]
    [InlineData("""{"model":"nobody"}""", HttpStatusCode.NotFound, "there is no model 'nobody'")]
    [InlineData("{}", HttpStatusCode.BadRequest, "model: is required")]
    [InlineData("""{"model":"\ud800"}""", HttpStatusCode.BadRequest, "cannot be read")]
    [InlineData("nonsense", HttpStatusCode.BadRequest, "cannot be read")]
    public async Task Ollamas_errors_are_one_text(string body, HttpStatusCode status, string says)
    {
        await using var gateway = await TestGateway.StartAsync();
        var (response, answer) = await gateway.SendAsync("/api/show", body);
        Assert.Equal(status, response.StatusCode);
        Assert.Contains(says, Json(answer).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_list_asks_for_the_key()
    {
        await using var gateway = await TestGateway.StartAsync();
        foreach (var path in new[] { "/v1/models", "/v1/models/budget", "/api/tags", "/api/ps" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await Get(gateway, path, key: null)).Status);
            using var response = await gateway.Http.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal("false", response.Headers.GetValues("x-should-retry").Single());
        }
    }

    [Fact]
    public async Task The_root_says_that_somebody_is_there()
    {
        await using var gateway = await TestGateway.StartAsync();
        Assert.Equal("Farthing is running\n", await gateway.Http.GetStringAsync("/", TestContext.Current.CancellationToken));
        using var head = new HttpRequestMessage(HttpMethod.Head, "/");
        using var response = await gateway.Http.SendAsync(head, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/v1/messages", "POST")]
    [InlineData("POST", "/v1/models", "GET, HEAD")]
    [InlineData("DELETE", "/v1/models/gpt-4.1", "GET, HEAD")]
    [InlineData("GET", "/api/show", "POST")]
    public async Task A_wrong_method_is_405_and_says_which_is_right(string method, string path, string allow)
    {
        await using var gateway = await TestGateway.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(allow, string.Join(", ", response.Content.Headers.Allow));
    }

    /// <summary>Codex then asks by POST at once; after any other answer it tries the WebSocket five times more.</summary>
    [Fact]
    public async Task A_WebSocket_is_426()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/responses") { Headers = { { "connection", "Upgrade" }, { "upgrade", "websocket" } } };
        using var response = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
        Assert.Equal("POST", string.Join(", ", response.Content.Headers.Allow));
    }

    [Fact]
    public async Task An_unknown_path_is_404_and_names_what_is_served()
    {
        await using var gateway = await TestGateway.StartAsync();
        var openAI = Json((await Get(gateway, "/v1/files")).Body).GetProperty("error").GetProperty("message").GetString();
        Assert.Contains("POST /v1/chat/completions", openAI, StringComparison.Ordinal);
        Assert.Equal("error", Json((await Get(gateway, "/v1/files", Anthropic)).Body).GetProperty("type").GetString());
        Assert.Contains("is not served here", Json((await Get(gateway, "/api/pull")).Body).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/v1/messages", " The client adds /v1 itself: give it the base URL without /v1, as Anthropic's and Ollama's clients take it.")]
    [InlineData("/v1/api/tags", " The client adds /v1 itself: give it the base URL without /v1, as Anthropic's and Ollama's clients take it.")]
    [InlineData("/chat/completions", " The client does not add /v1: give it the base URL with /v1 at its end, as OpenAI's clients take it.")]
    [InlineData("/messages", " The client does not add /v1: give it the base URL with /v1 at its end, as OpenAI's clients take it.")]
    [InlineData("/v1/files", "")]
    public async Task A_path_that_a_wrong_base_URL_made_is_404_that_gives_the_right_one(string path, string says)
    {
        await using var gateway = await TestGateway.StartAsync();
        var error = Json((await Get(gateway, path)).Body).GetProperty("error");
        Assert.StartsWith($"GET {path} is not served here.{says} Served are: ", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(("invalid_request_error", JsonValueKind.Null), (error.GetProperty("type").GetString(), error.GetProperty("code").ValueKind));
    }

    [Fact]
    public async Task A_call_for_a_misspelt_model_is_404_with_those_near_it()
    {
        await using var gateway = await TestGateway.StartAsync();
        var (response, body) = await gateway.SendAsync("/v1/chat/completions", """{"model":"gpt4o-mini","messages":[]}""");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(
            "model 'gpt4o-mini' leads to no provider (configured providers: anthropic, openai). Did you mean gpt-4o-mini or gpt-5-mini or gpt-4.1-mini? GET /v1/models lists the names; a provider's own model is written provider/model.",
            Json(body).GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task An_alias_that_bears_a_models_name_is_listed_once()
    {
        await using var gateway = await TestGateway.StartAsync(s => s with { Aliases = [new("gpt-4o-mini", ["anthropic/claude-haiku-4-5"])] });
        Assert.Single(Ids((await Get(gateway, "/v1/models")).Body), "gpt-4o-mini");
    }

    private static readonly (string, string) Anthropic = ("anthropic-version", "2023-06-01");

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static List<string> Ids(string body) => [.. Json(body).GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString()!)];

    private static async Task<(HttpStatusCode Status, string Body, HttpResponseMessage Response)> Get(
        TestGateway gateway, string path, (string Name, string Value)? header = null, string? key = TestGateway.Key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null) request.Headers.Add("authorization", "Bearer " + key);
        if (header is var (name, value)) request.Headers.TryAddWithoutValidation(name, value);
        var response = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response);
    }
}
