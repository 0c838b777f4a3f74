namespace Farthing.Gateway.TokenCounts;

/// <summary>The vendors' image formulas (pricing-and-providers §1). Pure.</summary>
internal static class ImageTokens
{
    /// <summary>Patches of 28 pixels after fitting the long edge and the cap; an unknown size counts as the cap.</summary>
    public static long Claude(ImageSize? size, int longEdge, int most)
    {
        if (size is not { } s) return most;
        var scale = Math.Min(1.0, (double)longEdge / Math.Max(s.Width, s.Height));
        return Math.Min(most, Cells(s.Width * scale, 28) * Cells(s.Height * scale, 28));
    }

    /// <summary>Tiles of 512 pixels after fitting into 2,048 and a short side of 768. An unknown size counts as four tiles: 1,024 by 1,024.</summary>
    public static long Tiles(ImageSize? size, bool low, int once, int perTile)
    {
        if (low) return once;
        if (size is not { } s) return once + (4L * perTile);
        var scale = Math.Min(1.0, 2_048.0 / Math.Max(s.Width, s.Height));
        scale = Math.Min(scale, 768.0 / Math.Min(s.Width, s.Height));
        return once + (perTile * Cells(s.Width * scale, 512) * Cells(s.Height * scale, 512));
    }

    /// <summary>Patches of 32 pixels times the model's factor, after fitting into 2,048. An unknown size counts as 1,024 by 1,024.</summary>
    public static long Patches(ImageSize? size, double factor)
    {
        var s = size ?? new ImageSize(1_024, 1_024);
        var scale = Math.Min(1.0, 2_048.0 / Math.Max(s.Width, s.Height));
        return (long)Math.Ceiling(Cells(s.Width * scale, 32) * Cells(s.Height * scale, 32) * factor);
    }

    /// <summary>Whole cells; a size scaled to an edge may miss it by a rounding error.</summary>
    private static long Cells(double pixels, int cell) => Math.Max(1, (long)Math.Ceiling((pixels - 1e-6) / cell));
}
