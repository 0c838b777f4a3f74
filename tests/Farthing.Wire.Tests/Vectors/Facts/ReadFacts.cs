namespace Farthing.Wire.Tests.Vectors;

/// <summary>The facts of an answer as the library read it.</summary>
internal static class ReadFacts
{
    public static AnswerFacts Of(Reply reply)
    {
        var facts = new AnswerFacts
        {
            Stop = reply.Stop switch
            {
                StopReason.StopSequence => "sequence",
                StopReason.MaxTokens or StopReason.ContextWindow => "length",
                StopReason.ToolUse => "tool",
                StopReason.Refusal => "refusal",
                _ => "end",
            },
            Sequence = reply.StopSequence,
            Prompt = reply.Usage.Prompt ?? 0,
            Cached = reply.Usage.CacheRead ?? 0,
            Written = (reply.Usage.CacheWrite5m ?? 0) + (reply.Usage.CacheWrite1h ?? 0),
            Output = reply.Usage.Output ?? 0,
            Reasoning = reply.Usage.Reasoning ?? 0,
        };
        foreach (var block in reply.Blocks)
        {
            switch (block)
            {
                case TextBlock b: facts.Say(b.Text); break;
                case RefusalBlock b:
                    facts.Say(b.Text);
                    facts.HasRefusalText |= b.Text.Length > 0;
                    break;
                case ThinkingBlock b: facts.Think(b.Text); break;
                case ToolCallBlock b: facts.Call(b.Name, b.Arguments); break;
            }
        }
        return facts;
    }
}
