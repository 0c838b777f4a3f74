using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Farthing.EndToEnd.Clients;

/// <summary>Each model with each of the values.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal abstract class CombinatorialAttribute(object[] values) : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>(
            [.. new[] { "claude-haiku-4-5", "gpt-4o-mini" }.SelectMany(model => values.Select(value => new TheoryDataRow(model, value)))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}

internal sealed class CombinatorialStatusAttribute(params int[] statuses) : CombinatorialAttribute([.. statuses]);

internal sealed class CombinatorialFaultAttribute(params string[] faults) : CombinatorialAttribute([.. faults]);
