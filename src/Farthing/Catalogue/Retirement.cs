using System.Globalization;

namespace Farthing.Catalogue;

/// <summary>How the life of a model ends, in words.</summary>
internal static class Retirement
{
    /// <summary>An end nearer than this is announced wherever the model is named.</summary>
    public const int SoonDays = 90;

    public static bool IsSoon(ModelEntry model, DateOnly on) => model.EndsWithin(SoonDays, on);

    /// <summary>As in <c>ends 2026-11-30, in 8 days → claude-sonnet-5-5</c>; empty when nothing is known.</summary>
    public static string Describe(ModelEntry model, DateOnly on)
    {
        var then = model.Successor is null ? "" : $" → {model.Successor}";
        if (model.ShutdownDate is { } end)
            return model.IsRetired(on) ? $"retired {Day(end)}{then}" : $"ends {Day(end)}, {In(end.DayNumber - on.DayNumber)}{then}";
        if (model.RetireNotBefore is not { } promise) return "";
        return promise > on ? $"not before {Day(promise)}" : $"promise ended {Day(promise)}{then}";
    }

    /// <summary>The sentence for a model that is gone or soon will be; null for any other.</summary>
    public static string? Warning(ModelEntry model, DateOnly on) => (model.IsRetired(on), IsSoon(model, on)) switch
    {
        (true, _) => $"{model.Id} was retired on {Day(model.ShutdownDate!.Value)}{Instead(model)}.",
        (_, true) => $"{model.Id} ends on {Day(model.ShutdownDate!.Value)}, {In(model.ShutdownDate.Value.DayNumber - on.DayNumber)}{Instead(model)}.",
        _ => null,
    };

    private static string Instead(ModelEntry model) => model.Successor is null ? "" : $"; its successor is {model.Successor}";

    private static string In(int days) => days == 1 ? "in 1 day" : $"in {days} days";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
