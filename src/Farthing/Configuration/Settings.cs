using System.Net;
using Farthing.Catalogue;

namespace Farthing.Configuration;

/// <summary>Everything that an installation can set. Precedence: flag, then environment, then farthing.yaml, then the default.</summary>
internal sealed record Settings
{
    /// <summary>Before the name of a model that the simulator plays.</summary>
    public const string SimulatorPrefix = "sim/";

    /// <summary>The vendors whose models the simulator plays.</summary>
    public static IReadOnlyList<string> SimulatedVendors { get; } = ["anthropic", "openai", "ollama"];

    /// <summary>Loopback unless somebody asks for more.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 4000);

    /// <summary>The one configured key; null means that a generated one is used.</summary>
    public string? Key { get; init; }

    /// <summary>What the installation may spend in all; null means no limit.</summary>
    public Usd? Limit { get; init; }

    /// <summary>Whether callers on this machine need no key. Holds only while <see cref="Listen"/> is a loopback address.</summary>
    public bool NoKey { get; init; }

    /// <summary>The worst cases of calls that may be made while the ledger cannot be written; null makes none (<c>fail: closed</c>).</summary>
    public Usd? FailOpen { get; init; }

    /// <summary>Where a budget's warnings are posted as JSON; null posts none.</summary>
    public Uri? BudgetWebhook { get; init; }

    /// <summary>The folder where calls and answers are recorded; null records none. Set for one run by a flag, and by nothing that would stay.</summary>
    public string? Record { get; init; }

    /// <summary>How long a call that a crash cut off stays held before it is charged at its worst case; at least 1 s.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary><c>list</c> or <c>article</c>.</summary>
    public string PriceBook { get; init; } = "list";

    /// <summary>What models cost, whatever the catalogue says; in the order of the file.</summary>
    public IReadOnlyList<PriceOverride> PriceOverrides { get; init; } = [];

    /// <summary>How long the provider's stream is read on after the caller hung up, so that its usage is known and not guessed.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the caller of a stream hears nothing before it gets a ping; with the clock's grain it stays under 10 s.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(9);

    /// <summary>Whether images by URL are fetched for providers that take only bytes. Off: it calls hosts that callers choose.</summary>
    public bool FetchImages { get; init; }

    public long MaxBodyBytes { get; init; } = 32 * 1024 * 1024;

    public IReadOnlyList<ProviderSettings> Providers { get; init; } = [];

    public IReadOnlyList<AliasSettings> Aliases { get; init; } = [];

    public static bool IsSimulated(string model) => model.StartsWith(SimulatorPrefix, StringComparison.Ordinal);
}

/// <summary>An account or server that we call.</summary>
/// <param name="Name">What <c>provider/model</c> names it by.</param>
/// <param name="Dialects">Names of what it speaks, preferred first: <c>anthropic</c>, <c>openai-chat</c>…</param>
/// <param name="BaseUrl">Up to the version segment: <c>https://api.anthropic.com/v1</c>.</param>
/// <param name="ApiKey">Null for servers that ask for none.</param>
internal sealed record ProviderSettings(string Name, IReadOnlyList<string> Dialects, Uri BaseUrl, string? ApiKey)
{
    /// <summary>Write <c>max_tokens</c>: the server does not know <c>max_completion_tokens</c>.</summary>
    public bool LegacyMaxTokens { get; init; }

    /// <summary>Give earlier thinking back as <c>reasoning_content</c>: the server refuses a tool loop without it.</summary>
    public bool EchoReasoning { get; init; }

    /// <summary>The server is the user's own: whatever it runs costs nothing.</summary>
    public bool Free { get; init; }

    /// <summary>Write call ids of nine letters or digits: the server takes no others.</summary>
    public bool NineCharacterIds { get; init; }
}

/// <summary>Our name for a choice: tried in order.</summary>
internal sealed record AliasSettings(string Name, IReadOnlyList<string> Use)
{
    /// <summary>Where each name of <see cref="Use"/> stands: file, line and field.</summary>
    public IReadOnlyList<Place> Places { get; init; } = [];
}

/// <summary>Where something stands in farthing.yaml.</summary>
internal sealed record Place(string File, long Line, string Field)
{
    public override string ToString() => $"{File}, line {Line}: {Field}";
}

/// <summary>A setting that cannot be used. The message names the source, the field and how to mend it.</summary>
internal sealed class SettingsException(string message) : Exception(message)
{
    public SettingsException(Place place, string problem) : this($"{place} {problem}") => Line = place.Line;

    /// <summary>Its line in the file; what stands in no file comes last.</summary>
    public long Line { get; } = long.MaxValue;
}
