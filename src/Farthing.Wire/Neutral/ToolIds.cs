using System.Security.Cryptography;
using System.Text;

namespace Farthing.Wire;

/// <summary>Makes call ids that a dialect accepts: a good one stays as it is, a bad one becomes a hash, the same one every time.</summary>
internal static class ToolIds
{
    public static string Fit(string id, int maxLength) =>
        id.Length > 0 && id.Length <= maxLength && IsPlain(id) ? id : "call_" + Hash(id, 24);

    /// <summary>Mistral takes nine letters or digits and nothing else.</summary>
    public static string Nine(string id) => id.Length == 9 && id.All(char.IsAsciiLetterOrDigit) ? id : Hash(id, 9);

    public static bool IsPlain(string name)
    {
        foreach (var c in name)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-')) return false;
        return true;
    }

    public static string Hash(string text, int digits) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..digits];
}
