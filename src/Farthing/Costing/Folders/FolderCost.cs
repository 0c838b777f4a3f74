using Farthing.Catalogue;
using Farthing.Gateway.TokenCounts;

namespace Farthing.Costing.Folders;

/// <summary>A cost over the range that the token estimate allows.</summary>
internal sealed record CostRange(Usd Low, Usd Likely, Usd High);

/// <summary>What it costs to send every file of a folder to one model, a call each, priced call by call. Null costs are not known.</summary>
/// <param name="CacheNote">Why the cache does not help, where it does not.</param>
/// <param name="TooLong">Files that with instruction and answer exceed the model's context.</param>
internal sealed record FolderCost(
    Choice Model, int Calls, TokenRange Shared, TokenRange Prompt, TokenRange Output,
    CostRange? Plain, CostRange? Cached, CostRange? Batched, CostRange? Both, string? CacheNote, IReadOnlyList<string> TooLong)
{
    private static readonly Func<TokenRange, long>[] s_bounds = [r => r.Low, r => r.Likely, r => r.High];

    /// <param name="ratio">Tokens of answer for each token of a file.</param>
    /// <exception cref="OverflowException">It exceeds what <see cref="Usd"/> can hold.</exception>
    public static FolderCost Of(CountedFolder folder, double ratio, Choice model)
    {
        var rules = TokenRules.Of(model.Asked, model.Model);
        var shared = folder.Instruction.For(rules);
        var envelope = TokenRange.Exactly(rules.PerRequest + rules.PerMessage + (folder.Instruction.Tokens > 0 ? rules.PerMessage : 0));
        var calls = folder.Files.Select(file =>
        {
            var text = file.Text.For(rules);
            return (file.Name, Own: text + file.Heading.For(rules) + envelope, Output: text.Times(ratio));
        }).ToList();
        return new FolderCost(
            model, calls.Count, shared,
            calls.Aggregate(default(TokenRange), (sum, call) => sum + shared + call.Own),
            calls.Aggregate(default(TokenRange), (sum, call) => sum + call.Output),
            Sum(cached: false, ServiceMode.Standard), Sum(cached: true, ServiceMode.Standard), Sum(cached: false, ServiceMode.Batch), Sum(cached: true, ServiceMode.Batch),
            Note(shared, model),
            [.. calls.Where(c => shared.Likely + c.Own.Likely + c.Output.Likely > model.Model.ContextTokens).Select(c => c.Name)]);

        CostRange? Sum(bool cached, ServiceMode mode)
        {
            var sums = new Usd[s_bounds.Length];
            foreach (var (i, bound) in s_bounds.Index())
            {
                foreach (var (n, call) in calls.Index())
                {
                    var use = !cached ? CacheUse.None : n == 0 ? CacheUse.Write : CacheUse.Read;
                    if (CallCost.Of(new CallShape(bound(shared), bound(call.Own), bound(call.Output)), model, use, mode) is not { } cost) return null;
                    sums[i] += cost;
                }
            }

            // Not always the first and the last: a longer instruction may be one that is cached.
            return new CostRange(sums.Min(), sums[1], sums.Max());
        }
    }

    private static string? Note(TokenRange shared, Choice model)
    {
        var (name, least) = (model.Asked, model.Model.MinCacheableTokens);
        if (model.Price.Kind == PriceKind.Free) return null;
        if (shared.Likely == 0) return "Without --instruction the calls share nothing that a cache could keep.";
        if (least is null) return $"{name}: the least that its cache keeps is not established, so the cached cost is not known.";
        return shared.High < least ? FormattableString.Invariant($"{name}: the instruction of about {shared.Likely:N0} tokens is not cached, which takes {least:N0}.")
            : shared.Low < least ? FormattableString.Invariant($"{name}: the instruction of about {shared.Likely:N0} tokens may not be cached, which takes {least:N0}.")
            : null;
    }
}
