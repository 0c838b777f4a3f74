using System.Text.Json;
using Farthing.Catalogue;

namespace Farthing.Costing.Savings;

/// <summary>The savings as JSON.</summary>
internal static class SavingsJson
{
    public static void Write(Utf8JsonWriter to, SavingsReport report)
    {
        to.WriteStartObject();
        to.WriteString("price_book", report.Book.Name);
        to.WriteString("on", Amount.Day(report.On));
        to.WriteStartArray("traffic");
        foreach (var section in report.Sections)
        {
            to.WriteStartObject();
            to.WriteString("model", section.Model);
            to.WriteNumber("calls", section.Calls);
            to.WriteNumber("estimated", section.Estimated);
            to.WriteUsd("paid_usd", section.Paid);
            to.WriteUsd("saved_by_caches_usd", section.SavedByCaches);
            to.WriteStartObject("as_it_was");
            Write(to, section.AsItWas);
            to.WriteEndObject();
            to.WriteStartArray("on_other_models");
            foreach (var row in section.Others)
            {
                to.WriteStartObject();
                to.WriteString("model", row.Name);
                Write(to, row);
                to.WriteUsd("saves_usd", section.AsItWas.Cached?.Likely - row.Cached?.Likely);
                to.WriteEndObject();
            }

            to.WriteEndArray();
            to.WriteEndObject();
        }

        to.WriteEndArray();
        to.WriteStrings("notes", report.Notes);
        to.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter to, SavingsRow row)
    {
        to.WriteStartObject("tokens");
        foreach (var (name, figure) in new[] { ("low", row.Tokens.Low), ("likely", row.Tokens.Likely), ("high", row.Tokens.High) }) to.WriteUsd(name, figure);
        to.WriteEndObject();
        foreach (var (name, range) in new[] { ("as_cached_usd", row.Cached), ("without_caches_usd", row.Fresh), ("in_batches_usd", row.Batched) })
            to.WriteUsd(name, range is null ? null : (range.Low, range.Likely, range.High));
    }
}
