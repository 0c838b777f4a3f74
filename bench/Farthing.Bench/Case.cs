namespace Farthing.Bench;

/// <summary>One kind of request.</summary>
/// <param name="Bytes">The size of the request's body.</param>
/// <param name="Tokens">The size of the answer; in a stream, the events that carry text.</param>
/// <param name="Model">Whose model is asked for: another vendor's than the caller's means translation.</param>
/// <param name="Pace">The pause between a stream's events.</param>
/// <param name="TimesNginx">The most CPU per request that is accepted, as a multiple of nginx's; null judges nothing.</param>
/// <param name="MicrosecondsPerEvent">The most CPU per event that is accepted; null judges nothing.</param>
internal sealed record Case(
    string Name, string Title, Vendor Caller, Vendor Model, int Bytes, int Tokens,
    bool Stream = false, TimeSpan Pace = default, double? TimesNginx = null, double? MicrosecondsPerEvent = null)
{
    private const int Small = 6 * 1024;
    private const int Large = 300 * 1024;
    private const int Reply = 250;
    private const int Events = 200;

    private static readonly TimeSpan TenMilliseconds = TimeSpan.FromMilliseconds(10);

    public bool Passes => Caller == Model;

    public string ModelName => Model == Vendor.Anthropic ? "claude-haiku-4-5" : "gpt-4o-mini";

    public static IReadOnlyList<Case> All { get; } =
    [
        new("pass-6k", "6 KB, passthrough", Vendor.Anthropic, Vendor.Anthropic, Small, Reply, TimesNginx: 4),
        new("a2o-6k", "6 KB, Anthropic to OpenAI", Vendor.Anthropic, Vendor.OpenAI, Small, Reply, TimesNginx: 8),
        new("o2a-6k", "6 KB, OpenAI to Anthropic", Vendor.OpenAI, Vendor.Anthropic, Small, Reply, TimesNginx: 8),
        new("pass-300k", "300 KB, passthrough", Vendor.Anthropic, Vendor.Anthropic, Large, Reply),
        new("a2o-300k", "300 KB, Anthropic to OpenAI", Vendor.Anthropic, Vendor.OpenAI, Large, Reply),
        new("o2a-300k", "300 KB, OpenAI to Anthropic", Vendor.OpenAI, Vendor.Anthropic, Large, Reply),
        new("stream-pass", "200 events, passthrough", Vendor.Anthropic, Vendor.Anthropic, Small, Events, Stream: true),
        new("stream-pass-o", "200 events, OpenAI passthrough", Vendor.OpenAI, Vendor.OpenAI, Small, Events, Stream: true),
        new("stream-a2o", "200 events, Anthropic to OpenAI", Vendor.Anthropic, Vendor.OpenAI, Small, Events, Stream: true, MicrosecondsPerEvent: 12),
        new("stream-o2a", "200 events, OpenAI to Anthropic", Vendor.OpenAI, Vendor.Anthropic, Small, Events, Stream: true, MicrosecondsPerEvent: 12),
        new("paced-pass", "200 events 10 ms apart, passthrough", Vendor.Anthropic, Vendor.Anthropic, Small, Events, Stream: true, Pace: TenMilliseconds),
        new("paced-a2o", "200 events 10 ms apart, Anthropic to OpenAI", Vendor.Anthropic, Vendor.OpenAI, Small, Events, Stream: true, Pace: TenMilliseconds),
    ];
}
