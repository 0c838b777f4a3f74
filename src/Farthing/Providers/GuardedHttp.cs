using System.Net;
using System.Net.Sockets;

namespace Farthing.Providers;

/// <summary>
/// The HTTP client for addresses that a caller chose. The address is judged when the connection is made, after the name was resolved,
/// and that very address is connected to: a name that resolves differently the second time gains nothing.
/// </summary>
internal static class GuardedHttp
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(5);

    /// <param name="isAllowed">Normally <see cref="PublicAddress.Is"/>.</param>
    public static HttpClient Create(Func<IPAddress, bool> isAllowed) =>
#pragma warning disable RS0030 // clients are made in Providers
        new(new SocketsHttpHandler
        {
            ConnectCallback = (context, cancel) => ConnectAsync(context.DnsEndPoint, isAllowed, cancel),
            ConnectTimeout = ConnectPatience,
            UseProxy = false, // a proxy would resolve the name itself
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = 16, // KB
            PooledConnectionLifetime = TimeSpan.Zero, // each fetch is judged anew
        })
#pragma warning restore RS0030
        {
            Timeout = Timeout.InfiniteTimeSpan, // the caller of this client sets one for the whole fetch
        };

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint to, Func<IPAddress, bool> isAllowed, CancellationToken cancel)
    {
        var addresses = await Dns.GetHostAddressesAsync(to.Host, cancel);
        // One bad address among good ones is how a guard is slipped past, so all must be good.
        if (addresses.Length == 0 || !addresses.All(isAllowed)) throw new ForbiddenAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, to.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A name that leads to an address which must not be asked. It does not say to which: that would map the inner network for the caller.</summary>
internal sealed class ForbiddenAddressException() : IOException("it does not lead to a public address");
