using System.Net;

namespace Farthing.Providers;

/// <summary>How this program calls over HTTP.</summary>
internal static class ProviderHttp
{
    /// <summary>For the gateway: returns at the answer's headers, and costs a call less than a client does.</summary>
    /// <param name="around">What watches the calls; null adds nothing to them.</param>
    public static HttpMessageInvoker CreateInvoker(Func<HttpMessageHandler, HttpMessageHandler>? around = null) => new(around?.Invoke(Handler()) ?? Handler());

    /// <summary>For the commands: returns when the answer is whole.</summary>
    public static HttpClient Create() =>
#pragma warning disable RS0030 // this is the place that the ban points to
        new(Handler())
#pragma warning restore RS0030
        {
            Timeout = Timeout.InfiniteTimeSpan, // as in the gateway, where Patience watches for silence instead
        };

    private static SocketsHttpHandler Handler() => new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5), // follow DNS changes of the vendors
        MaxConnectionsPerServer = 4096,
        AutomaticDecompression = DecompressionMethods.None, // bytes pass as they are; we ask for none compressed
        AllowAutoRedirect = false, // a redirect would carry the provider's key elsewhere
        UseCookies = false,
        PlaintextStreamFilter = (context, _) => new(new OneWriteStream(context.PlaintextStream)),
        ActivityHeadersPropagator = null, // our trace ids are nobody's business, and looking for one costs every call
    };
}
