using System.Text.Json;
using CsCheck;

namespace Farthing.Tests.Fuzz.Inputs;

/// <summary>One change to a document. Plain numbers, so that CsCheck can make, shrink and repeat it.</summary>
internal readonly record struct Mutation(int Kind, int Place, int Value)
{
    public static Gen<Mutation> Any { get; } = Gen.Select(Gen.Int[0, 99], Gen.Int[0, 1 << 20], Gen.Int[0, 1 << 16], (kind, place, value) => new Mutation(kind, place, value));

    /// <summary>None for a third of the documents: what is wholly valid must keep working in the midst of it all.</summary>
    public static Gen<Mutation[]> Some { get; } = Gen.Frequency((1, Gen.Const(Array.Empty<Mutation>())), (2, Any.Array[1, 4]));

    /// <summary>The bytes of a document after all changes: those to its JSON first, those to its bytes after them.</summary>
    public static byte[] Apply(string json, IEnumerable<Mutation> mutations)
    {
        var all = mutations.ToLookup(m => m.Kind < 85);
        return ByteMutations.Apply(JsonMutations.Apply(json, all[true]), all[false]);
    }

    public T Pick<T>(IReadOnlyList<T> from) => from[Value % from.Count];

    public static bool IsJson(ReadOnlyMemory<byte> bytes, int depth = 1_000)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = depth });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
