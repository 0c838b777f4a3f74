using Xunit;

namespace Farthing.EndToEnd.Clients;

/// <summary>What the tests of both SDKs ask.</summary>
internal static class Requests
{
    public const string Weather = "get_weather";
    public const string AskForWeather = "Please call get_weather for Oslo.";

    /// <summary>The simulated models repeat how a request begins: this one's answer streams for seconds.</summary>
    public static readonly string AskForMuch = "Say " + new string('o', 4_000);

    public const string Report = "7 degrees and rain";

    public const string WeatherSchema = """{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer","minimum":1}},"required":["city","days"],"additionalProperties":false}""";

    /// <summary>A picture of one grey pixel.</summary>
    public const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==";

    /// <summary>What one image counts as at the simulated models.</summary>
    public static int ImageTokens(string model) => model == "claude-haiku-4-5" ? 1_568 : 25_501;

    /// <summary>Long enough for each model's prompt cache: at least 4,096 tokens of four bytes.</summary>
    public static string Handbook(string topic) => string.Concat(Enumerable.Range(1, 700).Select(n => $"Rule {n} of {topic} holds on every day.\n"));

    public static TheoryData<string> Models => ["claude-haiku-4-5", "gpt-4o-mini"];
}
