using TrainingContainer.Commands;

return CommandLine.Run(args);
