using System.CommandLine;
using System.Text.Json;
using Farthing.Catalogue;
using Farthing.Storage;

namespace Farthing.Keys.Commands;

/// <summary><c>farthing keys</c></summary>
internal static class KeysCommand
{
    public static Command Create(TimeProvider? clock = null) => new("keys", """
        Make, list, revoke and rotate the keys that callers send. A running gateway knows of a change within two seconds.

        Examples:
          farthing teams create backend
          farthing keys create anna --team backend --expires 90d
        """)
    {
        CreateCommand.Create(clock ?? TimeProvider.System),
        KeyList.Create(clock ?? TimeProvider.System),
        Change("revoke", "Revoke a key: from then on it opens nothing. What it spent stays in the ledger.", clock ?? TimeProvider.System, async (store, key) =>
        {
            await store.RevokeAsync(key.Id);
            return ($"revoked {key.Name}", null);
        }),
        Change("rotate", "Give a key another secret, shown once; the earlier one opens nothing any more. Budgets, team and limits stay.", clock ?? TimeProvider.System, async (store, key) =>
        {
            if (key.RevokedAt is not null) throw new FormatException($"the key {key.Name} is revoked; farthing keys create makes another");
            var secret = await store.RotateAsync(key.Id);
            return ($"{key.Name}: {secret}   (shown once; only its hash is kept)", secret);
        }),
    };

    /// <summary>The key of that name or id; of several with one name the one that is not revoked.</summary>
    /// <exception cref="FormatException">There is none, or more than one.</exception>
    public static ApiKey Find(KeyStore store, string named)
    {
        var keys = store.Load().Select(k => k.Key).Where(k => k.Id == named || k.Name == named).ToArray();
        var open = keys.Where(k => k.RevokedAt is null).ToArray();
        return open.Length > 1 ? throw new FormatException($"{open.Length} keys are called '{named}': name one by its id, which farthing keys list shows")
            : (open.Length == 1 ? open : keys).LastOrDefault() ?? throw new FormatException($"there is no key '{named}'; farthing keys list shows all");
    }

    /// <param name="change">Gives the line to print, and the key's new secret where it has one.</param>
    private static Command Change(string verb, string about, TimeProvider clock, Func<KeyStore, ApiKey, Task<(string Line, string? Secret)>> change)
    {
        var (named, data, json) = (new Argument<string>("KEY") { Description = "Its name or id" }, StoreCommand.Data(), JsonOutput.Option());
        var command = new Command(verb, $"""
            {about}

            Examples:
              farthing keys create ci
              farthing keys {verb} ci
            """) { named, data, json };
        command.SetAction((parsed, _) => StoreCommand.RunAsync(parsed, data, async (database, writes) =>
        {
            var store = new KeyStore(database, writes, clock);
            var key = Find(store, parsed.GetRequiredValue(named));
            var (line, secret) = await change(store, key);
            if (!parsed.GetValue(json)) await parsed.InvocationConfiguration.Output.WriteLineAsync(line);
            else JsonOutput.Write(parsed.InvocationConfiguration.Output, to => Json(to, verb, key, secret));
            return 0;
        }));
        return command;
    }

    private static void Json(Utf8JsonWriter to, string verb, ApiKey key, string? secret)
    {
        to.WriteStartObject();
        to.WriteString("done", verb);
        to.WriteString("id", key.Id);
        to.WriteString("name", key.Name);
        if (secret is not null) to.WriteString("key", secret);
        to.WriteEndObject();
    }
}
