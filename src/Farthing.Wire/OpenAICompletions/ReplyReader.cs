using System.Text.Json;

namespace Farthing.Wire.OpenAICompletions;

internal static class ReplyReader
{
    public static Reply Read(JsonElement body)
    {
        if (body.Field("choices") is not { ValueKind: JsonValueKind.Array } choices || choices.GetArrayLength() == 0)
            throw WireException.Invalid("choices", "is missing or empty.");
        var choice = choices[0];
        var finish = choice.Find("finish_reason", "choices[0]")
            ?? throw WireException.Invalid("choices[0].finish_reason", "is missing: the answer is not complete.");
        if (OpenAIChat.FinishReasons.IsFailure(finish)) throw new WireException(OpenAIChat.FinishReasons.Failure(finish));
        var matched = OpenAIChat.FinishReasons.Matched(choice);
        var stop = OpenAIChat.FinishReasons.Read(finish, calls: false, refused: false, matched);
        return new Reply
        {
            Id = body.Find("id", ""),
            Model = body.Find("model", ""),
            Blocks = choice.Find("text", "choices[0]") is { Length: > 0 } text ? [new TextBlock(text)] : [],
            Stop = stop,
            StopSequence = stop == StopReason.StopSequence ? matched : null,
            Usage = OpenAIChat.UsageReader.Read(body, Usage.Unreported),
        };
    }
}
