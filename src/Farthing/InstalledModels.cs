using Farthing.Catalogue;
using Farthing.Configuration;
using Farthing.Ledger;
using Farthing.Storage;

namespace Farthing;

/// <summary>Opens what the commands on models must know of an installation: they know nothing of settings, folders and ledgers.</summary>
internal static class InstalledModels
{
    /// <inheritdoc cref="OpenInstallation"/>
    public static Installation Open(string? config, string? data, bool write)
    {
        try
        {
            Func<string, string?> environment = Environment.GetEnvironmentVariable;
            var settings = SettingsReader.Read(config, environment);
            var folder = write ? DataFolder.Open(data, environment) : DataFolder.Find(data, environment);
            var catalogue = InstalledCatalogue.Open(folder, settings);
            return new Installation(catalogue, settings.PriceBook, folder.Models, Named(settings, catalogue), since => Used(folder, since));
        }
        catch (SettingsException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private static IReadOnlyList<AliasedModel> Named(Settings settings, ModelCatalogue catalogue) =>
        [.. from alias in settings.Aliases
            from model in alias.Use
            where !Settings.IsSimulated(model)
            select new AliasedModel(alias.Name, model, Find(settings, catalogue, model))];

    /// <summary>As the router finds it: a configured provider may be named before the model.</summary>
    private static ModelEntry? Find(Settings settings, ModelCatalogue catalogue, string model) =>
        catalogue.Find(model) ?? (settings.Providers.Any(p => model.StartsWith(p.Name + "/", StringComparison.Ordinal)) ? catalogue.Find(model[(model.IndexOf('/') + 1)..]) : null);

    private static IReadOnlyList<ModelUsage> Used(DataFolder folder, DateTimeOffset since) =>
        File.Exists(folder.Database) ? ModelUsageReader.Since(Database.Open(folder.Database), since) : [];
}
