using System.Net;
using System.Text.Json;
using Farthing.Simulator;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Farthing.Tests.Simulator;

public class FaultTests
{
    [Theory]
    [InlineData("429", 429, "rate_limit_error")]
    [InlineData("500", 500, "api_error")]
    [InlineData("529", 529, "overloaded_error")]
    [InlineData("504", 504, "timeout_error")]
    public async Task Fails_with_anthropics_status_and_type(string fault, int status, string type)
    {
        await using var sim = await Sim.StartAsync();
        using var response = await sim.MessagesAsync(Messages(fault));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(type, (await Sim.JsonOf(Task.FromResult(response))).GetProperty("error").GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("429", 429, "requests", "rate_limit_exceeded")]
    [InlineData("500", 500, "server_error", null)]
    [InlineData("529", 503, "server_error", null)]
    public async Task Fails_with_openais_status_and_never_529(string fault, int status, string type, string? code)
    {
        await using var sim = await Sim.StartAsync();
        using var response = await sim.ChatAsync(Chat(fault));
        Assert.Equal(status, (int)response.StatusCode);
        var error = (await Sim.JsonOf(Task.FromResult(response))).GetProperty("error");
        Assert.Equal((type, code), (error.GetProperty("type").GetString(), error.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Fails_as_often_as_asked_and_says_when_to_come_back()
    {
        await using var sim = await Sim.StartAsync();
        var header = ("x-farthing-fault", "429;retry-after=7;times=2");
        for (var i = 0; i < 2; i++)
        {
            using var failed = await sim.MessagesAsync(Messages(null), header);
            Assert.Equal(HttpStatusCode.TooManyRequests, failed.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(7), failed.Headers.RetryAfter!.Delta);
        }

        using var third = await sim.MessagesAsync(Messages(null), header);
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
        using var anew = await sim.MessagesAsync(Messages(null), ("x-farthing-fault", "429;retry-after=7;times=2;id=anew"));
        Assert.Equal(HttpStatusCode.TooManyRequests, anew.StatusCode);
    }

    [Fact]
    public async Task Names_the_mistake_in_a_fault()
    {
        await using var sim = await Sim.StartAsync();
        using var response = await sim.ChatAsync(Chat("meteor"));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("'meteor' is no fault", await Sim.TextOf(Task.FromResult(response)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("claude-haiku-4-5@cut")]
    [InlineData("gpt-4o-mini@cut")]
    public async Task Resets_the_connection_in_the_middle_of_a_stream(string model)
    {
        await using var sim = await Sim.StartAsync();
        using var response = await SendAsync(sim, model, stream: true);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var events = 0;
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
                if (line.StartsWith("data: ", StringComparison.Ordinal)) events++;
        });
        Assert.Equal(3, events);
    }

    [Theory]
    [InlineData("claude-haiku-4-5@trunc;after=5", 5)]
    [InlineData("gpt-4o-mini@trunc;after=2", 2)]
    public async Task Ends_a_truncated_stream_cleanly_without_its_last_events(string model, int events)
    {
        await using var sim = await Sim.StartAsync();
        var stream = await Sim.TextOf(SendAsync(sim, model, stream: true));
        Assert.Equal(events, Sim.Events(stream).Count);
        Assert.DoesNotContain("message_stop", stream, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", stream, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Truncates_before_the_terminal_events_at_the_latest()
    {
        await using var sim = await Sim.StartAsync();
        var events = Sim.Events(await Sim.TextOf(SendAsync(sim, "claude-haiku-4-5@trunc;after=9999", stream: true)));
        Assert.Equal("content_block_stop", events[^1].Name);
    }

    [Theory]
    [InlineData("claude-haiku-4-5@broken-event")]
    [InlineData("gpt-4o-mini@broken-event")]
    public async Task Breaks_the_json_of_one_event_and_goes_on(string model)
    {
        await using var sim = await Sim.StartAsync();
        var events = Sim.Events(await Sim.TextOf(SendAsync(sim, model, stream: true)));
        var broken = events.Where(e => e.Data != "[DONE]" && !IsJson(e.Data)).ToArray();
        Assert.Equal(events[3], Assert.Single(broken));
        Assert.True(events[^1].Name == "message_stop" || events[^1].Data == "[DONE]");
    }

    [Fact]
    public async Task Sends_each_vendors_error_event_and_nothing_after_it()
    {
        await using var sim = await Sim.StartAsync();
        var anthropic = Sim.Events(Sim.Masked(await Sim.TextOf(SendAsync(sim, "claude-haiku-4-5@error-event", stream: true))));
        Assert.Equal(("error", """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded (simulated)"},"request_id":"req_ID"}"""), anthropic[^1]);
        var openai = Sim.Events(await Sim.TextOf(SendAsync(sim, "gpt-4o@error-event", stream: true)));
        Assert.Equal(("", """{"error":{"message":"The server is overloaded (simulated)","type":"server_error","param":null,"code":null}}"""), openai[^1]);
    }

    [Fact]
    public async Task Answers_with_something_else_than_json_or_with_half_of_it()
    {
        await using var sim = await Sim.StartAsync();
        foreach (var fault in new[] { "malformed", "trunc", "broken-event" })
        {
            using var response = await SendAsync(sim, $"claude-haiku-4-5@{fault}", stream: false);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.False(IsJson(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        }

        using var cut = await SendAsync(sim, "gpt-4o@cut", stream: false);
        await Assert.ThrowsAsync<HttpRequestException>(() => cut.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Waits_before_the_first_byte_of_a_slow_start()
    {
        var clock = new FakeTimeProvider();
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Speed = 0, Fault = Fault.Parse("slow-start;delay=20") }, clock);
        var answer = sim.ChatAsync(Chat(null));
        while (!answer.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(5));
            await Task.WhenAny(answer, Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken));
        }

        using var response = await answer;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(clock.GetUtcNow() - clock.Start >= TimeSpan.FromSeconds(20));
    }

    private static Task<HttpResponseMessage> SendAsync(Sim sim, string model, bool stream) => model.StartsWith("claude", StringComparison.Ordinal)
        ? sim.MessagesAsync($$"""{"model":"{{model}}","max_tokens":40,"stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"Hi"}]}""")
        : sim.ChatAsync($$"""{"model":"{{model}}","max_tokens":40,"stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"Hi"}]}""");

    private static string Messages(string? fault) =>
        $$"""{"model":"claude-haiku-4-5{{(fault is null ? "" : "@" + fault)}}","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}""";

    private static string Chat(string? fault) =>
        $$"""{"model":"gpt-4o-mini{{(fault is null ? "" : "@" + fault)}}","messages":[{"role":"user","content":"Hi"}]}""";

    private static bool IsJson(string text)
    {
        try
        {
            JsonDocument.Parse(text).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
