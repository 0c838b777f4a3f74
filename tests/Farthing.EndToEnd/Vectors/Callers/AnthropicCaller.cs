using System.Text.Json;
using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;

namespace Farthing.EndToEnd.Vectors.Callers;

/// <summary>The official Anthropic package. Every message and every event must pass its own validation.</summary>
internal sealed class AnthropicCaller(AnthropicClient client) : Caller
{
    protected override async Task<Heard> WholeAsync(string model, CancellationToken cancel) => Heard.Of(Read(await client.Messages.Create(Ask(model), cancel)));

    protected override async Task<Heard> StreamedAsync(string model, CancellationToken cancel)
    {
        var stopped = false;
        var message = await Valid().Aggregate();
        return stopped ? Heard.Of(Read(message)) : throw new InvalidOperationException("the stream ended well, but without message_stop");

        async IAsyncEnumerable<RawMessageStreamEvent> Valid()
        {
            await foreach (var e in client.Messages.CreateStreaming(Ask(model), cancel))
            {
                e.Validate();
                stopped |= e.TryPickStop(out _);
                yield return e;
            }
        }
    }

    protected override bool IsAnswer(Exception e) => base.IsAnswer(e) || e is AnthropicApiException or AnthropicIOException or AnthropicSseException;

    protected override int? StatusOf(Exception e) => (int?)(e as AnthropicApiException)?.StatusCode;

    private static MessageCreateParams Ask(string model) => new() { Model = model, MaxTokens = 400, Messages = [new UserMessageParam("What was said?")] };

    private static Said Read(Message message)
    {
        message.Validate();
        var (text, thinking, calls, seals) = ("", "", new List<(string, string)>(), new List<string>());
        foreach (var block in message.Content)
        {
            if (block.TryPickText(out var said)) text += said.Text;
            else if (block.TryPickThinking(out var thought)) (thinking, _) = (thinking + thought.Thinking, Add(thought.Signature));
            else if (block.TryPickRedactedThinking(out var redacted)) Add(redacted.Data);
            else if (block.TryPickToolUse(out var call)) calls.Add((call.Name, Said.Arguments(JsonSerializer.Serialize(call.Input))));
        }
        var usage = message.Usage;
        var (cached, written) = (usage.CacheReadInputTokens ?? 0, usage.CacheCreationInputTokens ?? 0);
        return new Said(text, "", thinking, calls, seals, StopOf(message.StopReason!.Value()),
            new Tokens(usage.InputTokens + cached + written, cached, written, usage.OutputTokens, usage.OutputTokensDetails?.ThinkingTokens ?? 0));

        bool Add(string seal)
        {
            // A mark that holds nothing says only that the thinking is no other's.
            if (seal.Length > 0 && !seal.EndsWith(':')) seals.Add(seal);
            return true;
        }
    }

    private static Stopped StopOf(StopReason reason) => reason switch
    {
        StopReason.EndTurn => Stopped.End,
        StopReason.MaxTokens => Stopped.Length,
        StopReason.StopSequence => Stopped.Sequence,
        StopReason.ToolUse => Stopped.Tools,
        StopReason.PauseTurn => Stopped.Pause,
        StopReason.Refusal => Stopped.Refusal,
        StopReason.ModelContextWindowExceeded => Stopped.Window,
        _ => throw new InvalidOperationException($"stop reason {reason}"),
    };
}
