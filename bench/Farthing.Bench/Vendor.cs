namespace Farthing.Bench;

/// <summary>Whose wire format a caller or the upstream speaks.</summary>
internal enum Vendor
{
    Anthropic,
    OpenAI,
}
