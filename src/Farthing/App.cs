using System.Net;
using System.Net.Sockets;
using Farthing.Budgets;
using Farthing.Configuration;
using Farthing.Gateway;
using Farthing.Gateway.Images;
using Farthing.Gateway.TokenCounts;
using Farthing.Keys;
using Farthing.Ledger;
using Farthing.Providers;
using Farthing.Recording;
using Farthing.Routing;
using Farthing.Simulator;
using Farthing.Storage;
using Farthing.Wire;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Farthing;

/// <summary>One running gateway with everything behind it, put together by hand in the order in which things need each other.</summary>
internal sealed class App : IAsyncDisposable
{
    /// <summary>A call whose caller is gone is drained for drain_seconds, then settled.</summary>
    private static readonly TimeSpan s_lastSettlements = TimeSpan.FromSeconds(15);

    private readonly WebApplication _web;
    private readonly WriteQueue _writes;
    private readonly HttpMessageInvoker[] _http;
    private readonly SimulatorHost? _simulator;
    private readonly Calibration _calibration;
    private readonly Upkeep _upkeep;
    private readonly Flights _flights;
    private readonly RecordingFolder? _recordings;

    private App(WebApplication web, WriteQueue writes, HttpMessageInvoker[] http, SimulatorHost? simulator, Calibration calibration, Upkeep upkeep, Flights flights, RecordingFolder? recordings, string? newKey, bool asksNoKey, int abandoned)
    {
        (_web, _writes, _http, _simulator, _calibration, _upkeep, _flights, _recordings) = (web, writes, http, simulator, calibration, upkeep, flights, recordings);
        AsksNoKey = asksNoKey;
        Address = new Uri(web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        NewKey = newKey;
        Abandoned = abandoned;
    }

    public Uri Address { get; }

    /// <summary>The secret of the key that was made at this start; null when there was one already.</summary>
    public string? NewKey { get; }

    /// <summary>Whether callers on this machine need no key.</summary>
    public bool AsksNoKey { get; }

    /// <summary>Calls whose lease had run out when this run began, charged now at their worst case.</summary>
    public int Abandoned { get; }

    public bool Simulates => _simulator is not null;

    /// <param name="simulator">How the simulator behaves; null runs none. With no provider configured it stands in for all of them.</param>
    /// <param name="key">Which key is accepted where none is configured.</param>
    /// <param name="logging">Null keeps quiet.</param>
    /// <exception cref="IOException">The address is taken or the data folder cannot be used.</exception>
    public static async Task<App> StartAsync(
        Settings settings, DataFolder folder, SimulatorOptions? simulator, KeyChoice key, Action<ILoggingBuilder>? logging, TimeProvider clock, CancellationToken cancel)
    {
        // Empty: no appsettings.json, which would be watched together with everything else in the folder where the command runs, the ledger too.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, SocketBlocks>();
        builder.Services.Configure<SocketTransportOptions>(sockets =>
        {
            sockets.WaitForDataBeforeAllocatingBuffer = false; // a block for an idle connection is cheaper than a read more for each request
            sockets.UnsafePreferInlineScheduling = true; // a request runs where its bytes came in: nothing in the flow blocks a thread
        });
        logging?.Invoke(builder.Logging);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(settings.Listen, connections => connections.Use(next => connection =>
            {
                connection.Features.Set(new LastSecret());
                return next(connection);
            }));
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null; // BodyReader bounds it, and answers 413 in the caller's dialect
            kestrel.Limits.MinResponseDataRate = null; // a stream may be silent while a model thinks
        });
        var web = builder.Build();

        var database = Database.Open(folder.Database);
        var writes = new WriteQueue(database);
        SimulatorHost? host = null;
        Calibration? calibration = null;
        Upkeep? upkeep = null;
        var flights = new Flights();
        var recordings = settings.Record is { } to ? new RecordingFolder(to, web.Services.GetRequiredService<ILogger<RecordingFolder>>()) : null;
        var http = ProviderHttp.CreateInvoker(recordings is null ? null : handler => new RecordingHandler(handler, recordings, clock));
        var guarded = GuardedHttp.Create(PublicAddress.Is);
        try
        {
            var ledger = new LedgerStore(database, writes, clock, settings.Lease);
            var abandoned = await ledger.SweepAsync();
            var store = new KeyStore(database, writes, clock);
            var (keys, made) = await KeysAsync(settings, store, key);
            var standing = new Standing(keys, key == KeyChoice.Passing ? null : () => Accepted(settings, store), new BudgetStore(database, writes), Budget.Configured(settings.Limit), ledger);
            standing.Refresh();
            var allowance = new OpenAllowance(settings.FailOpen);

            var catalogue = InstalledCatalogue.Open(folder, settings);
            if (simulator is not null)
                host = await SimulatorHost.StartAsync(simulator with { Models = SimulatedModels.Of(catalogue, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)) }, clock, cancel);
            var router = new Router([.. settings.Providers.Select(Provider)], host is null ? new Dictionary<string, Provider>() : Faces(host.BaseAddress), settings.Aliases, catalogue);
            var prices = catalogue.Book(settings.PriceBook) ?? throw new SettingsException($"no price book '{settings.PriceBook}'");
            calibration = new Calibration(new FactorStore(database, writes), clock, web.Services.GetRequiredService<ILogger<Calibration>>());
#pragma warning disable RS0030, CA5394 // the spread of retries needs no seed and no secrecy
            var sender = new Sender(http, clock, Random.Shared, web.Services.GetRequiredService<ILogger<Sender>>());
#pragma warning restore RS0030, CA5394
            var images = new ImageUrls(settings.FetchImages ? new ImageFetch(guarded, clock) : null);
            var access = new Access(keys, new Turnstile(clock), clock);
            var exact = new ExactCount(http, clock);
            var reservations = new Reservations(standing, ledger, new NarrowCase(exact, calibration), allowance, clock, web.Services.GetRequiredService<ILogger<Reservations>>());
            var notice = new BudgetNotice(http, settings.BudgetWebhook, clock, web.Services.GetRequiredService<ILogger<BudgetNotice>>());
            upkeep = new Upkeep(ledger, notice, standing, allowance, settings.Lease, clock, web.Services.GetRequiredService<ILogger<Upkeep>>());
            var flow = new RequestFlow(access, router, prices, reservations, upkeep, sender, settings, images, calibration, flights, clock, web.Services.GetRequiredService<ILogger<RequestFlow>>());
            var calls = new FreeCalls(access, clock);
            var counts = new TokenCountEndpoint(calls, router, calibration, exact, settings);
            web.MapGateway(flow, calls, new Gateway.Models.ModelsEndpoint(calls, router, clock), counts, ledger);
            await ListenAsync(web, settings.Listen, cancel);
            return new App(web, writes, [http, guarded], host, calibration, upkeep, flights, recordings, made, keys.Anybody is not null, abandoned);
        }
        catch
        {
            await StopAsync(web, host, [http, guarded], calibration, upkeep, flights, recordings, writes);
            throw;
        }
    }

    public Task WaitForShutdownAsync(CancellationToken cancel) => _web.WaitForShutdownAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        await _web.StopAsync();
        await StopAsync(_web, _simulator, _http, _calibration, _upkeep, _flights, _recordings, _writes);
    }

    /// <summary>A taken port comes as an <see cref="IOException"/> that does not say what to do; an address that is not ours, or a port that is not allowed, does not.</summary>
    private static async Task ListenAsync(WebApplication web, IPEndPoint address, CancellationToken cancel)
    {
        try
        {
            await web.StartAsync(cancel);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new IOException($"cannot listen on {address}: something else does; take another port with --listen 127.0.0.1:{(address.Port < 65535 ? address.Port + 1 : 4000)} (or FARTHING_LISTEN, or listen in farthing.yaml)", e);
        }
        catch (SocketException e)
        {
            throw new IOException($"cannot listen on {address}: {e.Message}", e);
        }
    }

    /// <summary>Calls in flight end first, since they write; the writer last.</summary>
    private static async Task StopAsync(WebApplication web, SimulatorHost? simulator, HttpMessageInvoker[] http, Calibration? calibration, Upkeep? upkeep, Flights flights, RecordingFolder? recordings, WriteQueue writes)
    {
        await web.DisposeAsync(); // resets the connections of calls that went on beyond the host's patience
        await flights.EmptyAsync(s_lastSettlements);
        if (simulator is not null) await simulator.DisposeAsync();
        foreach (var client in http) client.Dispose();
        if (calibration is not null) await calibration.DisposeAsync();
        if (upkeep is not null) await upkeep.DisposeAsync();
        if (recordings is not null) await recordings.DisposeAsync();
        await writes.DisposeAsync();
    }

    private static async Task<(KeyRing Keys, string? Made)> KeysAsync(Settings settings, KeyStore store, KeyChoice choice)
    {
        if (choice == KeyChoice.Passing)
        {
            var secret = KeyStore.NewSecret();
            return (new KeyRing([(new ApiKey("run", "this command"), KeyRing.Hash(secret))]), secret);
        }

        // Without keys only on this machine: the setting is off the moment the gateway listens elsewhere.
        var anybody = settings.NoKey && IPAddress.IsLoopback(settings.Listen.Address) ? new ApiKey("none", "no key") : null;
        var made = choice == KeyChoice.Another || (anybody is null && settings.Key is null && store.Load().Count == 0) ? (await store.CreateAsync(new ApiKey("", "first"))).Secret : null;
        return (new KeyRing(Accepted(settings, store)) { Anybody = anybody }, made);
    }

    /// <summary>The keys that were made, and the configured one.</summary>
    private static IReadOnlyList<(ApiKey Key, byte[] Hash)> Accepted(Settings settings, KeyStore store) =>
        settings.Key is { } configured ? [.. store.Load(), (new ApiKey("configured", "configured"), KeyRing.Hash(configured))] : store.Load();

    private static Provider Provider(ProviderSettings p) =>
        new(p.Name, [.. p.Dialects.Select(d => Dialects.Find(d)!)], new Uri(p.BaseUrl.AbsoluteUri.TrimEnd('/')), p.ApiKey, Simulated: false, p.LegacyMaxTokens) { EchoReasoning = p.EchoReasoning, NineCharacterIds = p.NineCharacterIds, Free = p.Free };

    /// <summary>The simulator plays several vendors, each at its own paths.</summary>
    private static Dictionary<string, Provider> Faces(Uri address)
    {
        return new()
        {
            ["anthropic"] = Face("/v1", Dialects.Anthropic),
            ["openai"] = Face("/v1", Dialects.OpenAIChat, Dialects.OpenAIResponses),
            ["ollama"] = Face("/api", Dialects.Ollama, Dialects.OllamaGenerate),
        };

        Provider Face(string path, params Dialect[] dialects) =>
            new("simulator", dialects, new Uri(address, path), "simulated", Simulated: true, LegacyMaxTokens: false);
    }
}

/// <summary>Where a gateway's key comes from.</summary>
internal enum KeyChoice
{
    /// <summary>The configured one, else those made earlier, else one made now.</summary>
    Kept,

    /// <summary>As <see cref="Kept"/>, and another one is made now.</summary>
    Another,

    /// <summary>One that lives only as long as the app: for a gateway that serves a single command.</summary>
    Passing,
}
