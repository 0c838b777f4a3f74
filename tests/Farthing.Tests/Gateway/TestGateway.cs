using System.Globalization;
using System.Net;
using System.Text;
using Farthing.Configuration;
using Farthing.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Farthing.Tests.Gateway;

/// <summary>A whole gateway on port 0 with its own ledger, in front of one fake provider for each dialect.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    public const string Key = "sk-test";

    private readonly TemporaryFolder _folder;
    private readonly App _app;

    private TestGateway(App app, TemporaryFolder folder, FakeProvider anthropic, FakeProvider openAI)
    {
        (_app, _folder, Anthropic, OpenAI) = (app, folder, anthropic, openAI);
        // Hanging up means closing the connection at once, not reading the rest politely.
        Http = new HttpClient(new SocketsHttpHandler { MaxResponseDrainSize = 0 }) { BaseAddress = app.Address };
    }

    public FakeProvider Anthropic { get; }

    public FakeProvider OpenAI { get; }

    public HttpClient Http { get; }

    /// <summary>What the gateway has logged at information or above, one text each.</summary>
    public KeptLog Log { get; private init; } = null!;

    public Uri Address => _app.Address;

    public string Folder => _folder.In("data");

    public static async Task<TestGateway> StartAsync(Func<Settings, Settings>? with = null, TimeProvider? clock = null)
    {
        var folder = new TemporaryFolder();
        var (anthropic, openAI) = (await FakeProvider.StartAsync(), await FakeProvider.StartAsync());
        var settings = new Settings
        {
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
            Key = Key,
            Providers = [new("anthropic", ["anthropic"], anthropic.BaseUrl, "sk-ant-provider"), new("openai", ["openai-chat", "openai-responses"], openAI.BaseUrl, "sk-oai-provider")],
            Aliases = [new AliasSettings("budget", ["anthropic/claude-haiku-4-5", "openai/gpt-4o-mini"])],
        };
        var log = new KeptLog();
        var app = await App.StartAsync(with?.Invoke(settings) ?? settings, DataFolder.Open(folder.In("data"), _ => null), null, KeyChoice.Kept, l => l.AddProvider(log), clock ?? TimeProvider.System, CancellationToken.None);
        return new TestGateway(app, folder, anthropic, openAI) { Log = log };
    }

    public static HttpRequestMessage Post(string path, string body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("x-api-key", Key);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    public async Task<(HttpResponseMessage Response, string Body)> SendAsync(string path, string body, params (string Name, string Value)[] headers)
    {
        using var request = Post(path, body, headers);
        var response = await Http.SendAsync(request);
        return (response, await response.Content.ReadAsStringAsync());
    }

    /// <summary>How each call ended, one text each, once at least <paramref name="atLeast"/> have.</summary>
    public async Task<IReadOnlyList<string>> LedgerAsync(int atLeast = 1)
    {
        for (var i = 0; ; i++)
        {
            var lines = Read();
            if (lines.Count >= atLeast || i == 200) return lines;
            await Task.Delay(25);
        }
    }

    /// <summary>The first column of the first row of the database; null where there is none.</summary>
    public object? Ask(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.In("data/farthing.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of the tests
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        await Anthropic.DisposeAsync();
        await OpenAI.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private List<string> Read()
    {
        using var connection = new SqliteConnection($"Data Source={_folder.In("data/farthing.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT kind, model_asked, model_served, provider, dialect_in, dialect_out, attempt AS attempts, status, ending, stop,
                   input, cache_read, cache_write_5m, output, estimated, cost_nanos FROM entries WHERE kind <> 'retry' ORDER BY seq
            """;
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
        {
            lines.Add(string.Join(' ', Enumerable.Range(0, reader.FieldCount)
                .Where(i => !reader.IsDBNull(i))
                .Select(i => i < 6 || reader.GetName(i) is "ending" or "stop" ? reader.GetString(i) : $"{reader.GetName(i)}={Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)}")));
        }

        return lines;
    }
}
