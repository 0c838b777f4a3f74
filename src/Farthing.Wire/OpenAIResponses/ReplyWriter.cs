using System.Text.Json;

namespace Farthing.Wire.OpenAIResponses;

internal static class ReplyWriter
{
    public static void Write(Reply reply, ReplyFrame frame, Utf8JsonWriter to, LossGate gate)
    {
        var output = reply.Blocks.Where(b => Carries(b, gate)).ToList();
        var (status, incomplete) = Statuses.Write(reply.Stop, output.Any(b => b is RefusalBlock));
        ResponseWriter.Write(to, Id(reply.Id, frame), frame, status, incomplete, null, output, reply.Usage);
    }

    public static string Id(string? provider, ReplyFrame frame) => provider is { Length: > 0 } ? provider : "resp_" + frame.Id;

    private static bool Carries(Block block, LossGate gate)
    {
        if (block is UnknownBlock unknown)
        {
            if (unknown.Dialect != OpenAIResponsesDialect.DialectName) gate.Carries(unknown.Type, "content", isBlock: true);
            return false;
        }
        gate.Lose(block.Extras, "content");
        return ItemWriter.IsWritten(block) && block is not TextBlock { Text: "" };
    }
}
