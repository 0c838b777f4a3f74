using System.Text.Json;

namespace Farthing.Simulator;

/// <summary>Reading fields of a request that may lack them or hold another type.</summary>
internal static class JsonFields
{
    /// <summary>The field's value; undefined where the field is absent, null, or the element is no object.</summary>
    public static JsonElement Field(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : default;

    public static string? String(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static bool Has(this JsonElement element, string name) => element.Field(name).ValueKind != JsonValueKind.Undefined;

    public static bool IsTrue(this JsonElement element, string name) => element.Field(name).ValueKind == JsonValueKind.True;

    public static bool Is(this JsonElement element, string text) => element.ValueKind == JsonValueKind.String && element.ValueEquals(text);

    public static bool TryInt(this JsonElement element, out int value)
    {
        value = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out value);
    }

    /// <summary>The items of an array; nothing where it is no array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];

    /// <summary>The field where it is an object, else null.</summary>
    public static JsonElement? Object(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Object } value ? value : null;

    /// <summary>The text of all user turns.</summary>
    public static string UserText(this JsonElement messages) =>
        string.Join("\n", messages.Items().Where(m => m.String("role") == "user").Select(m => m.Field("content").ContentText()));

    /// <summary>The text of a content that is a string or a list of blocks.</summary>
    public static string ContentText(this JsonElement content) => content.ValueKind == JsonValueKind.String
        ? content.GetString()!
        : string.Join("\n", content.Items().Select(b => b.String("text")).OfType<string>());
}
