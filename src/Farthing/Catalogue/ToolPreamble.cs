using System.Text.Json.Serialization;

namespace Farthing.Catalogue;

/// <summary>The tokens that a vendor puts before the prompt when a request offers any tools, besides their own text.</summary>
/// <param name="Auto">Where the model may choose, or must not call any.</param>
/// <param name="Any">Where the caller demands a call.</param>
internal sealed record ToolPreamble(int Auto, int Any, DateOnly AsOf, IReadOnlyList<string> Sources)
{
    [JsonIgnore]
    public int Most => Math.Max(Auto, Any);
}
