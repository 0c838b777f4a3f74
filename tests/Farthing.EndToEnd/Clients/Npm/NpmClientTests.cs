using Xunit;

namespace Farthing.EndToEnd.Clients.Npm;

/// <summary>
/// @anthropic-ai/sdk, openai, ollama and the Vercel AI SDK, unmodified, on their own vendor's models and on every other's.
/// </summary>
[Trait("size", "large")]
public sealed class NpmClientTests(NpmGateway gateway)
{
    public static TheoryData<ClientCase> Fine => [.. ClientCases.Fine];

    public static TheoryData<ClientCase> Refused => [.. ClientCases.Refused];

    public static TheoryData<ClientCase> Broken => [.. ClientCases.Broken];

    [Theory, MemberData(nameof(Fine))]
    public async Task A_client_gets_its_whole_answer(ClientCase run)
    {
        var got = await gateway.RunAsync(run, ClientCases.Fine);
        Assert.Equal(new Outcome(run.WholeAnswer, null, run.UsesTool ? "get_weather" : got.Tool), got);
    }

    /// <summary>What passes at the second try passes for all; longer trouble passes for the clients that try again themselves, and is an error for the rest.</summary>
    [Theory, MemberData(nameof(Refused))]
    public async Task A_refusal_passes_or_is_an_error(ClientCase run)
    {
        var got = await gateway.RunAsync(run, ClientCases.Refused);
        var passes = run.Fault!.Contains("x1", StringComparison.Ordinal) || (run.Fault.Contains("x4", StringComparison.Ordinal) && !run.Client.StartsWith("ollama", StringComparison.Ordinal));
        if (passes) Assert.True(got.IsWhole(run), $"{got}");
        else Assert.NotNull(got.Error);
    }

    /// <summary>Whole or an error. What must not be is half an answer, or none, that looks like a whole one.</summary>
    [Theory, MemberData(nameof(Broken))]
    public async Task A_broken_answer_never_looks_whole(ClientCase run)
    {
        var got = await gateway.RunAsync(run, ClientCases.Broken);
        Assert.True(got.Error is not null || got.IsWhole(run), $"{got}");
    }
}
