using Farthing;
using Farthing.Cli;

return await CommandLine.RunAsync(EveryCommand.Create(), args);
