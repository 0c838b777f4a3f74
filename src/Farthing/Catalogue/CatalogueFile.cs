using System.Text.Json.Serialization;

namespace Farthing.Catalogue;

/// <summary>The shape of <c>data/models.json</c>. Rates are decimal strings, so that no reader makes doubles of them.</summary>
/// <remarks>The generated reader sets absent init-only properties to null, past their initializers; defaults live in the getters.</remarks>
internal sealed record CatalogueFile
{
    public required DateOnly AsOf { get; init; }

    /// <summary>Price books by name, with what each is.</summary>
    public required IReadOnlyDictionary<string, string> PriceBooks { get; init; }

    public required IReadOnlyList<ModelEntry> Models { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    Converters = [typeof(SnakeCaseStatus), typeof(DecimalText)])]
[JsonSerializable(typeof(CatalogueFile))]
internal sealed partial class CatalogueJson : JsonSerializerContext;

internal sealed class SnakeCaseStatus() : JsonStringEnumConverter<ModelStatus>(System.Text.Json.JsonNamingPolicy.SnakeCaseLower);
