using System.Net;

namespace Farthing.Providers;

/// <summary>The one HTTP client towards providers.</summary>
internal static class ProviderHttp
{
    public static HttpClient Create() =>
#pragma warning disable RS0030 // this is the place that the ban points to
        new(new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // follow DNS changes of the vendors
            MaxConnectionsPerServer = 4096,
            AutomaticDecompression = DecompressionMethods.None, // bytes pass as they are; we ask for none compressed
            AllowAutoRedirect = false, // a redirect would carry the provider's key elsewhere
            UseCookies = false,
            ActivityHeadersPropagator = null, // our trace ids are nobody's business, and looking for one costs every call
        })
#pragma warning restore RS0030
        {
            Timeout = Timeout.InfiniteTimeSpan, // a healthy stream may take long; Patience watches for silence instead
        };
}
