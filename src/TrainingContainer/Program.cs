using TrainingContainer.Start;

return OpenFileLimit.Suffices(args) ? Startup.Run(args) : OpenFileLimit.ExitCode;
