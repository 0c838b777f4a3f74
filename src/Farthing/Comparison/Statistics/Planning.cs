using Farthing.Comparison.Statistics.Distributions;

namespace Farthing.Comparison.Statistics;

/// <summary>
/// How many tasks a question needs, and what a number of tasks can answer. Normal approximations of Miller 2024 (arXiv 2411.00640, §5)
/// and Schuirmann's TOST; equivalence is planned for arms that are truly equal.
/// "Variance" is that of one task's difference: at one sample per task the discordance, less the squared difference.
/// </summary>
internal static class Planning
{
    public const double Power = 0.8;

    /// <summary>The variance of one task's difference: ω² between tasks and each arm's σ² between samples over its K.</summary>
    public static double Variance(double betweenTasks, double withinA, int samplesA, double withinB, int samplesB) =>
        betweenTasks + withinA / samplesA + withinB / samplesB;

    /// <summary>Tasks to show a true difference: (z_{1−α/2} + z_power)² · variance / difference².</summary>
    /// <param name="designEffect">1, or more where tasks come in clusters: <see cref="DesignEffect"/>.</param>
    public static long DifferenceTasks(
        double variance, double difference, double alpha = 0.05, double power = Power, double designEffect = 1) =>
        Up(DifferenceFactor(alpha, power) * variance * designEffect / (difference * difference));

    /// <summary>Tasks to show equivalence of equal arms: (z_{1−α} + z_{1−β/2})² · variance / margin², and never fewer than without any discordance.</summary>
    public static long EquivalenceTasks(double variance, double margin, double alpha = 0.05, double power = Power) =>
        Math.Max(ZeroDiscordanceTasks(margin, alpha), Up(EquivalenceFactor(alpha, power) * variance / (margin * margin)));

    /// <summary>The fewest tasks that can ever show equivalence: all agree, and Tango's z²/(n+z²) is below the margin.</summary>
    public static long ZeroDiscordanceTasks(double margin, double alpha = 0.05)
    {
        var z = Normal.Quantile(1 - alpha);
        return Up(Math.Floor(z * z * (1 - margin) / margin) + 1);
    }

    /// <summary>The smallest true difference <paramref name="tasks"/> tasks show; null where it would exceed the discordance, as no difference can.</summary>
    public static double? SmallestDifference(long tasks, double discordance, double alpha = 0.05, double power = Power)
    {
        var factor = DifferenceFactor(alpha, power);
        var smallest = Math.Sqrt(factor * discordance / (tasks + factor));
        return smallest <= discordance && discordance > 0 ? smallest : null;
    }

    /// <summary>The smallest margin within which <paramref name="tasks"/> tasks show equal arms equivalent; null where none below 1 will do.</summary>
    public static double? SmallestMargin(long tasks, double discordance, double alpha = 0.05, double power = Power)
    {
        var z = Normal.Quantile(1 - alpha);
        var smallest = Math.Max(z * z / (tasks + z * z), Math.Sqrt(EquivalenceFactor(alpha, power) * discordance / tasks));
        return smallest < 1 ? smallest : null;
    }

    /// <summary>The highest discordance at which <paramref name="tasks"/> tasks show equal arms equivalent; null where none will do.</summary>
    public static double? HighestDiscordance(long tasks, double margin, double alpha = 0.05, double power = Power) =>
        tasks < ZeroDiscordanceTasks(margin, alpha) ? null : Math.Min(1, tasks * margin * margin / EquivalenceFactor(alpha, power));

    /// <summary>
    /// What to run after an inconclusive verdict on <paramref name="tasks"/> tasks: enough to show equal arms equivalent. Where that many were
    /// already run, the number past which equivalence and difference leave no gap between them: (z_{1−α} + z_{1−α/2})² · variance / margin².
    /// </summary>
    public static long TasksForVerdict(long tasks, double variance, double margin, double alpha)
    {
        var equal = EquivalenceTasks(variance, margin, alpha);
        if (equal > tasks) return equal;
        var gapless = Normal.Quantile(1 - alpha) + Normal.Quantile(1 - alpha / 2);
        return Math.Max(tasks + 1, Up(gapless * gapless * variance / (margin * margin)));
    }

    /// <summary>How much more clustered tasks are needed: 1 + (size − 1) · ICC (Kish 1965).</summary>
    public static double DesignEffect(double intraclassCorrelation, double clusterSize) => 1 + (clusterSize - 1) * intraclassCorrelation;

    private static double DifferenceFactor(double alpha, double power) => Square(Normal.Quantile(1 - alpha / 2) + Normal.Quantile(power));

    private static double EquivalenceFactor(double alpha, double power) => Square(Normal.Quantile(1 - alpha) + Normal.Quantile((1 + power) / 2));

    private static double Square(double x) => x * x;

    /// <summary>Rounds up; what no long can hold becomes the largest.</summary>
    private static long Up(double tasks) => tasks >= long.MaxValue ? long.MaxValue : (long)Math.Ceiling(tasks);
}
