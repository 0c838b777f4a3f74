using System.Text.Json;
using Farthing.Simulator;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Farthing.Tests.Simulator;

public class CacheTests
{
    /// <summary>4,100 tokens with the shares of block and reply: just above the least that Haiku 4.5 caches.</summary>
    private static readonly string Long = new('s', 4 * 4094);

    [Fact]
    public async Task Writes_a_marked_prefix_once_and_reads_it_until_it_ends()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Speed = 0 }, clock);
        Assert.Equal((4, 0, 4100, 0), await AskAsync(sim, Long, "5m", "one?"));
        Assert.Equal((4, 4100, 0, 0), await AskAsync(sim, Long, "5m", "two?"));
        clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal((4, 4100, 0, 0), await AskAsync(sim, Long, "5m", "more"));
        clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal((4, 4100, 0, 0), await AskAsync(sim, Long, "5m", "four"));
        clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal((4, 0, 4100, 0), await AskAsync(sim, Long, "5m", "five"));
    }

    [Fact]
    public async Task Keeps_an_hour_long_entry_for_an_hour()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Speed = 0 }, clock);
        Assert.Equal((4, 0, 0, 4100), await AskAsync(sim, Long, "1h", "one?"));
        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal((4, 4100, 0, 0), await AskAsync(sim, Long, "1h", "two?"));
        clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal((4, 0, 0, 4100), await AskAsync(sim, Long, "1h", "six?"));
    }

    [Fact]
    public async Task Does_not_cache_below_the_models_least_nor_across_keys()
    {
        await using var sim = await Sim.StartAsync();
        Assert.Equal((15, 0, 0, 0), await AskAsync(sim, "short", "5m", "Hi, and a bit?"));
        Assert.Equal((4, 0, 4100, 0), await AskAsync(sim, Long, "5m", "one?"));
        sim.Client.DefaultRequestHeaders.Remove("x-api-key");
        sim.Client.DefaultRequestHeaders.Add("x-api-key", "another");
        Assert.Equal((4, 0, 4100, 0), await AskAsync(sim, Long, "5m", "one?"));
    }

    [Fact]
    public async Task Reads_the_longest_known_prefix_and_writes_the_rest()
    {
        await using var sim = await Sim.StartAsync();
        const string Mark = ""","cache_control":{"type":"ephemeral"}""";
        string Body(string second) =>
            $$"""{"model":"claude-haiku-4-5","max_tokens":5,"messages":[{"role":"user","content":[{"type":"text","text":"{{Long}}"{{Mark}}},{"type":"text","text":"{{second}}"{{Mark}}}]}]}""";
        Assert.Equal((0, 0, 4101, 0), Parts(await Sim.JsonOf(sim.MessagesAsync(Body("one?")))));
        Assert.Equal((0, 4100, 1, 0), Parts(await Sim.JsonOf(sim.MessagesAsync(Body("two?")))));
        Assert.Equal((0, 4101, 0, 0), Parts(await Sim.JsonOf(sim.MessagesAsync(Body("two?")))));
    }

    [Fact]
    public async Task Refuses_more_marks_than_the_vendor_takes()
    {
        await using var sim = await Sim.StartAsync();
        var blocks = string.Join(",", Enumerable.Repeat("""{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}""", 5));
        var json = await Sim.JsonOf(sim.MessagesAsync($$"""{"model":"claude-haiku-4-5","max_tokens":5,"messages":[{"role":"user","content":[{{blocks}}]}]}"""));
        Assert.Equal("A maximum of 4 blocks with cache_control may be provided. Found 5.", json.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Caches_long_chat_prompts_by_itself_in_steps_of_128()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Speed = 0 }, clock);
        async Task<int> Cached(string system, string user)
        {
            var json = await Sim.JsonOf(sim.ChatAsync($$"""{"model":"gpt-4o-mini","max_tokens":5,"messages":[{"role":"system","content":"{{system}}"},{"role":"user","content":"{{user}}"}]}"""));
            return json.GetProperty("usage").GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32();
        }

        Assert.Equal(0, await Cached(new string('a', 5000), "one"));
        Assert.Equal(1152, await Cached(new string('a', 5000), "two"));
        Assert.Equal(0, await Cached(new string('a', 3000), "two"));
        clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(0, await Cached(new string('a', 5000), "two"));
    }

    private static async Task<(int Fresh, int Read, int Write5m, int Write1h)> AskAsync(Sim sim, string system, string ttl, string question) =>
        Parts(await Sim.JsonOf(sim.MessagesAsync(
            $$$"""{"model":"claude-haiku-4-5","max_tokens":5,"system":[{"type":"text","text":"{{{system}}}","cache_control":{"type":"ephemeral","ttl":"{{{ttl}}}"}}],"messages":[{"role":"user","content":"{{{question}}}"}]}""")));

    private static (int Fresh, int Read, int Write5m, int Write1h) Parts(JsonElement reply)
    {
        var usage = reply.GetProperty("usage");
        var written = usage.GetProperty("cache_creation");
        var parts = (
            usage.GetProperty("input_tokens").GetInt32(), usage.GetProperty("cache_read_input_tokens").GetInt32(),
            written.GetProperty("ephemeral_5m_input_tokens").GetInt32(), written.GetProperty("ephemeral_1h_input_tokens").GetInt32());
        Assert.Equal(parts.Item3 + parts.Item4, usage.GetProperty("cache_creation_input_tokens").GetInt32());
        return parts;
    }
}
