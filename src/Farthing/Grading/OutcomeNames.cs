using System.Text.Json;
using System.Text.Json.Serialization;

namespace Farthing.Grading;

internal static class OutcomeNames
{
    /// <summary>The outcome in snake case, as files, JSON and pages have it.</summary>
    public static string Of(Outcome outcome) => JsonNamingPolicy.SnakeCaseLower.ConvertName(outcome.ToString());
}

/// <summary>The same names in source-generated JSON.</summary>
internal sealed class OutcomeConverter() : JsonStringEnumConverter<Outcome>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
