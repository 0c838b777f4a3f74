using System.Text.Json;

namespace Farthing.Recording;

/// <summary>Writes a body as it was, but for the credentials that it hands on: those of MCP servers which the provider is to call.</summary>
internal static class RecordedJson
{
    public const string Redacted = "REDACTED";

    /// <summary>Anthropic's <c>mcp_servers[].authorization_token</c>; <c>authorization</c> and <c>headers</c> of OpenAI's MCP tools.</summary>
    private static readonly string[] s_secrets = ["authorization_token", "authorization", "headers"];

    private static readonly string[] s_places = ["mcp_servers", "tools"];

    public static void Write(Utf8JsonWriter to, JsonElement body)
    {
        to.WriteStartObject();
        foreach (var field in body.EnumerateObject())
        {
            if (s_places.Contains(field.Name) && field.Value.ValueKind == JsonValueKind.Array)
            {
                to.WriteStartArray(field.Name);
                foreach (var server in field.Value.EnumerateArray()) Server(to, server);
                to.WriteEndArray();
            }
            else
            {
                field.WriteTo(to);
            }
        }

        to.WriteEndObject();
    }

    private static void Server(Utf8JsonWriter to, JsonElement server)
    {
        if (server.ValueKind != JsonValueKind.Object)
        {
            server.WriteTo(to);
            return;
        }

        to.WriteStartObject();
        foreach (var field in server.EnumerateObject())
        {
            if (s_secrets.Contains(field.Name) && field.Value.ValueKind != JsonValueKind.Null) to.WriteString(field.Name, Redacted);
            else field.WriteTo(to);
        }

        to.WriteEndObject();
    }
}
