using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Farthing.Comparison.Runs;

/// <summary>
/// What decides a comparison's result. Fixed and written down before the first call, so that nobody can choose a margin after seeing
/// the outcome; its hash names the run folder, so that the same command finds its interrupted run. What a run may cost and how many calls
/// are made at once are not part of it: they may change when it is resumed.
/// </summary>
/// <param name="SuiteHash">Of the tasks' ids, prompts and tests.</param>
/// <param name="Arms">Models by name; recorded arms as name and hash of their file.</param>
/// <param name="PromptVersion">Of the wording around a task's prompt.</param>
internal sealed record RunSettings(
    string Suite, string SuiteHash, int Tasks, IReadOnlyList<string> Arms, int Samples, double Margin, double Alpha, long Seed, int MaxTokens, int PromptVersion, string? Gateway)
{
    /// <summary>The first 48 bits of its SHA-256: enough to tell the runs of one installation apart.</summary>
    [JsonIgnore]
    public string Id => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, RunJson.Default.RunSettings)))[..12];
}
