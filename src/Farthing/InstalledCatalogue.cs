using Farthing.Catalogue;
using Farthing.Configuration;
using Farthing.Storage;

namespace Farthing;

/// <summary>The catalogue that an installation reckons with: the embedded one, what was imported over it, and the prices of farthing.yaml over both.</summary>
internal static class InstalledCatalogue
{
    /// <exception cref="IOException">The imported prices cannot be read.</exception>
    public static ModelCatalogue Open(DataFolder folder, Settings settings) => Open(folder.Models, settings);

    /// <inheritdoc cref="Open(DataFolder, Settings)"/>
    public static ModelCatalogue Open(string imported, Settings settings)
    {
        var catalogue = ModelCatalogue.Embedded;
        if (CatalogueOverlay.Read(imported) is { } overlay) catalogue = catalogue.Over(overlay);
        return catalogue.With(settings.PriceOverrides, settings.PriceBook);
    }
}
