using System.Security.Cryptography;
using Farthing.Storage;
using Microsoft.Data.Sqlite;

namespace Farthing.Keys;

/// <summary>The keys table. A secret is made here, shown once and kept only as a hash.</summary>
internal sealed class KeyStore(Database database, WriteQueue writes, TimeProvider clock)
{
    private const string Insert = """
        INSERT INTO keys (id, name, hash, ends_with, created_at, team, projects, models, expires_at, requests_per_minute, tokens_per_minute, concurrency)
        VALUES (@id, @name, @hash, @ends, @at, @team, @projects, @models, @expires, @requests, @tokens, @concurrency)
        """;

    /// <summary>Every key, revoked and expired ones too: their callers are told what is wrong.</summary>
    public IReadOnlyList<(ApiKey Key, byte[] Hash)> Load() => [.. List().Select(k => (k.Key, k.Hash))];

    /// <summary>Every key in the order in which they were made, with the last four characters of its secret.</summary>
    public IReadOnlyList<(ApiKey Key, byte[] Hash, string EndsWith, DateTimeOffset CreatedAt)> List()
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT id, name, hash, ends_with, created_at, team, projects, models, expires_at, revoked_at, requests_per_minute, tokens_per_minute, concurrency
            FROM keys ORDER BY created_at, id
            """;
        using var reader = command.ExecuteReader();
        var keys = new List<(ApiKey, byte[], string, DateTimeOffset)>();
        while (reader.Read()) keys.Add((Read(reader), reader.GetFieldValue<byte[]>(2), reader.GetString(3), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(4))));
        return keys;
    }

    /// <summary>Makes a key and returns its secret: the only time that it exists in clear.</summary>
    /// <param name="key">Its name and what it may do; the id is made here.</param>
    public async Task<(ApiKey Key, string Secret)> CreateAsync(ApiKey key)
    {
        var secret = NewSecret();
        var made = key with { Id = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N") };
        await writes.CommitAsync(statements =>
        {
            statements[Insert]
                .Set("@id", made.Id)
                .Set("@name", made.Name)
                .Set("@hash", KeyRing.Hash(secret))
                .Set("@ends", secret[^4..])
                .Set("@at", clock.GetUtcNow().ToUnixTimeMilliseconds())
                .Set("@team", made.Team)
                .Set("@projects", Joined(made.Projects))
                .Set("@models", Joined(made.Models))
                .Set("@expires", made.ExpiresAt?.ToUnixTimeMilliseconds())
                .Set("@requests", made.Limits.RequestsPerMinute)
                .Set("@tokens", made.Limits.TokensPerMinute)
                .Set("@concurrency", made.Limits.Concurrency)
                .Run();
            Revision.Next(statements);
        });
        return (made, secret);
    }

    /// <summary>From now on the key opens nothing. Its entries stay.</summary>
    public Task RevokeAsync(string id) => ChangeAsync("UPDATE keys SET revoked_at = COALESCE(revoked_at, @at) WHERE id = @id", id,
        statement => statement.Set("@at", clock.GetUtcNow().ToUnixTimeMilliseconds()));

    /// <summary>Gives the key another secret, which is returned; the earlier one opens nothing any more.</summary>
    public async Task<string> RotateAsync(string id)
    {
        var secret = NewSecret();
        await ChangeAsync("UPDATE keys SET hash = @hash, ends_with = @ends WHERE id = @id", id, statement => statement.Set("@hash", KeyRing.Hash(secret)).Set("@ends", secret[^4..]));
        return secret;
    }

    /// <summary>A secret of 192 bits, in a form that clients which look for <c>sk-</c> accept.</summary>
    public static string NewSecret() => "sk-farthing-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    private Task ChangeAsync(string sql, string id, Func<Statement, Statement> bind) => writes.CommitAsync(statements =>
    {
        bind(statements[sql].Set("@id", id)).Run();
        Revision.Next(statements);
    });

    private static ApiKey Read(SqliteDataReader row) => new(row.GetString(0), row.GetString(1))
    {
        Team = row.IsDBNull(5) ? null : row.GetString(5),
        Projects = Names(row, 6),
        Models = Names(row, 7),
        ExpiresAt = Time(row, 8),
        RevokedAt = Time(row, 9),
        Limits = new KeyLimits(Number(row, 10), Number(row, 11), (int?)Number(row, 12)),
    };

    private static string? Joined(IReadOnlyList<string> names) => names.Count == 0 ? null : string.Join(' ', names);

    private static string[] Names(SqliteDataReader row, int column) => row.IsDBNull(column) ? [] : row.GetString(column).Split(' ');

    private static long? Number(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    private static DateTimeOffset? Time(SqliteDataReader row, int column) => Number(row, column) is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
}
