using System.Text;

namespace Farthing.Wire.Tests;

public sealed class ReplyDigestTests
{
    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai-chat")]
    public void A_body_is_whole_with_its_last_brace_and_not_before(string dialect)
    {
        const string Body = """{"id":"x","model":"m","usage":{"input_tokens":1},"choices":[]}""";
        for (var length = 0; length <= Body.Length; length++)
            Assert.Equal(length == Body.Length, Dialects.Find(dialect)!.ReadDigest(Encoding.UTF8.GetBytes(Body[..length])).IsWhole);
        Assert.False(Dialects.Find(dialect)!.ReadDigest(Encoding.UTF8.GetBytes(Body + "}")).IsWhole);
        Assert.False(Dialects.Find(dialect)!.ReadDigest("[]"u8).IsWhole);
    }
}
