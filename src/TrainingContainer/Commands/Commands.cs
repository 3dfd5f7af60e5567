using System.CommandLine;
using System.CommandLine.Help;
using TrainingContainer.SageMaker;
using TrainingContainer.Training;

namespace TrainingContainer.Commands;

/// <summary>The program's commands and their options, each declared once: what is parsed, run and told by <c>--help</c>.</summary>
internal static class Commands
{
    private static JobPaths Paths => JobPaths.FromEnvironment(Environment.GetEnvironmentVariable);

    /// <summary>train, the command of a job.</summary>
    public static int Train() => new TrainCommand(Paths, TimeProvider.System).Run();

    /// <summary>All of them.</summary>
    public static RootCommand Declare()
    {
        var train = new Command("train", "Reads /opt/ml/input, trains, writes /opt/ml/model and /opt/ml/output. The default.");
        train.SetAction(_ => Train());
        var root = new RootCommand("Trains a model as SageMaker asks for it.") { train, Validate(), Describe(), Env(), Torch() };
        root.Directives.Clear();
        root.Options.OfType<VersionOption>().Single().Action = new VersionAction();
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new RootHelpAction((HelpAction)help.Action!);
        return root;
    }

    /// <summary>A command as one writes it, for example <c>validate [--json]</c>.</summary>
    public static string Usage(Command command)
    {
        var options = command.Options.Where(option => option is not HelpOption).Select(Usage).ToArray();
        return options.Length == 0 ? command.Name : $"{command.Name} [{string.Join(" | ", options)}]";
    }

    /// <summary>An option as one writes it, for example <c>--adapt FILE</c>.</summary>
    public static string Usage(Option option) => option.Arity.MaximumNumberOfValues == 0 ? option.Name
        : option.Arity.MinimumNumberOfValues == 0 ? $"{option.Name} [{option.HelpName}]" : $"{option.Name} {option.HelpName}";

    private static Command Validate()
    {
        var json = Flag("--json", "Prints one JSON object.");
        var command = new Command(
            "validate", "Checks what train would check and samples every channel, without training or writing anything. Tells every mistake in one report.") { json };
        command.SetAction(result => new ValidateCommand(Paths, Console.Out, Console.Error).Run(result.GetValue(json)));
        return command;
    }

    private static Command Describe()
    {
        var image = new Option<string>("--image") { HelpName = "URI", Description = "Sets its TrainingImage." };
        var metrics = Flag("--metric-definitions", "Prints the list for AlgorithmSpecification.MetricDefinitions instead.");
        var ranges = new Option<string>("--tuning-ranges")
        {
            HelpName = "NAME,...", Arity = ArgumentArity.ZeroOrOne,
            Description = "Prints the object for HyperParameterTuningJobConfig.ParameterRanges instead, of the hyperparameters named, or of "
                + $"{string.Join(", ", TrainingAlgorithm.TunedByDefault)}.",
        };
        var table = Flag("--hyperparameters", "Prints all hyperparameters as a Markdown table instead.");
        var command = new Command("describe", "Prints the TrainingSpecification for the CreateAlgorithm API.") { image, metrics, ranges, table };
        command.Validators.Add(result =>
        {
            var given = result.Children.OfType<System.CommandLine.Parsing.OptionResult>().Select(option => option.Option.Name).ToArray();
            if (given.Length > 1) result.AddError($"Only one of {string.Join(" and ", given)} can be given.");
        });
        command.SetAction(result =>
        {
            var describe = new DescribeCommand(Console.Out, Console.Error);
            if (result.GetValue(metrics)) return describe.MetricDefinitions();
            if (result.GetValue(table)) return describe.Hyperparameters();
            return result.GetResult(ranges) is not null ? describe.TuningRanges(result.GetValue(ranges)) : describe.Specification(result.GetValue(image));
        });
        return command;
    }

    private static Command Env()
    {
        var json = Flag("--json", "Prints one JSON object.");
        var command = new Command("env", "Prints the SM_* variables of the job for a shell. Secrets are left out.") { json };
        command.SetAction(result => new EnvCommand(Paths).Run(result.GetValue(json)));
        return command;
    }

    private static Command Torch()
    {
        var adapt = new Option<string>("--adapt")
        {
            HelpName = "FILE",
            Description = "Where this system's C++ library is too old for TorchSharp's, as Debian 12's is, writes a copy of libLibTorchSharp.so that loads.",
        };
        var command = new Command("torch", "Loads Torch, multiplies two matrices on each device, and prints versions, BLAS, threads and devices.") { adapt };
        command.SetAction(result =>
        {
            var torch = new TorchCommand(Console.Out, Console.Error);
            return result.GetValue(adapt) is { } path ? torch.Adapt(path) : torch.Run();
        });
        return command;
    }

    private static Option<bool> Flag(string name, string description) => new(name) { Arity = ArgumentArity.Zero, Description = description };
}
