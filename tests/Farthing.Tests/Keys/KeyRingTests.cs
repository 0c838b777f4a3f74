using Farthing.Keys;
using Farthing.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Farthing.Tests.Keys;

public class KeyRingTests
{
    private static readonly KeyRing Ring = new([(new ApiKey("1", "one"), KeyRing.Hash("sk-one")), (new ApiKey("2", "two"), KeyRing.Hash("sk-two"))]);

    [Theory]
    [InlineData("Bearer sk-two", null, "two")]
    [InlineData("bearer sk-two ", null, "two")]
    [InlineData(null, "sk-one", "one")]
    [InlineData("Bearer placeholder", "sk-one", "one")]
    [InlineData("Bearer sk-three", null, null)]
    [InlineData("Basic sk-one", null, null)]
    [InlineData("Bearer ", "", null)]
    [InlineData(null, null, null)]
    public void Accepts_a_good_key_in_either_header(string? authorization, string? apiKey, string? name)
    {
        var headers = new HeaderDictionary();
        if (authorization is not null) headers["authorization"] = authorization;
        if (apiKey is not null) headers["x-api-key"] = apiKey;
        Assert.Equal(name, Ring.Authenticate(headers)?.Name);
    }

    [Fact]
    public void A_connection_remembers_its_last_good_secret_and_no_other()
    {
        var last = new LastSecret();
        Assert.Equal("one", Ring.Authenticate(new HeaderDictionary { ["x-api-key"] = "sk-one" }, last)?.Name);
        Assert.Null(Ring.Authenticate(new HeaderDictionary { ["x-api-key"] = "sk-three" }, last));
        Assert.Equal(KeyRing.Hash("sk-one"), last.HashOf("sk-one"));
        Assert.All(["sk-three", "sk-on", "sk-onee", ""], secret => Assert.Null(last.HashOf(secret)));
        Assert.Equal("two", Ring.Authenticate(new HeaderDictionary { ["authorization"] = "Bearer sk-two", ["x-api-key"] = "sk-one" }, last)?.Name);
        Assert.Null(Ring.Authenticate(new HeaderDictionary { ["x-api-key"] = "Bearer sk-two" }, last));
        Assert.Equal(KeyRing.Hash("sk-two"), last.HashOf("sk-two"));
    }

    [Fact]
    public void What_a_connection_remembers_lets_no_key_in_that_is_gone()
    {
        var ring = new KeyRing([(new ApiKey("1", "one"), KeyRing.Hash("sk-one"))]);
        var (headers, last) = (new HeaderDictionary { ["x-api-key"] = "sk-one" }, new LastSecret());
        Assert.NotNull(ring.Authenticate(headers, last));
        ring.Replace([]);
        Assert.Null(ring.Authenticate(headers, last));
    }

    [Fact]
    public async Task A_made_key_is_stored_as_its_hash_only()
    {
        using var folder = new TemporaryFolder();
        var database = Database.Open(folder.In("farthing.db"));
        string secret;
        await using (var writes = new WriteQueue(database))
        {
            var store = new KeyStore(database, writes, new FakeTimeProvider());
            (_, secret) = await store.CreateAsync(new ApiKey("", "first"));
            Assert.Equal("first", new KeyRing(store.Load()).Authenticate(new HeaderDictionary { ["x-api-key"] = secret })?.Name);
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(folder.Path))
            Assert.DoesNotContain(secret["sk-farthing-".Length..], System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)), StringComparison.Ordinal);
    }
}
