using System.CommandLine;
using System.Globalization;
using Farthing.Catalogue;
using Farthing.Storage;

namespace Farthing.Keys.Commands;

/// <summary><c>farthing keys create</c></summary>
internal static class CreateCommand
{
    public static Command Create(TimeProvider clock)
    {
        var name = new Argument<string>("NAME") { Description = "What to call it; letters, digits, '-', '_', '.' and '@'" };
        var team = new Option<string?>("--team") { HelpName = "TEAM", Description = "The team that pays (farthing teams create)" };
        var project = new Option<string[]>("--project") { HelpName = "PROJECT", Description = "A project that its calls may name (farthing projects create); the first is the default. Repeatable", DefaultValueFactory = _ => [] };
        var model = new Option<string[]>("--model") { HelpName = "PATTERN", Description = "A model name that it may ask for, with * for any run of characters; default: all. Repeatable", DefaultValueFactory = _ => [] };
        var expires = new Option<string?>("--expires") { HelpName = "WHEN", Description = "In so many days, as in 90d, or at the start of a day (UTC), as in 2027-03-31; default: never" };
        var requests = new Option<long?>("--requests-per-minute") { HelpName = "N", Description = "At most so many calls a minute" };
        var tokens = new Option<long?>("--tokens-per-minute") { HelpName = "N", Description = "At most so many tokens a minute, prompt and answer together" };
        var concurrency = new Option<int?>("--concurrency") { HelpName = "N", Description = "At most so many calls at a time" };
        var (data, json) = (StoreCommand.Data(), JsonOutput.Option());
        var command = new Command("create", """
            Make a key and print its secret, which is shown once.

            Examples:
              farthing teams create backend
              farthing keys create anna --team backend --expires 90d
              farthing projects create checkout
              farthing keys create ci --project checkout --model "claude-haiku-*" --requests-per-minute 600
            """) { name, team, project, model, expires, requests, tokens, concurrency, data, json };
        command.SetAction((parsed, _) => StoreCommand.RunAsync(parsed, data, async (database, writes) =>
        {
            var key = new ApiKey("", NameRule.Check("the key's name", parsed.GetRequiredValue(name)))
            {
                Team = parsed.GetValue(team) is { } t ? Known(new NameStore(database, writes, clock, projects: false), "team", t) : null,
                Projects = [.. parsed.GetRequiredValue(project).Select(p => Known(new NameStore(database, writes, clock, projects: true), "project", p))],
                Models = [.. parsed.GetRequiredValue(model).Select(m => m.Contains(' ', StringComparison.Ordinal) ? throw new FormatException($"--model: '{m}' has a space, which no model's name has") : m)],
                ExpiresAt = parsed.GetValue(expires) is { } when ? Expiry(when, clock.GetUtcNow()) : null,
                Limits = new KeyLimits(AtLeastOne("--requests-per-minute", parsed.GetValue(requests)), AtLeastOne("--tokens-per-minute", parsed.GetValue(tokens)), (int?)AtLeastOne("--concurrency", parsed.GetValue(concurrency))),
            };
            var store = new KeyStore(database, writes, clock);
            if (store.Load().Any(k => k.Key.Name == key.Name && k.Key.RevokedAt is null))
                throw new FormatException($"a key is called '{key.Name}' already: take another name, or farthing keys rotate {key.Name} for a new secret");
            var (made, secret) = await store.CreateAsync(key);
            Write(parsed, made, secret, parsed.GetValue(json));
            return 0;
        }));
        return command;
    }

    private static void Write(ParseResult parsed, ApiKey key, string secret, bool json)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (!json)
        {
            output.WriteLine($"{key.Name}: {secret}   (shown once; only its hash is kept)");
            output.WriteLine("Callers send it as ANTHROPIC_AUTH_TOKEN or OPENAI_API_KEY.");
            return;
        }

        JsonOutput.Write(output, to =>
        {
            to.WriteStartObject();
            to.WriteString("id", key.Id);
            to.WriteString("name", key.Name);
            to.WriteString("key", secret);
            to.WriteEndObject();
        });
    }

    private static string Known(NameStore store, string what, string name) => store.List().Any(n => n.Name == name)
        ? name
        : throw new FormatException($"--{what}: there is no {what} '{name}'; farthing {what}s create {name} adds it");

    private static long? AtLeastOne(string option, long? number) => number is null or >= 1 ? number : throw new FormatException($"{option}: {number} lets nothing through; give 1 or more, or leave it out");

    private static DateTimeOffset Expiry(string text, DateTimeOffset now)
    {
        if (text.EndsWith('d') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= 36_500) return now.AddDays(days);
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            throw new FormatException($"--expires: '{text}' is neither days, as in 90d, nor a date, as in 2027-03-31");
        var at = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return at > now ? at : throw new FormatException($"--expires: {text} is past");
    }
}
