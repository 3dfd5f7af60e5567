using TrainingContainer.Data;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>What one hyperparameter's value asks of another's. Each rule says why.</summary>
internal static class SettingsRules
{
    public static void Check(TrainingSettings settings, ICollection<Mistake> mistakes)
    {
        void Refuse(string name, string what, string fix) => mistakes.Add(new Mistake($"hyperparameter {name}", what, fix));

        var classification = settings.Task == TaskKind.Classification;
        var loss = settings.Loss;
        var lossIsForClasses = loss.Kind is LossKind.CrossEntropy or LossKind.BinaryCrossEntropy or LossKind.Focal;
        if (classification != lossIsForClasses)
        {
            Refuse("loss", $"this loss is for {(lossIsForClasses ? "classification" : "regression")}, but task is {settings.Task.ToString().ToLowerInvariant()}",
                classification ? "choose cross_entropy, binary_cross_entropy or focal" : "choose mse, mae or huber");
        }
        if (!classification && !loss.ClassWeights.IsNone)
            Refuse("class_weights", "regression has no classes to weigh", "leave it out, or set task to classification");
        if (!classification && loss.LabelSmoothing > 0)
            Refuse("label_smoothing", "regression has no class probabilities to smooth", "leave it out, or set task to classification");
        if (loss is { Kind: LossKind.Focal, LabelSmoothing: > 0 })
            Refuse("label_smoothing", "the focal loss knows no smoothing", "leave it out, or choose cross_entropy");
        if (!classification && settings.Data.Split == SplitMethod.Stratified)
            Refuse("split", "stratified keeps the proportions of classes, and regression has none", "choose random or chronological");
        if (settings.Optimizer is { Nesterov: true, Momentum: 0 } and { Kind: OptimizerKind.Sgd })
            Refuse("nesterov", "found true with momentum 0: it is a variant of momentum", "set momentum, for example 0.9");
        if (settings.Model.InputShape.Count is not (0 or 3))
        {
            Refuse("input_shape", $"found {settings.Model.InputShape.Count} numbers, expected channels, height and width",
                "set it, for example [1, 28, 28]");
        }
        else if (settings.Custom is null && settings.Model.Kind == ModelKind.Cnn)
            CheckConvolutions(settings.Model, Refuse);
        CheckObjective(settings, Refuse);
        if (settings.CloudWatch.Output == CloudWatchOutput.Api && !CloudWatchSettings.HasApi)
        {
            Refuse("cloudwatch_metrics", "found api, but this program was built without the package AWSSDK.CloudWatch, which sends them",
                "set it to emf, which needs no package, permission or network, or use an image built with CLOUDWATCH_SDK=true");
        }
        if (settings is { Deterministic: true, Threads: null } && settings.Device != DevicePreference.Cuda)
        {
            Refuse("deterministic", "found true, but threads=auto leaves their number to a measurement, and it changes the last bits of a result",
                "set threads to a number, or device to cuda");
        }
    }

    private static void CheckConvolutions(ModelSettings model, Action<string, string, string> refuse)
    {
        if (model.KernelSize % 2 == 0)
            refuse("kernel_size", $"found {model.KernelSize}, expected an odd number: the image keeps its size", $"use {model.KernelSize + 1}");
        if (model.ConvolutionChannels.Count == 0)
            refuse("convolution_channels", "found an empty list, and a cnn needs a convolution", "set it, for example [32, 64], or set model to mlp");
        if (model.InputShape.Count == 0)
        {
            refuse("input_shape", "it is not given, and model=cnn must know the image", "set it, for example [1, 28, 28]");
            return;
        }
        var side = Math.Min(model.InputShape[1], model.InputShape[2]);
        if (side >> model.ConvolutionChannels.Count == 0)
        {
            refuse("convolution_channels", $"{model.ConvolutionChannels.Count} blocks each halve the image, and its smaller side is {side}",
                $"use at most {Math.Max(1, (int)Math.Log2(side))} blocks");
        }
    }

    private static void CheckObjective(TrainingSettings settings, Action<string, string, string> refuse)
    {
        if (settings.ObjectiveMetric is not { } asked)
            return;
        var known = TrainingMetrics.ObjectivesOf(settings.Task).Select(metric => metric.Name).ToArray();
        if (!known.Contains(asked))
        {
            refuse("objective_metric", $"found \"{asked}\" (given, or the tuning job's objective), expected one of {string.Join(", ", known)}",
                "name one of these, with or without \":best\"");
        }
    }
}
