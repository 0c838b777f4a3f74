using System.Text;
using CsCheck;
using Farthing.Ledger.Commands;
using Xunit;

namespace Farthing.Tests.Ledger;

public sealed class SpendGroupsTests
{
    [Fact]
    public void Numbers_names_in_the_order_in_which_they_first_come_as_a_dictionary_does() =>
        Gen.String[0, 4].Array[0, 600].Sample(names =>
        {
            var (groups, known) = (new SpendGroups(), new Dictionary<string, int>());
            foreach (var name in names.Select(n => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(n)))) // half a surrogate becomes a replacement character
            {
                if (!known.TryGetValue(name, out var expected)) known[name] = expected = known.Count;
                Assert.Equal(expected, groups.Of(Encoding.UTF8.GetBytes(name)));
            }

            Assert.Equal(known.Keys, Enumerable.Range(0, groups.Count).Select(g => Encoding.UTF8.GetString(groups.Name(g).Span)));
        }, iter: 200);

    [Fact]
    public void Holds_a_name_of_any_length_and_an_empty_one()
    {
        var groups = new SpendGroups();
        var names = Enumerable.Range(0, 40).Select(n => new string('a', n * 500)).ToArray();
        Assert.Equal(Enumerable.Range(0, 40), names.Select(n => groups.Of(Encoding.UTF8.GetBytes(n))));
        Assert.Equal(Enumerable.Range(0, 40), names.Select(n => groups.Of(Encoding.UTF8.GetBytes(n))));
    }
}
