using System.Text;
using Farthing.Configuration;

namespace Farthing.Cli;

/// <summary>What <c>farthing serve</c> prints once it listens.</summary>
internal static class ServeGreeting
{
    public static void Write(TextWriter to, App app, Settings settings)
    {
        var at = ReachableAddress.Of(app.Address).GetLeftPart(UriPartial.Authority);
        to.WriteLine($"Farthing listens on {at}");
        if (ReachableAddress.IsEvery(app.Address)) to.WriteLine($"  (on every address of this machine, {settings.Listen})");
        to.WriteLine($"  Anthropic clients  ANTHROPIC_BASE_URL={at} ANTHROPIC_AUTH_TOKEN=KEY");
        to.WriteLine($"  OpenAI clients     OPENAI_BASE_URL={at}/v1 OPENAI_API_KEY=KEY");
        to.WriteLine("  Codex, opencode    take no variable for the address but a file: docs/clients.md");
        to.WriteLine(app.NewKey is { } made ? $"  key                {made}   (made now and shown once; only its hash is kept)"
            : app.AsksNoKey ? "  key                none is asked for on this machine (no_key)"
            : settings.NoKey ? $"  key                one is asked for: no_key holds only on a loopback address, and this one is {settings.Listen}"
            : settings.Key is not null ? "  key                the configured one"
            : "  key                one that was made earlier (--new-key makes another)");
        to.WriteLine(settings.Providers.Count > 0
            ? $"  providers          {string.Join(", ", settings.Providers.Select(p => p.Name))}{(app.Simulates ? ", and the simulator as sim/NAME" : "")}"
            : "  providers          none is configured: every answer is SIMULATED. Set ANTHROPIC_API_KEY or OPENAI_API_KEY for real ones.");
        if (settings.Limit is { } limit) to.WriteLine($"  limit              ${limit}");
        if (settings.Record is { } folder) to.WriteLine($"  recording          prompts and answers, in {folder}");
        if (app.Abandoned > 0) to.WriteLine($"  ledger             {(app.Abandoned == 1 ? "1 call was" : $"{app.Abandoned} calls were")} cut off by an earlier stop, and charged at {(app.Abandoned == 1 ? "its" : "their")} worst case");
        to.WriteLine("Ctrl-C stops.");
    }

    /// <summary>One line. <c>key</c> is there only when it was made at this start: it is shown once.</summary>
    public static string Json(App app, Settings settings) => Encoding.UTF8.GetString(JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("address", ReachableAddress.Of(app.Address).ToString());
        json.WriteString("key", app.NewKey);
        json.WriteStartArray("providers");
        foreach (var provider in settings.Providers) json.WriteStringValue(provider.Name);
        json.WriteEndArray();
        json.WriteBoolean("simulates", app.Simulates);
        if (settings.Limit is { } limit) json.WriteNumber("limit_usd", limit.Dollars);
        else json.WriteNull("limit_usd");
        json.WriteString("recording", settings.Record);
        json.WriteNumber("calls_cut_off", app.Abandoned);
        json.WriteEndObject();
    }));
}
