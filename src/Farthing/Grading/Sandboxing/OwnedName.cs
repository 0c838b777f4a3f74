using System.Globalization;

namespace Farthing.Grading.Sandboxing;

/// <summary>Names of the form PREFIX-pid-rest, by which a later start knows what a crashed one left behind.</summary>
internal static class OwnedName
{
    /// <summary>True only for our own name pattern whose process no longer runs.</summary>
    public static bool OwnerIsGone(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal)
        && name[prefix.Length..].Split('-', 2) is [var owner, _]
        && int.TryParse(owner, NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
        && !Directory.Exists($"/proc/{processId}");
}
