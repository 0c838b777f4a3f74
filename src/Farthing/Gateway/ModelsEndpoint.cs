using System.Buffers;
using System.Text.Json;
using Farthing.Keys;
using Farthing.Routing;
using Farthing.Wire;

namespace Farthing.Gateway;

/// <summary>GET /v1/models, in the caller's dialect: who sends <c>anthropic-version</c> reads Anthropic's list (clients.md §2).</summary>
internal sealed class ModelsEndpoint(KeyRing keys, Router router, TimeProvider clock)
{
    public static Dialect DialectOf(HttpRequest request) =>
        request.Headers.ContainsKey("anthropic-version") ? Dialects.Anthropic : Dialects.OpenAIChat;

    public async Task RunAsync(HttpContext http)
    {
        var dialect = DialectOf(http.Request);
        if (keys.Authenticate(http.Request.Headers) is null)
        {
            await new Answer(http, dialect, Guid.CreateVersion7(clock.GetUtcNow()).ToString("N"), clock).ErrorAsync(RequestFlow.NoKey);
            return;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            if (dialect == Dialects.Anthropic) Anthropic(json);
            else OpenAI(json);
        }

        http.Response.ContentType = "application/json";
        http.Response.ContentLength = buffer.WrittenCount;
        await http.Response.BodyWriter.WriteAsync(buffer.WrittenMemory, http.RequestAborted);
    }

    private void OpenAI(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (var (name, entry) in router.Names())
        {
            json.WriteStartObject();
            json.WriteString("id", name);
            json.WriteString("object", "model");
            json.WriteNumber("created", 0); // the catalogue holds no release dates; the field must be there
            json.WriteString("owned_by", entry?.Provider ?? "farthing");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Anthropic(Utf8JsonWriter json)
    {
        var names = router.Names().ToArray();
        json.WriteStartObject();
        json.WriteStartArray("data");
        foreach (var (name, _) in names)
        {
            json.WriteStartObject();
            json.WriteString("type", "model");
            json.WriteString("id", name);
            json.WriteString("display_name", name);
            json.WriteString("created_at", "1970-01-01T00:00:00Z"); // Anthropic's own value for "unknown"
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteBoolean("has_more", false);
        json.WriteString("first_id", names.FirstOrDefault().Name);
        json.WriteString("last_id", names.LastOrDefault().Name);
        json.WriteEndObject();
    }
}
