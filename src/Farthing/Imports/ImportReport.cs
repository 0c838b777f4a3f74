using System.Text.Json;
using Farthing.Catalogue;
using Farthing.Imports.LiteLlm;

namespace Farthing.Imports;

/// <summary>What an import says of itself.</summary>
internal static class ImportReport
{
    public static void WriteText(TextWriter to, Imported imported, string? target)
    {
        to.WriteLine(FormattableString.Invariant($"{(target is null ? "Imported" : $"Wrote {target}:")} {imported.Providers.Count} providers, {imported.Aliases.Count} models."));
        var variables = Variables(imported);
        if (variables.Count > 0) to.WriteLine($"It reads from the environment: {string.Join(", ", variables)}.");
        if (imported.Losses.Count == 0) return;
        to.WriteLine(FormattableString.Invariant($"Not carried, or not as it was ({imported.Losses.Count}):"));
        foreach (var (field, reason) in imported.Losses) to.WriteLine($"  {field}: {reason}.");
    }

    public static void WriteJson(Utf8JsonWriter to, Imported imported, string? target, string yaml)
    {
        to.WriteStartObject();
        to.WriteString("file", target);
        to.WriteString("yaml", yaml);
        to.WriteStrings("environment", Variables(imported));
        to.WriteStartArray("not_carried");
        foreach (var (field, reason) in imported.Losses)
        {
            to.WriteStartObject();
            to.WriteString("field", field);
            to.WriteString("reason", reason);
            to.WriteEndObject();
        }
        to.WriteEndArray();
        to.WriteEndObject();
    }

    private static IReadOnlyList<string> Variables(Imported imported) =>
        [.. imported.Providers.Select(p => p.Key).Prepend(imported.Key).OfType<string>().Distinct()];
}
