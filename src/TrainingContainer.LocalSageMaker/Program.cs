using TrainingContainer.LocalSageMaker;

return CommandLine.Run(args);
