using System.CommandLine;

namespace Farthing.Catalogue;

/// <summary>What the commands on models must know of an installation.</summary>
/// <param name="Book">The price book that it reckons with.</param>
/// <param name="Imported">The file of imported prices; it need not be there.</param>
/// <param name="Named">The models that its aliases name.</param>
/// <param name="Used">What its ledger has of each model since a time.</param>
internal sealed record Installation(
    ModelCatalogue Catalogue, string Book, string Imported, IReadOnlyList<AliasedModel> Named, Func<DateTimeOffset, IReadOnlyList<ModelUsage>> Used)
{
    public PriceBook Prices => Catalogue.Book(Book) ?? throw new InvalidDataException($"Model catalogue: it has no price book '{Book}'.");
}

/// <param name="Alias">The name in farthing.yaml.</param>
/// <param name="Model">The model as the alias writes it.</param>
/// <param name="Entry">Null when the catalogue does not know it.</param>
internal sealed record AliasedModel(string Alias, string Model, ModelEntry? Entry);

/// <param name="config">The configuration file, as the option names it.</param>
/// <param name="data">The data folder, as the option names it.</param>
/// <param name="write">Whether the data folder is to be made where it is not there.</param>
/// <exception cref="FormatException">The configuration cannot be used.</exception>
/// <exception cref="IOException">A file cannot be read.</exception>
internal delegate Installation OpenInstallation(string? config, string? data, bool write);

/// <summary>The options that say which installation is meant.</summary>
internal sealed class InstallationOptions
{
    public Option<string?> Config { get; } = new("--config") { Description = "The configuration file (FARTHING_CONFIG; default: farthing.yaml in this folder, if there is one)", HelpName = "FILE" };

    public Option<string?> Data { get; } = new("--data") { Description = "The folder for ledger and imported prices (FARTHING_HOME; default: ~/.local/share/farthing)", HelpName = "FOLDER" };

    /// <summary>The installation that the options name; nothing is written.</summary>
    /// <exception cref="FormatException">Its configuration cannot be used.</exception>
    /// <exception cref="IOException">A file of it cannot be read.</exception>
    public Installation Open(OpenInstallation open, ParseResult parsed) => open(parsed.GetValue(Config), parsed.GetValue(Data), false);

    /// <returns>What the command returns; 2 for wrong use; 3 where a file cannot be read or written.</returns>
    public int Run(OpenInstallation open, ParseResult parsed, bool write, Func<Installation, int> command)
    {
        try
        {
            return command(open(parsed.GetValue(Config), parsed.GetValue(Data), write));
        }
        catch (FormatException e)
        {
            parsed.InvocationConfiguration.Error.WriteLine(e.Message);
            return 2;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            parsed.InvocationConfiguration.Error.WriteLine(e.Message);
            return 3;
        }
    }
}
