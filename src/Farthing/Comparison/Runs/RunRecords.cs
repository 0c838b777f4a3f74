using System.Text.Json.Serialization;
using Farthing.Grading;

namespace Farthing.Comparison.Runs;

/// <summary>Written before a call, and again with the reason when it fails. One with neither failure nor <see cref="SampleRecord"/> was in flight when the run was cut off.</summary>
internal sealed record CallRecord(string Arm, string Task, int Sample, DateTimeOffset At, string? Failure = null);

/// <summary>An answer as it came.</summary>
/// <param name="Text">The model's raw text, kept whole: extraction can be judged later.</param>
/// <param name="Input">All tokens of the prompt; null when not reported.</param>
/// <param name="CostUsd">What the gateway charged; null when the price is unknown.</param>
internal sealed record SampleRecord(
    string Arm, string Task, int Sample, string Text, string? Stop, string? Model, long? Input, long? Output, decimal? CostUsd, double LatencyMs, bool Simulated, DateTimeOffset At);

/// <summary>What running a sample gave.</summary>
internal sealed record OutcomeRecord(string Arm, string Task, int Sample, Outcome Outcome, string? Detail, double ElapsedMs);

[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(OutcomeConverter)])]
[JsonSerializable(typeof(RunSettings))]
[JsonSerializable(typeof(CallRecord))]
[JsonSerializable(typeof(SampleRecord))]
[JsonSerializable(typeof(OutcomeRecord))]
internal sealed partial class RunJson : JsonSerializerContext;
