using System.Text.Json;

namespace Farthing.Wire;

/// <summary>Reading what a provider sent: its faults are a 502, not the caller's 400.</summary>
internal static class ProviderAnswer
{
    public static WireError CutShort(string missing) =>
        new(502, WireErrorKind.Internal, $"The provider's stream ended before its {missing}: the answer is not complete.");

    public static WireError Spliced() =>
        new(502, WireErrorKind.Internal, "The provider's stream broke off and another answer began in its place: neither is complete.");

    public static WireException EventTooLarge(int most) =>
        new(new WireError(502, WireErrorKind.Internal, $"The provider sent one event of more than {most} bytes; the stream cannot be read."));

    /// <summary>A whole answer, unless it is an error under HTTP 200.</summary>
    public static Reply Reply(Func<WireError?> error, Func<Reply> reply) => Read(error) is { } said ? throw new WireException(said) : Read(reply);

    public static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (WireException e) when (e.Error.Status == 400)
        {
            throw Unreadable(e.Message);
        }
    }

    public static void Read(ReadOnlyMemory<byte> data, Action<JsonElement> read)
    {
        try
        {
            using var document = JsonDocument.Parse(data);
            read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw Unreadable(e.Message);
        }
        catch (WireException e) when (e.Error.Status == 400)
        {
            throw Unreadable(e.Message);
        }
    }

    private static WireException Unreadable(string why) =>
        new(new WireError(502, WireErrorKind.Internal, $"The provider's answer cannot be read: {why}"));
}
