using System.ClientModel;
using System.Text;
using OpenAI;
using OpenAI.Responses;

namespace Farthing.EndToEnd.Vectors.Callers;

#pragma warning disable OPENAI001 // the package marks all of Responses as its preview

/// <summary>The official OpenAI package, Responses. The streamed deltas must add up to the answer that the last event repeats.</summary>
internal sealed class ResponsesCaller(Uri gateway, string key, HttpClient http) : Caller
{
    private readonly ResponsesClient _client = new OpenAIClient(new ApiKeyCredential(key), ChatCaller.Options(gateway, http)).GetResponsesClient();

    protected override async Task<Heard> WholeAsync(string model, CancellationToken cancel) =>
        Read(await _client.CreateResponseAsync(model, "What was said?", null, cancel));

    protected override async Task<Heard> StreamedAsync(string model, CancellationToken cancel)
    {
        var (text, items, end) = (new StringBuilder(), new List<ResponseItem>(), (ResponseResult?)null);
        await using var stream = await _client.CreateResponseStreamingAsync(model, "What was said?", null, cancel);
        await foreach (var update in stream.WithCancellation(cancel))
        {
            switch (update)
            {
                case StreamingResponseOutputTextDeltaUpdate delta: text.Append(delta.Delta); break;
                case StreamingResponseOutputItemDoneUpdate done: items.Add(done.Item); break;
                case StreamingResponseCompletedUpdate completed: end = completed.Response; break;
                case StreamingResponseIncompleteUpdate incomplete: end = incomplete.Response; break;
                case StreamingResponseFailedUpdate failed: return Heard.Failed(failed.Response.Error?.Message ?? "failed", null);
                case StreamingResponseErrorUpdate error: return Heard.Failed(error.Message, null);
            }
        }
        if (end is null) return Heard.Failed("no response.completed came", null);
        var heard = Read(end);
        if (heard.Said is { } said && said.Text != text.ToString()) throw new InvalidOperationException($"the deltas say '{text}', the end '{said.Text}'");
        if (items.Count != end.OutputItems.Count) throw new InvalidOperationException($"{items.Count} items were done, and the end has {end.OutputItems.Count}");
        return heard;
    }

    protected override bool IsAnswer(Exception e) => base.IsAnswer(e) || e is ClientResultException;

    protected override int? StatusOf(Exception e) => (e as ClientResultException)?.Status;

    private static Heard Read(ResponseResult response)
    {
        if (response.Error is { } error) return Heard.Failed(error.Message, null);
        var (text, refusal, thinking, calls, seals) = ("", "", "", new List<(string, string)>(), new List<string>());
        foreach (var item in response.OutputItems)
        {
            switch (item)
            {
                case MessageResponseItem message:
                    text += string.Concat(message.Content.Select(p => p.Text));
                    refusal += string.Concat(message.Content.Select(p => p.Refusal));
                    break;
                case ReasoningResponseItem reasoning:
                    thinking += reasoning.GetSummaryText();
                    if (reasoning.EncryptedContent is { Length: > 0 } seal && !seal.EndsWith(':')) seals.Add(seal);
                    break;
                case FunctionCallResponseItem call: calls.Add((call.FunctionName, Said.Arguments(call.FunctionArguments.ToString()))); break;
                default: throw new InvalidOperationException($"an item of type {item.GetType().Name} came");
            }
        }
        var filtered = response.IncompleteStatusDetails?.Reason == ResponseIncompleteStatusReason.ContentFilter;
        var stop = response.Status == ResponseStatus.Incomplete ? filtered ? Stopped.Refusal : Stopped.Length
            : response.Status != ResponseStatus.Completed ? throw new InvalidOperationException($"status {response.Status}")
            : calls.Count > 0 ? Stopped.Tools : refusal.Length > 0 ? Stopped.Refusal : Stopped.End;
        var usage = response.Usage;
        return Heard.Of(new Said(text, refusal, thinking, calls, seals, stop, new Tokens(usage.InputTokenCount, usage.InputTokenDetails.CachedTokenCount,
            usage.InputTokenDetails.CacheWriteTokenCount, usage.OutputTokenCount, usage.OutputTokenDetails.ReasoningTokenCount)));
    }
}
