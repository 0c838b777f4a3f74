using System.Buffers;
using Farthing.Gateway.Images;
using Farthing.Routing;
using Farthing.Wire;

namespace Farthing.Gateway;

/// <summary>What goes to the provider of one attempt: the caller's bytes with the documented edits, or a translation.</summary>
/// <param name="Body">The caller's own where nothing is edited.</param>
/// <param name="Losses">What the translation dropped; the reply's translation adds to it.</param>
/// <param name="Tools">Tool name as the provider knows it to the caller's tool, for the way back.</param>
internal sealed record OutgoingRequest(PooledBuffer Body, Losses Losses, IReadOnlyDictionary<string, CallerTool>? Tools)
{
    /// <exception cref="WireException">The request cannot be expressed in the provider's dialect; the error names the field.</exception>
    public static ValueTask<OutgoingRequest> ForAsync(Attempt attempt, Dialect caller, RequestHead head, PooledBuffer body, ImageUrls images, CancellationToken cancel) =>
        attempt.Dialect == caller ? new(new OutgoingRequest(Edited(attempt, head, body), new Losses(), null)) : TranslatedAsync(attempt, caller, head, body.Written, images, cancel);

    private static PooledBuffer Edited(Attempt attempt, RequestHead head, PooledBuffer body)
    {
        var edits = new RequestEdits(head).Model(attempt.Model).WithoutSeals(body.Written);
        if (head.Stream is true && attempt.Dialect.UsageOnRequest) edits.AskUsage();
        if (!edits.Any) return body;
        var edited = edits.Apply(body.Written.Span);
        var buffer = new PooledBuffer(edited.Length);
        buffer.Write(edited);
        return buffer;
    }

    private static async ValueTask<OutgoingRequest> TranslatedAsync(Attempt attempt, Dialect caller, RequestHead head, ReadOnlyMemory<byte> body, ImageUrls images, CancellationToken cancel)
    {
        using var document = JsonBody.Parse(body, RequestHead.DefaultMaxDepth);
        var provider = attempt.Dialect;
        // Of repeated keys the head's view counts, here too: the provider must stream exactly when we wait for a stream.
        var asked = caller.ReadRequest(document.RootElement) with { Stream = caller.Streams(head) };
        var conversation = await images.FetchedAsync(asked, provider, cancel);
        var losses = new Losses();
        var buffer = new PooledBuffer(body.Length);
        JsonText.Write(buffer, json => provider.WriteRequest(conversation, Target(attempt), json, losses));
        return new OutgoingRequest(buffer, losses, ToolNames.Restored(conversation, provider));
    }

    /// <summary>What the catalogue knows of the model; of an unknown one the careful defaults.</summary>
    private static TargetModel Target(Attempt attempt)
    {
        var known = attempt.Entry?.Capabilities;
        var sampling = known?.Sampling is not false;
        return new TargetModel(
            attempt.Model,
            (int?)attempt.Entry?.MaxOutputTokens,
            attempt.Provider.LegacyMaxTokens,
            known?.Reasoning is not true ? ReasoningControl.None
                // Claude models that still take sampling settings are those whose thinking has a budget; the newer ones take an effort.
                : attempt.Dialect == Dialects.Anthropic && sampling ? ReasoningControl.Budget
                : ReasoningControl.Effort,
            sampling,
            EchoReasoning: attempt.Provider.EchoReasoning,
            Prefill: known?.Prefill is not false,
            NineCharacterIds: attempt.Provider.NineCharacterIds,
            ContextTokens: (int?)attempt.Entry?.ContextTokens);
    }
}
