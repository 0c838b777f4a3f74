using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using Farthing.Catalogue;

namespace Farthing.Comparison;

/// <summary>Options of the statistics commands. Each knows its range and says it, with its name, when a value falls outside.</summary>
internal static class StatsOptions
{
    public static Option<long> Count(string name, string description, long least, long most) => new(name)
    {
        Description = description,
        HelpName = "N",
        Required = true,
        CustomParser = result => long.TryParse(Text(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count)
            && count >= least && count <= most
            ? count
            : Refuse<long>(result, name, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}")),
    };

    /// <summary>A number strictly between two others.</summary>
    public static Option<double?> Inside(string name, string description, double low, double high, double? byDefault = null)
    {
        var option = new Option<double?>(name)
        {
            Description = description,
            HelpName = "SHARE",
            CustomParser = result => double.TryParse(Text(result), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                && value > low && value < high
                ? value
                : Refuse<double?>(result, name, string.Create(CultureInfo.InvariantCulture, $"a number above {low:0.######} and below {high:0.######}")),
        };
        if (byDefault is not null) option.DefaultValueFactory = _ => byDefault;
        return option;
    }

    public static Option<double?> Margin() =>
        Inside("--margin", "Differences smaller than this do not matter: 0.05 is five points", 0, 1, PairedComparison.DefaultMargin);

    public static Option<double?> Alpha() =>
        Inside("--alpha", "The chance of a false finding you accept", PairedComparison.LeastAlpha, 0.5, PairedComparison.DefaultAlpha);

    public static Option<bool> Json() => new("--json") { Description = "Print JSON" };

    /// <summary>Writes one JSON object with these members.</summary>
    public static void Print(TextWriter output, Action<Utf8JsonWriter> members) => JsonOutput.Write(output, json =>
    {
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
    });

    /// <summary>For what only shows between options: says it and gives the exit code of wrong use.</summary>
    public static int Refuse(ParseResult line, string message)
    {
        line.InvocationConfiguration.Error.WriteLine(message);
        return 2;
    }

    private static string Text(ArgumentResult result) => result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;

    private static T? Refuse<T>(ArgumentResult result, string name, string range)
    {
        result.AddError($"{name} must be {range}, not '{Text(result)}'.");
        return default;
    }
}
