using System.Globalization;
using System.Net;
using Farthing.Catalogue;

namespace Farthing.Configuration;

/// <summary>How each kind of setting is written, whether in the file, the environment or a flag. <c>wrong</c> makes the error that names where.</summary>
internal static class SettingValues
{
    /// <summary>Parses <c>address:port</c>, <c>:port</c> or <c>port</c>; the address defaults to loopback.</summary>
    public static IPEndPoint Listen(string text, Func<string, SettingsException> wrong)
    {
        text = text.Trim();
        if (int.TryParse(text.StartsWith(':') ? text[1..] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 0 and <= 65535)
            return new IPEndPoint(IPAddress.Loopback, port);
        var named = text.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase) ? "127.0.0.1" + text["localhost".Length..] : text;
        return IPEndPoint.TryParse(named, out var endpoint) && named.EndsWith($":{endpoint.Port}", StringComparison.Ordinal) && (named[0] == '[' || named.Count(':') == 1)
            ? endpoint
            : throw wrong($"is '{text}'; it must be an address and a port, such as 127.0.0.1:4000");
    }

    public static Usd Limit(string text, Func<string, SettingsException> wrong) =>
        Usd.TryParse(text, out var amount)
            ? amount
            : throw wrong($"is '{text}'; it must be US dollars, such as 25 or 0.50");

    public static string Prices(string text, Func<string, SettingsException> wrong) =>
        text is "list" or "article" ? text : throw wrong($"is '{text}'; known price books: list, article");

    public static bool Flag(string text, Func<string, SettingsException> wrong) => text switch
    {
        "true" => true,
        "false" => false,
        _ => throw wrong("must be true or false"),
    };

    public static Func<string, Func<string, SettingsException>, TimeSpan> Seconds(int from, int to) => (text, wrong) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds >= from && seconds <= to
            ? TimeSpan.FromSeconds(seconds)
            : throw wrong($"is '{text}'; it must be {from} to {to} seconds");

    public static Uri Url(string text, Func<string, SettingsException> wrong) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw wrong($"is '{text}'; it must be an http or https address");

    /// <summary>A secret in the file is a mistake waiting to be committed, so <c>env:NAME</c> is the form the docs show; a literal works too.</summary>
    public static Func<string, Func<string, SettingsException>, string> Secret(Func<string, string?> environment) => (text, wrong) =>
    {
        if (!text.StartsWith("env:", StringComparison.Ordinal)) return text;
        return environment(text[4..]) is { Length: > 0 } value
            ? value
            : throw wrong($"names the environment variable {text[4..]}, which is not set");
    };
}
