namespace Farthing.Catalogue;

/// <summary>What the user says that a model costs, whatever the catalogue says; it also prices a model that the catalogue does not know.</summary>
/// <param name="Model">An id or alias, bare or as <c>provider/model</c>.</param>
internal sealed record PriceOverride(string Model, Price Price);
