using System.CommandLine;
using System.Globalization;
using Farthing.Catalogue;
using Farthing.Storage;

namespace Farthing.Keys.Commands;

/// <summary><c>farthing teams</c> and <c>farthing projects</c></summary>
internal static class NamesCommand
{
    public static Command Teams() => Create("teams", "team", projects: false, "Teams pay for the calls of their keys: a budget can be set on each.", "backend", "farthing keys create ci --team backend");

    public static Command Projects() => Create("projects", "project", projects: true, "A call is billed to a project when its key names one, or its header x-farthing-project does.", "checkout", "farthing keys create ci --project checkout");

    private static Command Create(string name, string one, bool projects, string about, string example, string then)
    {
        var (called, data, json) = (new Argument<string>("NAME") { Description = $"Letters, digits, '-', '_', '.' and '@'; it cannot be changed later" }, StoreCommand.Data(), JsonOutput.Option());
        var create = new Command("create", $"""
            Add a {one}.

            Examples:
              farthing {name} create {example}
              {then}
            """) { called, data, json };
        create.SetAction((parsed, _) => StoreCommand.RunAsync(parsed, data, async (database, writes) =>
        {
            var wanted = NameRule.Check($"the {one}'s name", parsed.GetRequiredValue(called));
            var added = await new NameStore(database, writes, TimeProvider.System, projects).CreateAsync(wanted);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(parsed.InvocationConfiguration.Output, to =>
                {
                    to.WriteStartObject();
                    to.WriteString("name", wanted);
                    to.WriteBoolean("added", added);
                    to.WriteEndObject();
                });
                return 0;
            }

            await parsed.InvocationConfiguration.Output.WriteLineAsync(added ? $"added the {one} {wanted}. Next: {then.Replace(then.Split(' ')[^1], wanted, StringComparison.Ordinal)}" : $"the {one} {wanted} is there already");
            return 0;
        }));
        var list = new Command("list", $"""
            List the {name}.

            Example:
              farthing {name} list
            """) { data, json };
        list.SetAction((parsed, _) => StoreCommand.RunAsync(parsed, data, (database, writes) =>
        {
            var all = new NameStore(database, writes, TimeProvider.System, projects).List();
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(output, to =>
                {
                    to.WriteStartArray();
                    foreach (var (known, at) in all)
                    {
                        to.WriteStartObject();
                        to.WriteString("name", known);
                        to.WriteString("created_at", at);
                        to.WriteEndObject();
                    }

                    to.WriteEndArray();
                });
            }
            else
            {
                foreach (var (known, at) in all) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{known,-30} {at:yyyy-MM-dd}"));
                if (all.Count == 0) output.WriteLine($"there are no {name} yet; farthing {name} create NAME adds one");
            }

            return Task.FromResult(0);
        }));
        return new Command(name, $"""
            {about}

            Example:
              farthing {name} create {example}
            """) { create, list };
    }
}
