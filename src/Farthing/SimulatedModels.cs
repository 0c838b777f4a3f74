using Farthing.Catalogue;
using Farthing.Gateway.Models;
using Farthing.Simulator;

namespace Farthing;

/// <summary>
/// What the simulator is told of the catalogue, so that it answers for every model that a gateway without providers lists. Limits are the
/// catalogue's; where it knows none, and for speeds, a usual figure stands in, and what it does not say that a model refuses is taken.
/// </summary>
internal static class SimulatedModels
{
    private const int UsualContext = 128_000, UsualOutput = 16_384, UsualMinCacheable = 1_024, UsualDimensions = 1_536;

    private const double UsualSpeed = 100;

    public static IReadOnlyList<SimulatedModel> OfEmbedded() => Of(ModelCatalogue.Embedded, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));

    /// <summary>The models of the three vendors that the simulator plays, as far as they still run on the day: one for each dated id.</summary>
    public static IReadOnlyList<SimulatedModel> Of(ModelCatalogue catalogue, DateOnly day) =>
        [.. from entry in catalogue.Models
            where !entry.IsRetired(day)
            let vendor = Played(entry.Provider)
            where vendor is not null
            from model in Of(entry, vendor.Value)
            select model];

    private static IEnumerable<SimulatedModel> Of(ModelEntry entry, Vendor vendor)
    {
        var (dated, plain) = (entry.Aliases.Prepend(entry.Id).Where(n => Released.On(n) is not null).ToArray(), entry.Aliases.Prepend(entry.Id).Where(n => Released.On(n) is null).ToArray());
        var id = plain.FirstOrDefault() ?? dated[0];
        return (dated.Length > 0 ? dated : [id]).Select(snapshot => Of(entry, vendor, id, snapshot) with { OtherNames = plain });
    }

    private static SimulatedModel Of(ModelEntry entry, Vendor vendor, string id, string snapshot)
    {
        var known = entry.Capabilities;
        var caches = vendor != Vendor.Ollama && known.PromptCaching is not false;
        return new SimulatedModel(vendor, id, snapshot, id, (int)(entry.ContextTokens ?? UsualContext), (int)(entry.MaxOutputTokens ?? Math.Min(UsualOutput, entry.ContextTokens ?? UsualOutput)),
            caches ? (int)(entry.MinCacheableTokens ?? UsualMinCacheable) : int.MaxValue, UsualSpeed, new DateTimeOffset(Released.Of(entry) ?? DateOnly.FromDateTime(DateTime.UnixEpoch), default, TimeSpan.Zero))
        {
            FixedSampling = vendor == Vendor.Anthropic && known.Sampling is false,
            SystemTurns = vendor == Vendor.Anthropic,
            Reasons = vendor == Vendor.OpenAI && known.Reasoning is not false && entry.MaxOutputTokens != 0,
            Dimensions = entry.MaxOutputTokens == 0 ? UsualDimensions : null,
            ShutdownDate = entry.ShutdownDate is { } end ? $"{end:O}" : null,
        };
    }

    private static Vendor? Played(string provider) => provider switch
    {
        "anthropic" => Vendor.Anthropic,
        "openai" => Vendor.OpenAI,
        "ollama" => Vendor.Ollama,
        _ => null,
    };
}
