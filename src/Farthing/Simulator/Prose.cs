namespace Farthing.Simulator;

/// <summary>What a simulated model says when there is nothing to solve. Every text says that it is simulated.</summary>
internal static class Prose
{
    private static readonly string[] Sentences =
    [
        "The length of this text is drawn from the request, so that costs and speeds look like a working day's.",
        "The same request with the same seed gives the same words again.",
        "Tokens are counted as a quarter of the bytes, which is an estimate.",
        "To see a tool call, offer a tool and ask for it by name.",
        "To see a fault, put one behind the model's name, as in @429x2.",
        "Prompt caches, stop sequences and token limits behave as the vendor's do.",
        "Prices that are shown for this answer are worked out from the price list; nobody charges them.",
        "With a key of your own, the same request would reach the real model.",
    ];

    public static string Plain(Ask ask, long seed, string sample)
    {
        var words = ask.LastUserText.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var plural = words.Length == 1 ? "word" : "words";
        var opening = words.Length == 0 ? "" : $" You wrote {words.Length} {plural}, beginning \"{string.Join(' ', words.Take(8))}\".";
        var count = 1 + Chance.Index(Sentences.Length, seed, "length", ask.Fingerprint, sample);
        var first = Chance.Index(Sentences.Length, seed, "first", ask.Fingerprint, sample);
        var body = Enumerable.Range(0, count).Select(i => Sentences[(first + i) % Sentences.Length]);
        return $"This is a simulated answer in place of {ask.Model.DisplayName}; no model has read the request.{opening} {string.Join(' ', body)}";
    }

    public static string AboutResult(SimulatedModel model, string result) =>
        $"The tool returned: \"{result}\". This is a simulated answer in place of {model.DisplayName}.";

    public static string Thought(SimulatedModel model) =>
        $"Simulated thinking in place of {model.DisplayName}: the request is read, an answer is chosen by seed.";
}
