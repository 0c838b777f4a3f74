using System.CommandLine;
using System.Globalization;
using Farthing.Catalogue;
using Farthing.Storage;
using Spectre.Console;

namespace Farthing.Keys.Commands;

/// <summary><c>farthing keys list</c></summary>
internal static class KeyList
{
    /// <summary>Wide enough that no cell of the table wraps in a pipe or a file.</summary>
    private const int PipeWidth = 200;

    public static Command Create(TimeProvider clock)
    {
        var (data, json) = (StoreCommand.Data(), JsonOutput.Option());
        var command = new Command("list", """
            List the keys. The secrets are not kept, only their last four characters.

            Example:
              farthing keys list --json
            """) { data, json };
        command.SetAction((parsed, _) => StoreCommand.RunAsync(parsed, data, (database, writes) =>
        {
            var keys = new KeyStore(database, writes, clock).List();
            if (parsed.GetValue(json)) Json(parsed.InvocationConfiguration.Output, keys);
            else Table(parsed.InvocationConfiguration.Output, keys, clock.GetUtcNow());
            return Task.FromResult(0);
        }));
        return command;
    }

    private static void Table(TextWriter output, IReadOnlyList<(ApiKey Key, byte[] Hash, string EndsWith, DateTimeOffset CreatedAt)> keys, DateTimeOffset now)
    {
        var console = TableConsole.To(output, PipeWidth);
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("Name", "Secret", "Team", "Projects", "Models", "A minute", "At a time", "Made", "State", "Id");
        foreach (var (key, _, endsWith, created) in keys)
        {
            table.AddRow([.. new[]
            {
                key.Name, $"…{endsWith}", key.Team ?? "", string.Join(' ', key.Projects), key.Models.Count == 0 ? "all" : string.Join(' ', key.Models),
                string.Join(", ", new[] { key.Limits.RequestsPerMinute is { } r ? $"{r} {(r == 1 ? "call" : "calls")}" : null, key.Limits.TokensPerMinute is { } t ? $"{t} {(t == 1 ? "token" : "tokens")}" : null }.OfType<string>()),
                key.Limits.Concurrency?.ToString(CultureInfo.InvariantCulture) ?? "", Day(created), State(key, now), key.Id,
            }.Select(text => new Text(text))]);
        }

        console.Write(table);
        if (keys.Count == 0) console.WriteLine("There are no keys yet; farthing keys create NAME makes one.");
    }

    private static string State(ApiKey key, DateTimeOffset now) =>
        key.RevokedAt is { } revoked ? $"revoked {Day(revoked)}" : key.ExpiresAt is not { } expires ? "" : expires <= now ? $"expired {Day(expires)}" : $"until {Day(expires)}";

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Json(TextWriter output, IReadOnlyList<(ApiKey Key, byte[] Hash, string EndsWith, DateTimeOffset CreatedAt)> keys) => JsonOutput.Write(output, to =>
    {
        to.WriteStartArray();
        foreach (var (key, _, endsWith, created) in keys)
        {
            to.WriteStartObject();
            to.WriteString("id", key.Id);
            to.WriteString("name", key.Name);
            to.WriteString("ends_with", endsWith);
            to.WriteString("team", key.Team);
            to.WriteStrings("projects", key.Projects);
            to.WriteStrings("models", key.Models);
            Number("requests_per_minute", key.Limits.RequestsPerMinute);
            Number("tokens_per_minute", key.Limits.TokensPerMinute);
            Number("concurrency", key.Limits.Concurrency);
            to.WriteString("created_at", created);
            Time("expires_at", key.ExpiresAt);
            Time("revoked_at", key.RevokedAt);
            to.WriteEndObject();
        }

        to.WriteEndArray();

        void Number(string field, long? number)
        {
            if (number is { } known) to.WriteNumber(field, known);
            else to.WriteNull(field);
        }

        void Time(string field, DateTimeOffset? at)
        {
            if (at is { } known) to.WriteString(field, known);
            else to.WriteNull(field);
        }
    });
}
