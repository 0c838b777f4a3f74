namespace Farthing.Gateway.TokenCounts;

/// <summary>
/// A running regression of what a model really counted on what o200k_base counts, by kind of text. Immutable and pure.
/// Each request weighs the same however long it is, older ones fade, and the default pulls until requests have shown better (ridge regression).
/// </summary>
/// <param name="Samples">Requests seen.</param>
/// <param name="Products">Sums of the products of the kinds' shares: prose², prose·code, prose·json, code², code·json, json².</param>
/// <param name="Targets">Sums of each kind's share times the real tokens for each o200k_base token.</param>
internal sealed record FactorFit(long Samples, IReadOnlyList<double> Products, IReadOnlyList<double> Targets)
{
    /// <summary>The default weighs as much as so many requests.</summary>
    private const double Pull = 2;

    /// <summary>What an older request counts for, one request later: half after about 350.</summary>
    private const double Fade = 0.998;

    /// <summary>A ratio outside is no matter of vocabulary: something in the request was not seen.</summary>
    private const double Least = 0.4, Most = 4;

    /// <summary>Short prompts say more of envelopes than of text.</summary>
    private const int LeastText = 50;

    public static FactorFit None { get; } = new(0, new double[6], new double[3]);

    /// <param name="prompt">All tokens of the prompt as the provider reported them.</param>
    /// <returns>The same fit where the request tells nothing.</returns>
    public FactorFit With(TokenParts parts, long prompt)
    {
        if (parts.HasMedia || parts.Text < LeastText) return this;
        var ratio = (prompt - parts.Fixed) / (double)parts.Text;
        if (ratio is < Least or > Most) return this;
        var (p, c, j) = (parts.Prose / (double)parts.Text, parts.Code / (double)parts.Text, parts.Json / (double)parts.Text);
        double[] products = [p * p, p * c, p * j, c * c, c * j, j * j];
        double[] targets = [p * ratio, c * ratio, j * ratio];
        return new FactorFit(Samples + 1, Faded(Products, products), Faded(Targets, targets));
    }

    /// <param name="normal">The factor that holds where nothing is known.</param>
    public TokenFactor Factor(double normal)
    {
        if (Samples == 0) return TokenFactor.Same(normal);
        double[,] a =
        {
            { Products[0] + Pull, Products[1], Products[2], Targets[0] + (Pull * normal) },
            { Products[1], Products[3] + Pull, Products[4], Targets[1] + (Pull * normal) },
            { Products[2], Products[4], Products[5] + Pull, Targets[2] + (Pull * normal) },
        };
        Reduce(a);
        return new TokenFactor(Bounded(a[0, 3]), Bounded(a[1, 3]), Bounded(a[2, 3]));
    }

    /// <summary>One factor for text of which the kinds are not known: the average of the requests seen.</summary>
    /// <param name="normal">The factor that holds where nothing is known.</param>
    public double Mean(double normal)
    {
        var requests = Products[0] + Products[3] + Products[5] + (2 * (Products[1] + Products[2] + Products[4])); // each request's shares add up to 1, and so does their square
        return Bounded((Targets.Sum() + (Pull * normal)) / (requests + Pull));
    }

    /// <summary>Gauss-Jordan without pivoting: the pull makes the matrix positive definite.</summary>
    private static void Reduce(double[,] a)
    {
        for (var k = 0; k < 3; k++)
        {
            var pivot = a[k, k];
            for (var j = 0; j < 4; j++) a[k, j] /= pivot;
            for (var i = 0; i < 3; i++)
            {
                if (i == k) continue;
                var times = a[i, k];
                for (var j = 0; j < 4; j++) a[i, j] -= times * a[k, j];
            }
        }
    }

    private static double Bounded(double factor) => Math.Clamp(factor, Least, Most);

    private static double[] Faded(IReadOnlyList<double> old, double[] added) => [.. old.Zip(added, (o, a) => (o * Fade) + a)];
}
