using Farthing.Catalogue;

namespace Farthing.Tests.Catalogue;

/// <summary>Installations for commands that ask for one.</summary>
internal static class Installed
{
    /// <summary>Nothing is imported, overridden, aliased or used.</summary>
    public static OpenInstallation Bare { get; } = (_, _, _) => new Installation(ModelCatalogue.Embedded, PriceBook.List, "models.json", [], _ => []);
}
