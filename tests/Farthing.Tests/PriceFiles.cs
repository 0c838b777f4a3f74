namespace Farthing.Tests;

/// <summary>Price tables of vendors and third parties, which lie beside the repository or where FARTHING_PRICEDATA says. Tests skip without them.</summary>
internal static class PriceFiles
{
    public static string Path(string name) => SharedFiles.Path("FARTHING_PRICEDATA", "prices", name, "price tables");
}
