using System.CommandLine;
using Farthing.Catalogue;
using Farthing.Comparison;
using Farthing.Gateway;
using Farthing.Simulator;

var root = new RootCommand("Farthing: routine coding work on budget models, without guessing and without lock-in.")
{
    CompareCommand.Create(),
    ServeCommand.Create(),
    SimCommand.Create(),
    ModelsCommand.Create(),
    CostCommand.Create(),
    StatsCommand.Create(),
};

var parsed = root.Parse(args);
var code = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? 2 : code; // 2 is wrong use; the library would say 1
