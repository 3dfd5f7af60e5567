using TrainingContainer.LocalSageMaker;
using TrainingContainer.SageMaker;

InheritedStreams.Restore();
InheritedSignals.Restore();
return CommandLine.Run(args);
