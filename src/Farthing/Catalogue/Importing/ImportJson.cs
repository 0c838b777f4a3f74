using System.Text.Json;

namespace Farthing.Catalogue.Importing;

internal static class ImportJson
{
    public static void Write(Utf8JsonWriter to, ImportPlan plan, IReadOnlyList<(string Model, string? Near)> absent, bool written)
    {
        to.WriteStartObject();
        PriceJson.WriteDay(to, "from", plan.From);
        to.WriteBoolean("written", written);
        to.WriteStartArray("changed");
        foreach (var model in plan.Changed)
        {
            to.WriteStartObject();
            to.WriteString("model", model.Name);
            PriceJson.WriteDay(to, "from", model.Price.From);
            to.WriteStartArray("parts");
            foreach (var change in model.Changes)
            {
                to.WriteStartObject();
                to.WriteString("part", change.Part);
                WriteRate(to, "before", change.Before);
                WriteRate(to, "after", change.After);
                to.WriteEndObject();
            }
            to.WriteEndArray();
            to.WriteEndObject();
        }
        to.WriteEndArray();
        to.WriteStartArray("new");
        foreach (var model in plan.New)
        {
            to.WriteStartObject();
            to.WriteString("model", model.Name);
            to.WriteString("provider", model.Entry.Provider);
            to.WritePropertyName("price");
            PriceJson.Write(to, model.Price);
            to.WriteEndObject();
        }
        to.WriteEndArray();
        to.WriteNumber("same", plan.Same);
        to.WriteStartArray("left_out");
        foreach (var (model, _, why) in plan.LeftOut)
        {
            to.WriteStartObject();
            to.WriteString("model", model);
            to.WriteString("why", why);
            to.WriteEndObject();
        }
        to.WriteEndArray();
        to.WriteStartArray("not_in_table");
        foreach (var (model, near) in absent)
        {
            to.WriteStartObject();
            to.WriteString("model", model);
            to.WriteString("nearest", near);
            to.WriteEndObject();
        }
        to.WriteEndArray();
        to.WriteStartObject("not_carried");
        foreach (var (field, models) in plan.NotCarried) to.WriteNumber(field, models);
        to.WriteEndObject();
        to.WriteEndObject();
    }

    private static void WriteRate(Utf8JsonWriter to, string name, decimal? rate)
    {
        if (rate is { } known) to.WriteNumber(name, known);
        else to.WriteNull(name);
    }
}
