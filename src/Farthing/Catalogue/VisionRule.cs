using System.Text.Json.Serialization;

namespace Farthing.Catalogue;

/// <summary>How many tokens an image counts for a model. Pure; sizes in pixels.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "rule")]
[JsonDerivedType(typeof(PatchRule), "patches")]
[JsonDerivedType(typeof(TileRule), "tiles")]
internal abstract record VisionRule
{
    public required DateOnly AsOf { get; init; }

    public required IReadOnlyList<string> Sources { get; init; }

    public string? Notes { get; init; }

    /// <summary>The tokens of one image, after the vendor has scaled it down.</summary>
    public abstract long Tokens(long width, long height);

    /// <summary>What no image can exceed; null where the vendor names no bound.</summary>
    [JsonIgnore]
    public abstract long? Most { get; }

    /// <summary>Whole cells of that edge; a size scaled to an edge may miss it by a rounding error.</summary>
    private protected static long Cells(double pixels, int edge) => Math.Max(1, (long)Math.Ceiling((pixels - 1e-6) / edge));

    private protected static double Fit(double edge, long? limit) => limit is { } most ? Math.Min(1, most / edge) : 1;
}

/// <summary>A token, or <see cref="Factor"/> tokens, for each square patch that covers the image.</summary>
internal sealed record PatchRule : VisionRule
{
    /// <summary>The edge of a patch.</summary>
    public required int Patch { get; init; }

    /// <summary>A longer edge is scaled down to this.</summary>
    public long? LongEdge { get; init; }

    /// <summary>An image is scaled down until it has no more patches than these.</summary>
    public long? MaxPatches { get; init; }

    /// <summary>Tokens for a patch where it is not one.</summary>
    public decimal? Factor { get; init; }

    public override long? Most => MaxPatches is { } most ? Times(most)
        : LongEdge is { } edge ? Times(Cells(edge, Patch) * Cells(edge, Patch)) : null;

    public override long Tokens(long width, long height)
    {
        var scale = Fit(Math.Max(width, height), LongEdge);
        return Times(Math.Min(MaxPatches ?? long.MaxValue, Cells(width * scale, Patch) * Cells(height * scale, Patch)));
    }

    private long Times(long patches) => (long)Math.Ceiling(patches * (Factor ?? 1));
}

/// <summary>A count for the image and one for each square tile that covers it.</summary>
internal sealed record TileRule : VisionRule
{
    public required long Base { get; init; }

    public required long PerTile { get; init; }

    /// <summary>The edge of a tile.</summary>
    public required int Tile { get; init; }

    /// <summary>A longer edge is scaled down to this, first.</summary>
    public required long LongEdge { get; init; }

    /// <summary>A longer short edge is scaled down to this, then.</summary>
    public required long ShortEdge { get; init; }

    public override long? Most => Base + (PerTile * Cells(LongEdge, Tile) * Cells(ShortEdge, Tile));

    public override long Tokens(long width, long height)
    {
        var scale = Fit(Math.Max(width, height), LongEdge);
        scale = Math.Min(scale, Fit(Math.Min(width, height), ShortEdge));
        return Base + (PerTile * Cells(width * scale, Tile) * Cells(height * scale, Tile));
    }

    /// <summary>The tokens of an image that the caller asked to be looked at in low detail.</summary>
    [JsonIgnore]
    public long LowDetail => Base;
}
