using TrainingContainer.LocalSageMaker;
using TrainingContainer.SageMaker;

InheritedSignals.Restore();
return CommandLine.Run(args);
