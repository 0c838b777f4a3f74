using System.Text.Json;

namespace Farthing.Catalogue;

internal static class ModelCheckJson
{
    public static void Write(Utf8JsonWriter to, ModelCheck check)
    {
        to.WriteStartObject();
        PriceJson.WriteDay(to, "on", check.On);
        to.WriteNumber("models_in_use", check.InUse);
        to.WriteStartArray("ending");
        foreach (var ending in check.Ending)
        {
            to.WriteStartObject();
            to.WriteString("model", ending.Model.Id);
            to.WriteBoolean("retired", ending.Model.IsRetired(check.On));
            PriceJson.WriteDay(to, "shutdown_date", ending.Model.ShutdownDate);
            to.WriteString("successor", ending.Successor?.Id);
            to.WriteStrings("aliases", ending.Aliases);
            to.WriteNumber("calls_30_days", ending.Used?.Calls ?? 0);
            to.WriteUsd("cost_usd", ending.Cost);
            to.WriteUsd("successor_cost_usd", ending.SuccessorCost);
            to.WritePropertyName("token_ratio");
            if (ending.TokenRatio is { } ratio) to.WriteNumberValue(ratio);
            else to.WriteNullValue();
            to.WriteEndObject();
        }
        to.WriteEndArray();
        to.WriteStrings("not_in_catalogue", check.Unknown);
        to.WriteEndObject();
    }
}
