using System.CommandLine;
using Farthing.Storage;

namespace Farthing.Keys.Commands;

/// <summary><c>farthing keys</c></summary>
internal static class KeysCommand
{
    public static Command Create(TimeProvider? clock = null) => new("keys", """
        Make, list, revoke and rotate the keys that callers send. A running gateway knows of a change within two seconds.

        Example:
          farthing keys create anna --team backend --expires 90d
        """)
    {
        CreateCommand.Create(clock ?? TimeProvider.System),
        KeyList.Create(clock ?? TimeProvider.System),
        Change("revoke", "Revoke a key: from then on it opens nothing. What it spent stays in the ledger.", clock ?? TimeProvider.System, async (store, key, output) =>
        {
            await store.RevokeAsync(key.Id);
            await output.WriteLineAsync($"revoked {key.Name}");
        }),
        Change("rotate", "Give a key another secret, shown once; the earlier one opens nothing any more. Budgets, team and limits stay.", clock ?? TimeProvider.System, async (store, key, output) =>
        {
            if (key.RevokedAt is not null) throw new FormatException($"the key {key.Name} is revoked; farthing keys create makes another");
            await output.WriteLineAsync($"{key.Name}: {await store.RotateAsync(key.Id)}   (shown once; only its hash is kept)");
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

    private static Command Change(string verb, string about, TimeProvider clock, Func<KeyStore, ApiKey, TextWriter, Task> change)
    {
        var (named, data) = (new Argument<string>("KEY") { Description = "Its name or id" }, StoreCommand.Data());
        var command = new Command(verb, $"""
            {about}

            Example:
              farthing keys {verb} ci
            """) { named, data };
        command.SetAction((parsed, _) => StoreCommand.RunAsync(parsed, data, async (database, writes) =>
        {
            var store = new KeyStore(database, writes, clock);
            await change(store, Find(store, parsed.GetRequiredValue(named)), parsed.InvocationConfiguration.Output);
            return 0;
        }));
        return command;
    }
}
