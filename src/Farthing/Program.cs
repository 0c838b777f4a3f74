using System.CommandLine;
using Farthing.Catalogue;
using Farthing.Cli;
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

return await CommandLine.RunAsync(root, args);
