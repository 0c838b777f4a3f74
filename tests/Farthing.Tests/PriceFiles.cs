using Xunit;

namespace Farthing.Tests;

/// <summary>Price tables of vendors and third parties, which lie beside the repository or where FARTHING_PRICEDATA says. Tests skip without them.</summary>
internal static class PriceFiles
{
    public static string Path(string name)
    {
        var folder = Environment.GetEnvironmentVariable("FARTHING_PRICEDATA") ?? System.IO.Path.Combine(Repository.Root, "..", "shared", "prices");
        var path = System.IO.Path.Combine(folder, name);
        Assert.SkipUnless(File.Exists(path), $"{path} is not there; set FARTHING_PRICEDATA to the folder of price tables.");
        return path;
    }
}
