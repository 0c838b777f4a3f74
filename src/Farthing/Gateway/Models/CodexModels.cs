namespace Farthing.Gateway.Models;

/// <summary>
/// The form that Codex reads: <c>{"models":[…]}</c> (wire.md §3, 42). Each entry would have to carry the whole system prompt with which Codex
/// then replaces its own, and only Codex has those prompts. So the list is empty: Codex keeps its built-in models, takes any other name as it is given,
/// and reports no error.
/// </summary>
internal static class CodexModels
{
    public static byte[] List() => "{\"models\":[]}"u8.ToArray();
}
