namespace Farthing.EndToEnd.Clients.Npm;

/// <summary>What a client gave to its application.</summary>
/// <param name="Text">The answer; with an error, what had come before it.</param>
/// <param name="Error">Null where the client said that all went well.</param>
/// <param name="Tool">The tool that was called on the way.</param>
internal sealed record Outcome(string? Text, string? Error, string? Tool)
{
    public bool IsWhole(ClientCase of) => Error is null && Text == of.WholeAnswer && (!of.UsesTool || Tool == "get_weather");
}
