using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Farthing.Configuration;
using Farthing.Storage;
using Farthing.Wire;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Farthing.Tests.Fuzz.Gateways;

/// <summary>A whole gateway in front of a few hostile providers, one for each call that may run at a time.</summary>
internal sealed class FuzzGateway : IAsyncDisposable
{
    public const string Key = "sk-fuzz";

    /// <summary>A gateway's patience of five minutes ends in three seconds.</summary>
    private const int Speed = 100;

    private readonly TemporaryFolder _folder;
    private readonly App _app;
    private readonly Channel<Lane> _free;
    private readonly Errors _errors;
    private readonly Lane[] _lanes;

    private FuzzGateway(App app, TemporaryFolder folder, Lane[] lanes, Errors errors)
    {
        (_app, _folder, _lanes, _errors, _free) = (app, folder, lanes, errors, Channel.CreateUnbounded<Lane>());
        foreach (var lane in lanes) _free.Writer.TryWrite(lane);
    }

    public Uri Address => _app.Address;

    /// <summary>What the gateway logged as an error, and exceptions that nobody looked at.</summary>
    public IReadOnlyCollection<string> Logged => _errors.Seen;

    public static async Task<FuzzGateway> StartAsync(int lanes)
    {
        var folder = new TemporaryFolder();
        var all = Enumerable.Range(0, lanes).Select(i => new Lane(i, new HostileProvider())).ToArray();
        var settings = new Settings
        {
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
            Key = Key,
            FetchImages = true, // every address that leads somewhere here is refused by the guard
            Providers = [.. all.SelectMany(lane => Dialects.All.Select(d => new ProviderSettings(lane.ProviderOf(d), [d.Name], lane.Provider.BaseUrl, "sk-provider")))],
        };
        var errors = new Errors();
        var app = await App.StartAsync(settings, DataFolder.Open(folder.In("data"), _ => null), null, KeyChoice.Kept, logging =>
        {
            logging.SetMinimumLevel(LogLevel.Error);
            logging.AddProvider(errors);
        }, new FastClock(Speed), CancellationToken.None);
        return new FuzzGateway(app, folder, all, errors);
    }

    public async Task WithLaneAsync(Func<Lane, Task> work)
    {
        var lane = await _free.Reader.ReadAsync();
        try
        {
            await work(lane);
        }
        finally
        {
            _free.Writer.TryWrite(lane);
        }
    }

    /// <summary>Calls that the ledger holds open once it has had time to close them; zero is right.</summary>
    public async Task<long> OpenCallsAsync()
    {
        for (var i = 0; ; i++)
        {
            var open = Count("SELECT COUNT(*) FROM holds");
            if (open == 0 || i == 400) return open;
            await Task.Delay(50);
        }
    }

    public long Entries() => Count("SELECT COUNT(*) FROM entries");

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        foreach (var lane in _lanes) await lane.Provider.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
        _errors.Dispose();
    }

    private long Count(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.In("data/farthing.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Room for one call at a time.</summary>
    internal sealed record Lane(int Number, HostileProvider Provider)
    {
        public string ProviderOf(Dialect dialect) => $"p{Number}-{dialect.Name}";
    }

    private sealed class Errors : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _seen = new();

        public Errors() => TaskScheduler.UnobservedTaskException += Unobserved;

        public IReadOnlyCollection<string> Seen => _seen;

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose() => TaskScheduler.UnobservedTaskException -= Unobserved;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) _seen.Enqueue($"{formatter(state, exception)} {exception}");
        }

        private void Unobserved(object? sender, UnobservedTaskExceptionEventArgs e)
        {
            if (e.Exception.ToString().Contains("at Farthing.", StringComparison.Ordinal)) _seen.Enqueue("nobody looked at " + e.Exception);
        }
    }
}
