using System.Security.Cryptography;
using Farthing.Storage;

namespace Farthing.Keys;

/// <summary>The keys table. A secret is made here, shown once and kept only as a hash.</summary>
internal sealed class KeyStore(Database database, WriteQueue writes, TimeProvider clock)
{
    public IReadOnlyList<(ApiKey Key, byte[] Hash)> Load()
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id, name, hash FROM keys ORDER BY created_at";
        using var reader = command.ExecuteReader();
        var keys = new List<(ApiKey, byte[])>();
        while (reader.Read()) keys.Add((new ApiKey(reader.GetString(0), reader.GetString(1)), reader.GetFieldValue<byte[]>(2)));
        return keys;
    }

    /// <summary>Makes a key and returns its secret: the only time that it exists in clear.</summary>
    public async Task<string> CreateAsync(string name)
    {
        var secret = NewSecret();
        var id = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
        await writes.CommitAsync(statements => statements["INSERT INTO keys (id, name, hash, ends_with, created_at) VALUES (@id, @name, @hash, @ends, @at)"]
            .Set("@id", id)
            .Set("@name", name)
            .Set("@hash", KeyRing.Hash(secret))
            .Set("@ends", secret[^4..])
            .Set("@at", clock.GetUtcNow().ToUnixTimeMilliseconds())
            .Run());
        return secret;
    }

    /// <summary>A secret of 192 bits, in a form that clients which look for <c>sk-</c> accept.</summary>
    public static string NewSecret() => "sk-farthing-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
}
