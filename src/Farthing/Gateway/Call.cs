using Farthing.Budgets;
using Farthing.Catalogue;
using Farthing.Ledger;
using Farthing.Routing;
using Farthing.Wire;

namespace Farthing.Gateway;

/// <summary>What becomes known of one call while it runs; the settlement is made from it, however the call ends.</summary>
internal sealed class Call(ReadOnlyMemory<byte> request, RequestHead head, long? cap, Plan plan, PriceBook prices, DateTimeOffset started)
{
    private readonly DateOnly _today = DateOnly.FromDateTime(started.UtcDateTime);
    private (Attempt Of, Usage Usage, Usd? Cost)? _told;

    public RequestHead Head => head;

    public ReadOnlyMemory<byte> Request => request;

    public DateTimeOffset Started => started;

    /// <summary>The model as the caller named it.</summary>
    public string Asked => plan.Asked;

    public IReadOnlyList<Attempt> Attempts => plan.Attempts;

    /// <summary>The tries that failed and were followed by another.</summary>
    public List<Retry> Retries { get; } = [];

    /// <summary>The attempt under way, then the one that answered.</summary>
    public Attempt Attempt { get; set; } = plan.Attempts[0];

    /// <summary>Calls made to providers so far.</summary>
    public int Tries { get; set; }

    /// <summary>Whether a provider accepted the request, so that it may charge for it.</summary>
    public bool Accepted { get; set; }

    /// <summary>Whether the provider's answer came to its end, wherever the caller was by then.</summary>
    public bool Whole { get; set; }

    /// <summary>How the call ended; null while it has not.</summary>
    public Ending? Ended { get; private set; }

    public string? Model { get; set; }

    public StopReason? Stop { get; set; }

    public Usage Usage { get; set; } = Usage.Unreported;

    public DateTimeOffset? FirstByte { get; set; }

    /// <summary>Bytes of the provider's stream, for an estimate when it reports no usage.</summary>
    public long StreamedBytes { get; set; }

    /// <summary>Bytes of an answer that was not streamed, for the same.</summary>
    public long WholeBytes { get; set; }

    public Price Price => PriceOf(Attempt);

    public string PriceBook => prices.Name;

    /// <summary>The most that any attempt of the plan can cost; null when one of them has no known price.</summary>
    public Usd? WorstCase()
    {
        var worst = Usd.Zero;
        foreach (var attempt in plan.Attempts)
        {
            var prompt = Budgets.WorstCase.PromptTokens(request.Span, attempt.Entry?.ContextTokens);
            if (CostCalculator.WorstCase(prompt, OutputTokens(attempt), PriceOf(attempt), DearestMode(attempt)) is not { } cost) return null;
            worst = cost > worst ? cost : worst;
        }

        return worst;
    }

    /// <summary>The first end counts: that the caller leaves after it was told of a provider's failure changes nothing.</summary>
    public void End(Ending ending) => Ended ??= ending;

    /// <summary>The usage to charge: what was reported, completed by an estimate where the provider left a hole.</summary>
    public (Usage Usage, bool Estimated) Charged()
    {
        if (Usage is { Input: not null, Output: not null } && (Whole || Stop is not null)) return (Usage, false);
        return (UsageEstimate.Complete(Usage, request.Span, OutputTokens(Attempt), StreamedBytes, WholeBytes), true);
    }

    public Price PriceOf(Attempt attempt)
    {
        if (attempt.Provider.Free) return Price.OwnMachine;
        var price = prices.Find(attempt.Entry?.Id ?? attempt.Model, _today);
        // A model that the catalogue has as free is so on the user's own machine; whoever else serves it bills for it.
        if (price.Kind == PriceKind.Known || price.IsOverride) return price;
        return attempt.Provider.RunsItself(attempt.Model) ? Price.OwnMachine : Price.Unknown;
    }

    /// <summary>The mode that an attempt is held for. Only OpenAI's dialects have tiers with prices of their own; in the others the tier is dropped.</summary>
    public ServiceMode DearestMode(Attempt attempt) =>
        attempt.Dialect == Dialects.Anthropic || attempt.Dialect.Framing == Framing.Lines ? ServiceMode.Standard : ServiceTiers.Dearest(head.ServiceTier);

    /// <summary>What a usage of the attempt under way costs; null when it cannot be told.</summary>
    /// <remarks>The caller is told it, and the ledger then: the same sum is not made twice.</remarks>
    public Usd? Cost(Usage usage)
    {
        if (_told is { } told && ReferenceEquals(told.Of, Attempt) && ReferenceEquals(told.Usage, usage)) return told.Cost;
        var cost = prices.Cost(usage, Price, _today, DearestMode(Attempt));
        _told = (Attempt, usage, cost);
        return cost;
    }

    /// <summary>The most tokens that an attempt may answer with, over all the answers asked for.</summary>
    public long OutputTokens(Attempt attempt) => Budgets.WorstCase.OutputTokens(cap, (long)head.Choices * head.Prompts, attempt.Entry?.MaxOutputTokens);

    public Settlement Settle(int status, DateTimeOffset now)
    {
        var (usage, estimated) = Accepted ? Charged() : (Usage.Unreported, false);
        var price = Price;
        return new Settlement(now, Attempt.Provider.Name, Attempt.Dialect.Name, Attempt.Provider.Simulated, Attempt.Model, Model, Retries, Tries, status,
            Accepted ? Ended ?? Ending.ProviderBroke : Ending.Refused,
            Stop is { } stop ? StopNames.Of(stop) : null, usage, estimated, Accepted ? Cost(usage) : Usd.Zero, PriceBook, price.From, Accepted ? RatesOf(usage, price) : null, FirstByte - started, now - started);
    }

    private Rates? RatesOf(Usage usage, Price price) =>
        price.RatesFor(usage.Own().Prompt ?? 0, ServiceTiers.Mode(usage.ServiceTier) ?? DearestMode(Attempt)) is var rates && rates != Rates.Unknown ? rates : null;
}
