using TrainingContainer.Commands;
using TrainingContainer.SageMaker;

InheritedSignals.Restore();
return CommandLine.Run(args);
