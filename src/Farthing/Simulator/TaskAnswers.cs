namespace Farthing.Simulator;

/// <summary>
/// Answers to known tasks. A model passes when a normal variable stays under the quantile of its pass rate; half of the variable's variance
/// is the task's difficulty, shared by all models, so that their outcomes correlate as real models' do; the rest is the model's own taste for
/// the task and the sample's luck. The share of passes over many tasks is therefore the pass rate.
/// </summary>
internal sealed class TaskAnswers(SimulatorOptions options)
{
    private const double SharedVariance = 0.5;
    private const double ModelVariance = 0.25;

    /// <summary>Share of all answers that refuse or hold no code; they come out of the failures.</summary>
    private const double OddShare = 0.01;

    private const double SentenceShare = 0.7;

    /// <summary>Null when the request holds no known task.</summary>
    public string? For(Ask ask, string sample)
    {
        var task = options.Tasks
            .Where(t => t.Prompt.Length > 0 && ask.UserText.Contains(t.Prompt, StringComparison.Ordinal))
            .MaxBy(t => t.Prompt.Length);
        return task is null ? null : For(task, ask.Model, sample);
    }

    private string For(SimulatedTask task, SimulatedModel model, string sample)
    {
        var rate = options.PassRates.GetValueOrDefault(model.Id, model.PassRate);
        string[] who = [model.Id, task.Id, sample];
        if (Passes(task, model, sample, rate)) return Written(task, task.Reference, who);
        var odd = Chance.Uniform(options.Seed, ["odd", .. who]) * (1 - rate);
        return odd switch
        {
            < OddShare / 2 => "I'm sorry, but I can't help with that request.",
            < OddShare => "The usual way is to go through the input once and to keep what has been seen so far. Shall I write it out?",
            _ => Written(task, task.Wrong, who),
        };
    }

    private bool Passes(SimulatedTask task, SimulatedModel model, string sample, double rate)
    {
        var difficulty = Chance.Normal(options.Seed, "task", task.Id);
        var taste = Chance.Normal(options.Seed, "taste", model.Id, task.Id);
        var luck = Chance.Normal(options.Seed, "luck", model.Id, task.Id, sample);
        var hardness = (Math.Sqrt(SharedVariance) * difficulty) + (Math.Sqrt(ModelVariance) * taste)
            + (Math.Sqrt(1 - SharedVariance - ModelVariance) * luck);
        return NormalCdf(hardness) < rate;
    }

    private string Written(SimulatedTask task, string code, string[] who)
    {
        var block = $"```{task.Language}\n{code.TrimEnd('\n')}\n```";
        return Chance.Uniform(options.Seed, ["sentence", .. who]) < SentenceShare ? $"Here is a solution:\n\n{block}\n" : block;
    }

    /// <summary>Abramowitz and Stegun 26.2.17; absolute error below 7.5e-8.</summary>
    private static double NormalCdf(double x)
    {
        var t = 1 / (1 + (0.2316419 * Math.Abs(x)));
        var tail = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI)
            * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return x < 0 ? tail : 1 - tail;
    }
}
