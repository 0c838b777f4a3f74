using System.Buffers;
using System.Text.Json;

namespace Farthing.Wire;

/// <summary>
/// One wire format, read and written. Same dialect on both sides never comes here: its bytes pass.
/// Across dialects a request goes dialect → <see cref="Conversation"/> → dialect, a reply the other way through <see cref="Reply"/>.
/// </summary>
public abstract class Dialect
{
    /// <summary>The name used in configuration, ledger and loss table: <c>anthropic</c>, <c>openai-chat</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Where requests go, below the version segment: <c>/messages</c>.</summary>
    public abstract string Path { get; }

    /// <summary>The longest tool name that the dialect takes.</summary>
    public abstract int MaxToolName { get; }

    /// <summary>How streams are cut into events.</summary>
    public virtual Framing Framing => Framing.Sse;

    /// <summary>Whether a request that does not say is answered as a stream (Ollama).</summary>
    public virtual bool StreamsByDefault => false;

    /// <summary>Whether streams carry usage only when <c>stream_options.include_usage</c> asks for it.</summary>
    public virtual bool UsageOnRequest => false;

    /// <summary>Whether it takes one bare prompt rather than a conversation. Such dialects translate into one another first.</summary>
    public virtual bool IsPrompt => false;

    /// <summary>Whether it can be answered as a stream at all.</summary>
    public virtual bool CanStream => true;

    /// <summary>
    /// Dialects whose providers also serve this one; null for a dialect that a provider names as its own.
    /// Such a one only passes: there is no translation of it into any other.
    /// </summary>
    public virtual IReadOnlyList<string>? ServedBeside => null;

    /// <summary>Whether the caller of a request awaits a stream.</summary>
    public bool Streams(RequestHead head) => CanStream && (head.Stream ?? StreamsByDefault);

    /// <summary>The most output tokens that the request allows; null where it names no cap. Of several, or repeated, caps the largest.</summary>
    public abstract long? Cap(RequestHead head);

    /// <exception cref="WireException">The body is not a request of this dialect; the error names the field.</exception>
    public abstract Conversation ReadRequest(JsonElement body);

    /// <summary>Writes the request for <paramref name="target"/> and notes in <paramref name="losses"/> what was dropped.</summary>
    /// <exception cref="WireException">The loss table says that something in it must be refused here.</exception>
    public void WriteRequest(Conversation conversation, TargetModel target, Utf8JsonWriter to, Losses losses)
    {
        var gate = new LossGate(Name, losses);
        WriteRequest(OutputCap.Fit(conversation, target, gate), target, to, gate);
    }

    /// <exception cref="WireException">The body is not a reply of this dialect.</exception>
    public abstract Reply ReadReply(JsonElement body);

    /// <summary>Writes the reply for a caller and notes in <paramref name="losses"/> what was dropped; nothing of it is refused.</summary>
    public void WriteReply(Reply reply, ReplyFrame frame, Utf8JsonWriter to, Losses losses) =>
        WriteReply(reply, frame, to, new LossGate(Name, losses, paid: true));

    /// <summary>A new reader for one stream of this dialect.</summary>
    public abstract IStreamReader ReadStream();

    /// <summary>A new writer for one stream of this dialect into <paramref name="to"/>.</summary>
    public abstract IStreamWriter WriteStream(ReplyFrame frame, IBufferWriter<byte> to);

    /// <summary>A new tally for one stream of this dialect that passes unchanged.</summary>
    public abstract StreamTally NewTally();

    /// <summary>Model, stop reason and usage of a reply that passes unchanged; what cannot be read is null.</summary>
    public abstract ReplyDigest ReadDigest(ReadOnlySpan<byte> body);

    /// <summary>Reads a provider's error body; a body of any other shape is quoted, never lost.</summary>
    public abstract WireError ReadError(int status, ReadOnlySpan<byte> body);

    /// <summary>The status and body that a caller of this dialect gets for <paramref name="error"/>.</summary>
    public abstract (int Status, byte[] Body) WriteError(WireError error, string requestId);

    private protected abstract void WriteRequest(Conversation conversation, TargetModel target, Utf8JsonWriter to, LossGate gate);

    private protected abstract void WriteReply(Reply reply, ReplyFrame frame, Utf8JsonWriter to, LossGate gate);
}

/// <summary>Turns the events of one provider stream into neutral ones.</summary>
public interface IStreamReader
{
    /// <summary>Reads one server-sent event and hands on what it means; one event can mean several or nothing.</summary>
    /// <param name="eventType">The <c>event:</c> line, empty where there was none.</param>
    /// <param name="data">The joined <c>data:</c> lines.</param>
    /// <exception cref="WireException">The event cannot be read.</exception>
    void Read(ReadOnlySpan<byte> eventType, ReadOnlyMemory<byte> data, Action<ReplyEvent> to);

    /// <summary>The provider closed the stream. Returns an error when it had not said that it was done.</summary>
    WireError? End(Action<ReplyEvent> to);
}

/// <summary>Writes neutral events as one caller's stream, grammar guaranteed: one open block, start and stop exactly once.</summary>
public interface IStreamWriter
{
    void Write(ReplyEvent e);

    /// <summary>Writes the dialect's error event. The caller of this method then resets the connection: never a clean end.</summary>
    void WriteError(WireError error);

    /// <summary>Writes a sign of life in the caller's grammar.</summary>
    void WritePing();
}

/// <summary>What a reply needs from us besides its content.</summary>
/// <param name="Model">The model name shown to the caller.</param>
/// <param name="Id">The id used where the provider sent none.</param>
/// <param name="Created">Unix seconds.</param>
/// <param name="IncludeUsage">Whether an OpenAI caller asked for the usage chunk.</param>
/// <param name="Tools">Tool name as the provider knows it → the caller's tool, from <see cref="ToolNames.Restored"/>.</param>
public sealed record ReplyFrame(
    string Model, string Id, long Created, bool IncludeUsage = true, IReadOnlyDictionary<string, CallerTool>? Tools = null)
{
    /// <summary>How long the call has taken up to now, for dialects whose answers tell it; null where nobody measures.</summary>
    public Func<TimeSpan>? Elapsed { get; init; }

    /// <summary>The caller's tool for a call that the model made under <paramref name="name"/>.</summary>
    internal CallerTool Tool(string name) => Tools?.GetValueOrDefault(name) ?? new CallerTool(name);

    internal string ToolName(string name) => Tools?.GetValueOrDefault(name)?.Name ?? name;
}

/// <summary>A tool as its caller knows it.</summary>
/// <param name="IsCustom">Takes free text rather than a JSON object (Responses' <c>custom</c> tools).</param>
/// <param name="Namespace">The namespace that Responses keeps apart from the name.</param>
public sealed record CallerTool(string Name, bool IsCustom = false, string? Namespace = null);

/// <summary>How a stream is cut into events.</summary>
public enum Framing
{
    /// <summary>Server-sent events.</summary>
    Sse,

    /// <summary>One JSON document a line (NDJSON).</summary>
    Lines,
}

/// <summary>The model that a request is written for, and what it can express.</summary>
/// <param name="Model">The provider's model id.</param>
/// <param name="MaxOutputTokens">The model's output limit, where the catalogue knows it.</param>
/// <param name="LegacyMaxTokens">Write <c>max_tokens</c> in place of <c>max_completion_tokens</c>: older OpenAI-compatible servers.</param>
/// <param name="Reasoning">How the model's thinking is steered. The default drops thinking settings, which every model accepts.</param>
/// <param name="Sampling">Whether the model accepts temperature, top_p and top_k; reasoning models and the newest Claude refuse them.</param>
/// <param name="MidSystem">Whether an Anthropic model takes system messages after the first user message.</param>
/// <param name="EchoReasoning">Whether an OpenAI-compatible server wants earlier thinking back as <c>reasoning_content</c> (DeepSeek).</param>
/// <param name="Prefill">Whether the model continues an assistant message that the caller began; the newest Claude do not.</param>
/// <param name="NineCharacterIds">Whether call ids must be nine letters or digits (Mistral).</param>
/// <param name="ContextTokens">The model's context window, where the catalogue knows it.</param>
public sealed record TargetModel(
    string Model,
    int? MaxOutputTokens = null,
    bool LegacyMaxTokens = false,
    ReasoningControl Reasoning = ReasoningControl.None,
    bool Sampling = true,
    bool MidSystem = false,
    bool EchoReasoning = false,
    bool Prefill = true,
    bool NineCharacterIds = false,
    int? ContextTokens = null);

/// <summary>How a model's thinking is steered.</summary>
public enum ReasoningControl
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By a budget in tokens (Claude up to 4.5).</summary>
    Budget,

    /// <summary>By an effort level.</summary>
    Effort,
}

/// <summary>What a translation dropped, by the loss table's concept names, announced in <c>x-farthing-dropped</c>.</summary>
public sealed class Losses
{
    private readonly HashSet<string> _known = [];
    private readonly List<string> _dropped = [];

    public IReadOnlyList<string> Dropped => _dropped;

    public void Drop(string concept)
    {
        if (_known.Add(concept)) _dropped.Add(concept);
    }
}
