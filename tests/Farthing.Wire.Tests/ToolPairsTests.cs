using CsCheck;

namespace Farthing.Wire.Tests;

public sealed class ToolPairsTests
{
    [Fact]
    public void A_system_message_never_stands_between_a_call_and_its_result() =>
        Assert.Equal("A(a,b) U(a,b) S U(t)", Repaired(Call("a", "b"), System, User(Result("a"), Result("b"), Text)));

    [Fact]
    public void Split_results_come_together() =>
        Assert.Equal("A(a,b) U(a,b,t)", Repaired(Call("a", "b"), User(Result("a")), User(Result("b"), Text)));

    [Fact]
    public void A_system_message_between_two_results_waits_for_both() =>
        Assert.Equal("A(a,b) U(a,b) S U(t)", Repaired(Call("a", "b"), User(Result("a")), System, User(Result("b")), User(Text)));

    [Fact]
    public void Calls_of_neighbouring_assistant_messages_are_answered_together() =>
        Assert.Equal("A(a,b) U(a,b)", Repaired(Call("a"), Call("b"), User(Result("a"), Result("b"))));

    [Fact]
    public void An_unanswered_call_gets_an_error() =>
        Assert.Equal("A(a) U(a!,t)", Repaired(Call("a"), User(Text)));

    [Fact]
    public void What_was_said_twice_beside_a_result_stays_twice() =>
        Assert.Equal("A(a,b) U(a,b!,t,t)", Repaired(Call("a", "b"), User(Result("a"), Text, Text)));

    [Fact]
    public void Even_at_the_end() =>
        Assert.Equal("U(t) A(a) U(a!)", Repaired(User(Text), Call("a")));

    [Fact]
    public void A_result_without_a_call_is_refused() =>
        Assert.Contains("\"z\"", Assert.Throws<WireException>(() => Repaired(Call("a"), User(Result("z")))).Message, StringComparison.Ordinal);

    [Fact]
    public void Afterwards_every_call_is_answered_at_once_and_nothing_is_lost() =>
        Gen.Int[0, 4].List[0, 12].Sample(kinds =>
        {
            var turns = kinds.Select((k, i) => k switch
            {
                0 => User(Text),
                1 => Call($"c{i}"),
                2 => Call($"c{i}", $"d{i}"),
                3 => System,
                _ => i > 0 && kinds[i - 1] is 1 or 2 ? User(Result($"c{i - 1}"), Text) : User(Text),
            }).ToArray();
            IReadOnlyList<Turn> repaired;
            try
            {
                repaired = ToolPairs.Repair(turns);
            }
            catch (WireException)
            {
                return true;
            }
            for (var i = 0; i < repaired.Count; i++)
            {
                var calls = repaired[i].Blocks.OfType<ToolCallBlock>().Select(c => c.Id).ToHashSet();
                if (calls.Count == 0) continue;
                if (i + 1 == repaired.Count) return false;
                if (!calls.SetEquals(repaired[i + 1].Blocks.OfType<ToolResultBlock>().Select(r => r.CallId))) return false;
            }
            return repaired.Sum(t => t.Blocks.Count(b => b is not ToolResultBlock)) == turns.Sum(t => t.Blocks.Count(b => b is not ToolResultBlock));
        });

    private static readonly TextBlock Text = new("t");

    private static Turn System => new(Role.System, [Text]);

    private static Turn User(params Block[] blocks) => new(Role.User, blocks);

    private static ToolResultBlock Result(string id) => new(id, []);

    private static Turn Call(params string[] ids) => new(Role.Assistant, [.. ids.Select(id => new ToolCallBlock(id, "n", "{}"))]);

    private static string Repaired(params Turn[] turns) => string.Join(' ', ToolPairs.Repair(turns).Select(t => t.Role == Role.System ? "S"
        : $"{t.Role.ToString()[0]}({string.Join(',', t.Blocks.Select(b => b switch { ToolCallBlock c => c.Id, ToolResultBlock r => r.CallId + (r.IsError ? "!" : ""), _ => "t" }))})"));
}
