using System.Text.Json;
using Farthing.Catalogue;

namespace Farthing.Costing.Advice;

/// <summary>The advice as JSON.</summary>
internal static class AdviceJson
{
    public static void Write(Utf8JsonWriter to, AdviceReport report)
    {
        to.WriteStartObject();
        to.WriteString("price_book", report.Book.Name);
        to.WriteString("on", Amount.Day(report.On));
        to.WriteString("ecosystem", report.Ecosystem);
        to.WriteStrings("needs", report.Needs.Select(n => n.Name));
        to.WriteStartObject("workload_per_developer");
        to.WriteNumber("requests_per_day", report.Work.RequestsPerDay);
        to.WriteNumber("input_tokens", report.Work.InputTokens);
        to.WriteNumber("output_tokens", report.Work.OutputTokens);
        to.WriteNumber("shared_share", report.Work.SharedShare);
        to.WriteNumber("cache_hit_share", report.Work.HitShare);
        to.WriteNumber("working_days", report.Work.WorkingDays);
        to.WriteString("origin", report.Work.Origin);
        to.WriteEndObject();
        Array(to, "models_per_developer_and_month", report.Candidates, Write);
        Array(to, "recommendations", report.Recommendations, Write);
        Array(to, "claims", report.Claims, Write);
        to.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter to, Candidate candidate)
    {
        to.WriteString("model", candidate.Name);
        to.WriteString("model_id", candidate.Choice.Model.Id);
        to.WriteNumber("tokens_per_o200k_base_token", candidate.Factor);
        to.WriteUsd("plain_usd", candidate.Plain);
        to.WriteUsd("cached_usd", candidate.Cached);
        to.WriteUsd("batched_usd", candidate.Batched);
        to.WriteUsd("both_usd", candidate.Both);
        to.WriteString("ruled_out", candidate.Out);
        to.WriteStrings("not_established", candidate.Unsure);
    }

    private static void Write(Utf8JsonWriter to, Recommendation advice)
    {
        to.WriteString("profile", advice.Size.Kind switch { TeamKind.Solo => "solo", TeamKind.Team => "team", _ => "enterprise" });
        to.WriteNumber("developers", advice.Size.Developers);
        to.WriteString("take", advice.Take);
        to.WriteUsd("migration_usd", advice.MigrationCost);
        to.WriteStrings("reasons", advice.Reasons);
        Array(to, "moves", advice.Moves, (json, move) =>
        {
            json.WriteString("from", move.From);
            json.WriteString("to", move.To);
            json.WriteUsd("saved_usd_per_month", move.Saved);
            PriceJson.WriteDay(json, "must_be_left_by", move.LeaveBy);
            Number("months_to_pay", move.MonthsToPay, 2);
            Number("requests_to_pay", move.RequestsToPay, 0);
            Number("requests_per_day_to_pay_in_a_year", move.DailyToPayInAYear, 2);

            void Number(string name, decimal? value, int places)
            {
                if (value is { } known) json.WriteNumber(name, decimal.Round(known, places));
                else json.WriteNull(name);
            }
        });
    }

    private static void Write(Utf8JsonWriter to, Claim claim)
    {
        to.WriteString("says", claim.Says);
        to.WriteString("verdict", claim.Verdict switch { ClaimVerdict.Holds => "holds", ClaimVerdict.InPart => "in_part", ClaimVerdict.DoesNotHold => "does_not_hold", _ => "cannot_be_told" });
        to.WriteString("because", claim.Because);
    }

    private static void Array<T>(Utf8JsonWriter to, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> fields)
    {
        to.WriteStartArray(name);
        foreach (var item in items)
        {
            to.WriteStartObject();
            fields(to, item);
            to.WriteEndObject();
        }
        to.WriteEndArray();
    }
}
