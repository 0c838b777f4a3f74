using System.Buffers;
using System.Text.Json;
using Farthing.Routing;
using Farthing.Wire;

namespace Farthing.Gateway;

/// <summary>The body for one attempt: the caller's bytes with the documented edits, or a translation. Pure.</summary>
internal static class OutgoingRequest
{
    /// <exception cref="WireException">The request cannot be expressed in the provider's dialect; the error names the field.</exception>
    public static byte[] For(Attempt attempt, Dialect caller, RequestHead head, ReadOnlyMemory<byte> body, Losses losses) =>
        attempt.Provider.Dialect == caller ? Edited(attempt, head, body) : Translated(attempt, caller, body, losses);

    private static byte[] Edited(Attempt attempt, RequestHead head, ReadOnlyMemory<byte> body)
    {
        var edits = new RequestEdits(head);
        if (attempt.Model != head.Model) edits.Model(attempt.Model);
        if (head.Stream is true && attempt.Provider.Dialect == Dialects.OpenAIChat) edits.AskUsage();
        return edits.Any ? edits.Apply(body.Span) : body.ToArray();
    }

    private static byte[] Translated(Attempt attempt, Dialect caller, ReadOnlyMemory<byte> body, Losses losses)
    {
        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = RequestHead.DefaultMaxDepth });
        var entry = attempt.Entry;
        var target = new TargetModel(
            attempt.Model,
            (int?)entry?.MaxOutputTokens,
            attempt.Provider.LegacyMaxTokens,
            entry?.Capabilities.Reasoning is not true ? ReasoningControl.None
                : attempt.Provider.Dialect == Dialects.Anthropic && entry.Capabilities.Sampling is not false ? ReasoningControl.Budget
                : ReasoningControl.Effort,
            Sampling: entry?.Capabilities.Sampling is not false);
        var buffer = new ArrayBufferWriter<byte>(body.Length);
        using var json = new Utf8JsonWriter(buffer);
        attempt.Provider.Dialect.WriteRequest(caller.ReadRequest(document.RootElement), target, json, losses);
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
