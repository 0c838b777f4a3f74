using System.Globalization;
using System.Net;
using System.Text.Json;
using Farthing.Cli;
using Farthing.Configuration;
using Farthing.Simulator;
using Farthing.Storage;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Farthing.Tests.Gateway;

/// <summary>A gateway without any provider, as it is at the first start: the simulator stands in for all of them.</summary>
public class SimulatedFirstRunTests
{
    [Fact]
    public async Task Every_model_that_is_listed_answers()
    {
        using var folder = new TemporaryFolder();
        await using (var app = await StartAsync(folder))
        {
            using var http = new HttpClient { BaseAddress = app.Address };
            var list = JsonDocument.Parse(await http.GetStringAsync("/v1/models", TestContext.Current.CancellationToken)).RootElement;
            string[] names = [.. list.GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString()!), "gpt-4o-2024-11-20", "claude-opus-4-5", "deepseek-coder:6.7b"];
            Assert.True(names.Length > 45);

            var silent = new List<string>();
            foreach (var name in names)
            {
                var (path, body) = name.StartsWith("text-embedding-", StringComparison.Ordinal)
                    ? ("/v1/embeddings", $$"""{"model":"{{name}}","input":"hi"}""")
                    : ("/v1/messages", $$"""{"model":"{{name}}","max_tokens":99,"messages":[{"role":"user","content":"hi"}]}""");
                using var response = await http.PostAsync(path, new StringContent(body), TestContext.Current.CancellationToken);
                var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                if (response.StatusCode != HttpStatusCode.OK || !response.Headers.Contains("x-farthing-simulated")) silent.Add($"{name}: {text}");
            }

            Assert.Empty(silent);
        }

        SqliteConnection.ClearAllPools();
    }

    [Fact]
    public async Task The_readme_shows_what_serve_prints()
    {
        using var folder = new TemporaryFolder();
        await using (var app = await StartAsync(folder, Settings() with { NoKey = false }))
        {
            var printed = new StringWriter();
            ServeGreeting.Write(printed, app, Settings());
            var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"), TestContext.Current.CancellationToken);
            Assert.Contains(
                $"```\n$ ./farthing serve\n{printed.ToString().Replace(app.Address.Port.ToString(CultureInfo.InvariantCulture), "4000", StringComparison.Ordinal).Replace(app.NewKey!, "sk-farthing-...", StringComparison.Ordinal)}```\n",
                readme, StringComparison.Ordinal);
        }

        SqliteConnection.ClearAllPools();
    }

    [Theory]
    [InlineData("http://0.0.0.0:4000/")]
    [InlineData("http://[::]:4000/")]
    public void Of_all_addresses_one_is_shown_that_others_can_use(string listens)
    {
        var shown = ReachableAddress.Of(new Uri(listens));
        Assert.Equal(4000, shown.Port);
        Assert.False(ReachableAddress.IsEvery(shown));
        Assert.Equal(new Uri("http://127.0.0.1:4000/"), ReachableAddress.Of(new Uri("http://127.0.0.1:4000/")));
    }

    private static Settings Settings() => new() { Listen = new IPEndPoint(IPAddress.Loopback, 0), NoKey = true };

    private static Task<App> StartAsync(TemporaryFolder folder, Settings? settings = null) => App.StartAsync(
        settings ?? Settings(), DataFolder.Open(folder.In("data"), _ => null),
        new SimulatorOptions { Speed = 0 }, KeyChoice.Kept, null, TimeProvider.System, TestContext.Current.CancellationToken);
}
