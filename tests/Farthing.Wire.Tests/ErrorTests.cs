using System.Text;
using System.Text.Json.Nodes;

namespace Farthing.Wire.Tests;

public sealed class ErrorTests
{
    [Theory]
    [InlineData("anthropic", 529, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", WireErrorKind.Overloaded, "Overloaded", null)]
    [InlineData("anthropic", 400, """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}}""", WireErrorKind.InvalidRequest, "prompt is too long: 210000 tokens > 200000 maximum", "context_length_exceeded")]
    [InlineData("openai-chat", 404, """{"error":{"code":"model_not_found","message":"No.","type":"invalid_request_error"}}""", WireErrorKind.NotFound, "No.", "model_not_found")]
    [InlineData("openai-chat", 401, """{"error":{"code":null,"message":"You didn't provide an API key.","type":"invalid_request_error"}}""", WireErrorKind.Authentication, "You didn't provide an API key.", null)] // OpenAI's type for every 4xx
    [InlineData("openai-chat", 404, """{"error":{"code":null,"message":"Invalid URL","type":"invalid_request_error"}}""", WireErrorKind.NotFound, "Invalid URL", null)]
    [InlineData("openai-chat", 413, """{"error":{"code":"request_too_large","message":"Too large.","type":"invalid_request_error"}}""", WireErrorKind.TooLarge, "Too large.", "request_too_large")]
    [InlineData("openai-chat", 429, """{"error":{"code":429,"message":"Provider returned error"}}""", WireErrorKind.RateLimit, "Provider returned error", "429")]
    [InlineData("openai-chat", 429, """{"error":{"code":"insufficient_quota","type":"insufficient_quota","message":"Pay."}}""", WireErrorKind.Billing, "Pay.", "insufficient_quota")]
    [InlineData("openai-chat", 500, """{"error":"model runner stopped"}""", WireErrorKind.Internal, "model runner stopped", null)]
    [InlineData("openai-chat", 400, """{"message":"plain"}""", WireErrorKind.InvalidRequest, "plain", null)]
    [InlineData("openai-chat", 422, """{"detail":"no field"}""", WireErrorKind.InvalidRequest, "no field", null)]
    [InlineData("anthropic", 502, "<html>Bad gateway</html>", WireErrorKind.Internal, "<html>Bad gateway</html>", null)]
    [InlineData("anthropic", 504, "", WireErrorKind.Timeout, "The provider answered 504 without a word.", null)]
    public void Reads_the_error_bodies_of_providers(string dialect, int status, string body, WireErrorKind kind, string message, string? code)
    {
        var error = Dialects.Find(dialect)!.ReadError(status, Encoding.UTF8.GetBytes(body));
        Assert.Equal((status, kind, message, code), (error.Status, error.Kind, error.Message, error.Code));
    }

    [Theory]
    [InlineData("anthropic", WireErrorKind.Overloaded, 529, 529, "overloaded_error", null)]
    [InlineData("openai-chat", WireErrorKind.Overloaded, 529, 503, "server_error", "server_error")]
    [InlineData("anthropic", WireErrorKind.RateLimit, 429, 429, "rate_limit_error", null)]
    [InlineData("openai-chat", WireErrorKind.RateLimit, 429, 429, "rate_limit_error", "rate_limit_exceeded")]
    [InlineData("anthropic", WireErrorKind.Budget, 429, 429, "rate_limit_error", null)]
    [InlineData("openai-chat", WireErrorKind.Budget, 429, 429, "insufficient_quota", "insufficient_quota")]
    [InlineData("anthropic", WireErrorKind.NoSuchPath, 404, 404, "not_found_error", null)]
    [InlineData("openai-chat", WireErrorKind.NoSuchPath, 404, 404, "invalid_request_error", null)]
    [InlineData("openai-chat", WireErrorKind.Authentication, 401, 401, "invalid_request_error", "invalid_api_key")]
    public void Writes_errors_as_the_callers_dialect_has_them(string dialect, WireErrorKind kind, int status, int written, string type, string? code)
    {
        var (real, body) = Dialects.Find(dialect)!.WriteError(new WireError(status, kind, "Why.", "the.field"), "req_1");
        var error = JsonNode.Parse(body)!["error"]!;
        Assert.Equal((written, type, "Why.", code), (real, (string?)error["type"], (string?)error["message"], (string?)error["code"]));
    }

    [Fact]
    public void A_context_overflow_is_known_to_the_clients_of_both()
    {
        var fromOpenAI = Dialects.OpenAIChat.ReadError(400, """{"error":{"code":"context_length_exceeded","message":"Maximum is 128000 tokens.","type":"invalid_request_error"}}"""u8);
        Assert.Contains("prompt is too long: Maximum", Encoding.UTF8.GetString(Dialects.Anthropic.WriteError(fromOpenAI, "r").Body), StringComparison.Ordinal);
        var fromAnthropic = Dialects.Anthropic.ReadError(400, """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long"}}"""u8);
        Assert.Contains("\"code\":\"context_length_exceeded\"", Encoding.UTF8.GetString(Dialects.OpenAIChat.WriteError(fromAnthropic, "r").Body), StringComparison.Ordinal);
    }

    [Theory, InlineData("anthropic", "event: error\n"), InlineData("openai-chat", "data: {\"error\"")]
    public void An_error_within_a_stream_is_written_once_and_nothing_after_it(string dialect, string start)
    {
        var error = new WireError(502, WireErrorKind.Internal, "Broken.");
        var text = Translate.Stream(Dialects.Find(dialect)!, [new ReplyFailed(error), new ReplyFailed(error), new BlockDelta(0, "x"), ReplyPing.Instance, new ReplyStopped(StopReason.EndTurn)]);
        Assert.StartsWith(start, text, StringComparison.Ordinal);
        Assert.EndsWith("}\n\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
        Assert.Equal(text.IndexOf("Broken.", StringComparison.Ordinal), text.LastIndexOf("Broken.", StringComparison.Ordinal));
    }

    [Fact]
    public void An_error_under_200_keeps_the_providers_words()
    {
        var error = Assert.Throws<WireException>(() => Dialects.OpenAIChat.ReadReply(Translate.Json("""{"error":{"message":"Filtered.","code":"content_filter","type":"invalid_request_error"}}"""))).Error;
        Assert.Equal((400, "Filtered.", "content_filter"), (error.Status, error.Message, error.Code));
    }
}
