using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Farthing.Cli;

/// <summary>Under which address others find a server. 0.0.0.0 is what one listens on, and leads nowhere from another machine.</summary>
internal static class ReachableAddress
{
    public static bool IsEvery(Uri address) => IPAddress.TryParse(address.DnsSafeHost, out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any));

    /// <summary>The address itself; for that of all addresses the first of this machine that is not its own loop, else the machine's name.</summary>
    public static Uri Of(Uri address) => IsEvery(address) ? new UriBuilder(address) { Host = First() ?? Environment.MachineName }.Uri : address;

    private static string? First() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(n => n.OperationalStatus == OperationalStatus.Up && n.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .OrderByDescending(n => n.GetIPProperties().GatewayAddresses.Count) // a bridge of containers has no way out
        .SelectMany(n => n.GetIPProperties().UnicastAddresses)
        .FirstOrDefault(a => a.Address.AddressFamily == AddressFamily.InterNetwork)?.Address.ToString();
}
