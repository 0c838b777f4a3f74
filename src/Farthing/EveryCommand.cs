using System.CommandLine;
using Farthing.Budgets.Commands;
using Farthing.Catalogue;
using Farthing.Cli;
using Farthing.Comparison;
using Farthing.Costing;
using Farthing.Costing.Advice;
using Farthing.Costing.Savings;
using Farthing.Imports;
using Farthing.Keys.Commands;
using Farthing.Ledger.Commands;
using Farthing.Simulator;

namespace Farthing;

/// <summary>The program's command line.</summary>
internal static class EveryCommand
{
    public static RootCommand Create() => new("Farthing: routine coding work on budget models, without guessing and without lock-in.")
    {
        CompareCommand.Create(),
        ServeCommand.Create(),
        SimCommand.Create(SimulatedTasks.OfBundledSuiteAsync, SimulatedModels.OfEmbedded),
        KeysCommand.Create(),
        NamesCommand.Teams(),
        NamesCommand.Projects(),
        BudgetsCommand.Create(),
        SpendCommand.Create(InstalledModels.Open),
        ModelsCommand.Create(InstalledModels.Open),
        CostCommand.Create(InstalledModels.Open),
        AdviseCommand.Create(InstalledModels.Open),
        SavingsCommand.Create(InstalledModels.Open),
        ImportCommand.Create(),
        StatsCommand.Create(),
    };
}
