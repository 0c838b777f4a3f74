using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using OpenAI;
using OpenAI.Chat;

namespace Farthing.EndToEnd.Vectors.Callers;

/// <summary>The official OpenAI package, chat completions. Thinking is no field of it, so that is read from what it kept besides.</summary>
internal sealed class ChatCaller(Uri gateway, string key, HttpClient http) : Caller
{
    private readonly OpenAIClient _client = new(new ApiKeyCredential(key), Options(gateway, http));

    public static OpenAIClientOptions Options(Uri gateway, HttpClient http) =>
        new() { Endpoint = new Uri(gateway, "/v1"), Transport = new HttpClientPipelineTransport(http), RetryPolicy = new ClientRetryPolicy(0), NetworkTimeout = Timeout.InfiniteTimeSpan };

    protected override async Task<Heard> WholeAsync(string model, CancellationToken cancel)
    {
        ChatCompletion c = await _client.GetChatClient(model).CompleteChatAsync([new UserChatMessage("What was said?")], cancellationToken: cancel);
#pragma warning disable SCME0001 // what a package keeps of fields that it does not know is read by its preview of that
        var thinking = c.Patch.TryGetValue("$.choices[0].message.reasoning_content"u8, out string? thought) ? thought : "";
#pragma warning restore SCME0001
        var calls = c.ToolCalls.Select(t => (t.FunctionName, Said.Arguments(t.FunctionArguments.ToString()))).ToList();
        return Heard.Of(new Said(string.Concat(c.Content.Select(p => p.Text)), c.Refusal ?? "", thinking ?? "", calls, [], StopOf(c.FinishReason), TokensOf(c.Usage)));
    }

    protected override async Task<Heard> StreamedAsync(string model, CancellationToken cancel)
    {
        var (text, refusal, thinking) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        var calls = new SortedDictionary<int, (string? Name, StringBuilder Arguments)>();
        (ChatFinishReason? finish, ChatTokenUsage? usage) = (null, null);
        await foreach (var u in _client.GetChatClient(model).CompleteChatStreamingAsync([new UserChatMessage("What was said?")], cancellationToken: cancel))
        {
            foreach (var part in u.ContentUpdate) text.Append(part.Text);
            refusal.Append(u.RefusalUpdate);
#pragma warning disable SCME0001 // as above
            if (u.Patch.TryGetValue("$.choices[0].delta.reasoning_content"u8, out string? thought)) thinking.Append(thought);
#pragma warning restore SCME0001
            foreach (var call in u.ToolCallUpdates)
            {
                var known = calls.GetValueOrDefault(call.Index, (null, new StringBuilder()));
                calls[call.Index] = (known.Name ?? call.FunctionName, known.Arguments.Append(call.FunctionArgumentsUpdate));
            }
            finish = u.FinishReason ?? finish;
            usage = u.Usage ?? usage;
        }
        if (finish is not { } reason) return Heard.Failed("no finish_reason came", null);
        return Heard.Of(new Said(text.ToString(), refusal.ToString(), thinking.ToString(),
            [.. calls.Values.Select(c => (c.Name!, Said.Arguments(c.Arguments.ToString())))], [], StopOf(reason), TokensOf(usage)));
    }

    protected override bool IsAnswer(Exception e) => base.IsAnswer(e) || e is ClientResultException;

    protected override int? StatusOf(Exception e) => (e as ClientResultException)?.Status;

    private static Stopped StopOf(ChatFinishReason reason) => reason switch
    {
        ChatFinishReason.Stop => Stopped.End,
        ChatFinishReason.Length => Stopped.Length,
        ChatFinishReason.ToolCalls => Stopped.Tools,
        ChatFinishReason.ContentFilter => Stopped.Refusal,
        _ => throw new InvalidOperationException($"finish reason {reason}"),
    };

    private static Tokens TokensOf(ChatTokenUsage? usage)
    {
        if (usage is null) return new Tokens(0, 0, 0, 0, 0);
#pragma warning disable SCME0001 // as above
        var written = usage.InputTokenDetails is { } details && details.Patch.TryGetValue("$.cache_write_tokens"u8, out int w) ? w : 0;
#pragma warning restore SCME0001
        return new Tokens(usage.InputTokenCount, usage.InputTokenDetails?.CachedTokenCount ?? 0, written, usage.OutputTokenCount, usage.OutputTokenDetails?.ReasoningTokenCount ?? 0);
    }
}
