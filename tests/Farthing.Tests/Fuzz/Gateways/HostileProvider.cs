using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Farthing.Tests.Fuzz.Gateways;

/// <summary>A provider that answers whatever it is told to, byte by byte, on a real socket.</summary>
internal sealed class HostileProvider : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, bool> _open = new();
    private readonly Task _accepting;

    public HostileProvider()
    {
        _listener.Start();
        BaseUrl = new Uri($"http://{_listener.LocalEndpoint}/v1");
        _accepting = AcceptAsync();
    }

    public Uri BaseUrl { get; }

    /// <summary>What the next calls get.</summary>
    public ProviderAnswer Answer { get; set; } = new([], Farewell.Close);

    public int Calls { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_open.Keys);
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                var serving = ServeAsync(client);
                _open[serving] = true;
                _ = serving.ContinueWith(done => _open.TryRemove(done, out _), TaskScheduler.Default);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket client)
    {
        try
        {
            using (client)
            {
                await using var stream = new NetworkStream(client);
                while (await RawHttp.ReadAsync(stream, _stop.Token) is not null)
                {
                    Calls++;
                    var answer = Answer;
                    foreach (var piece in answer.Pieces)
                    {
                        await stream.WriteAsync(piece, _stop.Token);
                        if (answer.Pieces.Count > 1) await Task.Yield();
                    }

                    if (answer.Farewell == Farewell.Keep) continue;
                    if (answer.Farewell == Farewell.Reset) client.LingerState = new LingerOption(true, 0);
                    if (answer.Farewell == Farewell.Silent) await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, _stop.Token); // until the gateway has had enough
                    return;
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
        {
        }
    }
}
