using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Farthing.Comparison.Runs;
using Farthing.Grading;
using Farthing.Wire;

namespace Farthing.Comparison.Live;

/// <summary>Puts one task to one model through the gateway: the same door as every other client.</summary>
internal sealed class ModelClient(HttpClient http, Uri gateway, string? key, int maxTokens, TimeProvider clock)
{
    /// <exception cref="CallFailedException">The gateway or the provider said no.</exception>
    public async Task<SampleRecord> AskAsync(LiveArm arm, SuiteTask task, int sample, CancellationToken cancel)
    {
        var dialect = arm.SpeaksAnthropic ? Dialects.Anthropic : Dialects.OpenAIChat;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway, "/v1" + dialect.Path))
        {
            Content = new ByteArrayContent(Body(arm, task)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        if (key is not null) request.Headers.TryAddWithoutValidation("authorization", "Bearer " + key);
        if (arm.SpeaksAnthropic) request.Headers.TryAddWithoutValidation("anthropic-version", "2023-06-01");
        request.Headers.TryAddWithoutValidation("x-farthing-sample", sample.ToString(CultureInfo.InvariantCulture)); // the simulator's repeats differ by it

        var watch = Stopwatch.GetTimestamp();
        try
        {
            using var response = await http.SendAsync(request, cancel);
            var body = await response.Content.ReadAsByteArrayAsync(cancel);
            var elapsed = Stopwatch.GetElapsedTime(watch);
            if (!response.IsSuccessStatusCode) throw new CallFailedException(
                arm, response.StatusCode, dialect.ReadError((int)response.StatusCode, body).Message, IsFinal(response.Headers));
            using var document = JsonDocument.Parse(body);
            var reply = dialect.ReadReply(document.RootElement);
            return new SampleRecord(
                arm.Name, task.Id, sample, string.Concat(reply.Blocks.OfType<TextBlock>().Select(b => b.Text)), StopNames.Of(reply.Stop), reply.Model,
                reply.Usage.Prompt, reply.Usage.Output, Cost(response.Headers), elapsed.TotalMilliseconds,
                response.Headers.Contains("x-farthing-simulated"), clock.GetUtcNow());
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException or WireException)
        {
            throw new CallFailedException(arm, null, e.Message);
        }
    }

    /// <summary>Written by hand, not translated: exactly these bytes are asked, whatever the gateway's translation does.</summary>
    private byte[] Body(LiveArm arm, SuiteTask task)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("model", arm.Model);
        json.WriteNumber(arm.SpeaksAnthropic ? "max_tokens" : "max_completion_tokens", maxTokens);
        if (arm.SpeaksAnthropic) json.WriteString("system", TaskPrompt.System);
        json.WriteStartArray("messages");
        if (!arm.SpeaksAnthropic) Message(json, "system", TaskPrompt.System);
        Message(json, "user", TaskPrompt.For(task));
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Message(Utf8JsonWriter json, string role, string content)
    {
        json.WriteStartObject();
        json.WriteString("role", role);
        json.WriteString("content", content);
        json.WriteEndObject();
    }

    /// <summary>As at a spending limit: it does not pass by waiting.</summary>
    private static bool IsFinal(HttpResponseHeaders headers) => headers.TryGetValues("x-should-retry", out var said) && said.FirstOrDefault() == "false";

    private static decimal? Cost(HttpResponseHeaders headers) =>
        headers.TryGetValues("x-farthing-cost-usd", out var values)
        && decimal.TryParse(values.FirstOrDefault(), NumberStyles.Float, CultureInfo.InvariantCulture, out var cost)
        && cost is >= 0 and <= 1_000_000 // no call costs more; sums of what a gateway claims must not overflow
            ? cost
            : null;
}

/// <summary>A call that gave no sample.</summary>
/// <param name="status">Null when no answer came.</param>
/// <param name="final">The answer says that another try is of no use.</param>
internal sealed class CallFailedException(LiveArm arm, HttpStatusCode? status, string message, bool final = false)
    : Exception($"{arm.Name}: {(status is { } s ? $"{(int)s}: " : "")}{message}")
{
    /// <summary>Whether another try may help. The gateway has already tried what it can.</summary>
    public bool IsTransient =>
        !final && status is null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}
