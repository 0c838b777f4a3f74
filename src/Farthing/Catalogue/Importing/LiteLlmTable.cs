using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Farthing.Catalogue.Importing;

/// <summary>
/// Reads LiteLLM's <c>model_prices_and_context_window.json</c>: an object of models, rates in dollars per token, with the
/// tier and the service mode in the name of the field.
/// </summary>
internal static partial class LiteLlmTable
{
    public const string Source = "https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json";

    private const decimal TokensPerRate = 1_000_000;

    /// <summary>Modes that are priced by tokens of text.</summary>
    private static readonly string[] s_modes = ["chat", "responses", "completion", "embedding"];

    private static readonly string[] s_read = ["litellm_provider", "mode", "max_input_tokens", "max_output_tokens", "max_tokens", "prompt_cache_min_tokens", "deprecation_date", "source"];

    /// <exception cref="FormatException">It is not such a table.</exception>
    public static PriceTable Read(Stream json, DateOnly today)
    {
        using var document = TableJson.Parse(json, JsonValueKind.Object, "LiteLLM's model_prices_and_context_window.json");
        var rows = new Dictionary<string, TableRow>(StringComparer.OrdinalIgnoreCase);
        var leftOut = new List<LeftOut>();
        foreach (var model in document.RootElement.EnumerateObject().Where(m => m.Name != "sample_spec" && m.Value.ValueKind == JsonValueKind.Object))
        {
            var fields = model.Value;
            var mode = fields.Text("mode") ?? "chat";
            var why = !s_modes.Contains(mode) ? $"mode {mode}, which is not priced by tokens of text alone"
                : !fields.TryGetProperty("input_cost_per_token", out var input) ? PriceTable.NoInput
                : RateText.IsZero(input) ? PriceTable.Free
                : Row(model.Name, mode, fields, today) is not { } row ? PriceTable.NoInput
                : !rows.TryAdd($"{row.Entry.Provider} {row.Entry.Id} {row.FineTuned}", row) ? PriceTable.Twice
                : null;
            if (why is not null) leftOut.Add(new(model.Name, Provider(fields), why));
        }
        return new PriceTable("LiteLLM's table", Source, [.. rows.Values], leftOut);
    }

    private static TableRow? Row(string name, string mode, JsonElement fields, DateOnly today)
    {
        var rates = fields.EnumerateObject().Select(f => (Match: RateField().Match(f.Name), f.Value)).Where(f => f.Match.Success)
            .Select(f => (Part: f.Match.Groups["part"].Value, Tier: Threshold(f.Match), Mode: f.Match.Groups["mode"].Value, Rate: RateText.Of(f.Value, TokensPerRate)))
            .ToList();
        var standard = Rates(0, "");
        if (standard.Input is null) return null;
        var price = new Price
        {
            Rates = standard,
            BatchRates = Known(Rates(0, "_batches")),
            FlexRates = Known(Rates(0, "_flex")),
            PriorityRates = Known(Rates(0, "_priority")),
            // A tier that leaves a part out keeps the lower rate, as LiteLLM reckons.
            Tiers = [.. rates.Select(r => r.Tier).Where(t => t > 0).Distinct().Order()
                .Select(t => new PriceTier(t, Rates(t, "").Or(standard), Known(Rates(t, "_batches")), Known(Rates(t, "_flex")), Known(Rates(t, "_priority"))))],
            AsOf = today,
            Sources = [Source],
        };
        var provider = Provider(fields);
        var fineTuned = name.StartsWith("ft:", StringComparison.Ordinal);
        var id = fineTuned ? name[3..] : name.StartsWith(provider + "/", StringComparison.Ordinal) ? name[(provider.Length + 1)..] : name;
        var end = DateOnly.TryParseExact(fields.Text("deprecation_date"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : (DateOnly?)null;
        return new TableRow(new ModelEntry
        {
            Id = id,
            Provider = provider,
            Status = end is null ? null : ModelStatus.Deprecated,
            ShutdownDate = end,
            ContextTokens = fields.Count("max_input_tokens"),
            MaxOutputTokens = mode == "embedding" ? 0 : fields.Count("max_output_tokens"),
            MinCacheableTokens = fields.Count("prompt_cache_min_tokens"),
            Capabilities = new Capabilities
            {
                Vision = fields.Flag("supports_vision"),
                Tools = fields.Flag("supports_function_calling"),
                ParallelTools = fields.Flag("supports_parallel_function_calling"),
                StructuredOutput = fields.Flag("supports_response_schema"),
                Reasoning = fields.Flag("supports_reasoning"),
                Sampling = fields.Flag("supports_sampling_params"),
                Prefill = fields.Flag("supports_assistant_prefill"),
                PromptCaching = fields.Flag("supports_prompt_caching"),
            },
            AsOf = today,
            Sources = [Source],
            Prices = new Dictionary<string, IReadOnlyList<Price>>(),
        }, [price], [.. fields.EnumerateObject().Select(f => f.Name).Where(f => !IsCarried(f))], fineTuned);

        Rates Rates(long tier, string service)
        {
            return new(
                Part("input_cost_per_token"), Part("cache_read_input_token_cost"), Part("cache_creation_input_token_cost"),
                Part("cache_creation_input_token_cost_above_1hr"), mode == "embedding" ? null : Part("output_cost_per_token"));

            decimal? Part(string part) => rates.FirstOrDefault(r => r.Part == part && r.Tier == tier && r.Mode == service).Rate;
        }
    }

    private static Rates? Known(Rates rates) => rates == Catalogue.Rates.Unknown ? null : rates;

    private static long Threshold(Match match) => match.Groups["tier"].Success ? long.Parse(match.Groups["tier"].Value, CultureInfo.InvariantCulture) * 1_000 : 0;

    /// <summary><c>vertex_ai-language-models</c> and <c>text-completion-openai</c> are kinds of models of one provider.</summary>
    private static string Provider(JsonElement fields) => fields.Text("litellm_provider") switch
    {
        null => "other",
        "text-completion-openai" => "openai",
        var name when name.StartsWith("vertex_ai", StringComparison.Ordinal) => "vertex_ai",
        var name => name,
    };

    private static bool IsCarried(string field) =>
        s_read.Contains(field) || RateField().IsMatch(field) || field is "supports_vision" or "supports_function_calling" or "supports_parallel_function_calling"
            or "supports_response_schema" or "supports_reasoning" or "supports_sampling_params" or "supports_assistant_prefill" or "supports_prompt_caching";

    [GeneratedRegex(@"^(?<part>input_cost_per_token|output_cost_per_token|cache_read_input_token_cost|cache_creation_input_token_cost(_above_1hr)?)(_above_(?<tier>\d+)k_tokens)?(?<mode>_batches|_flex|_priority)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex RateField();
}
