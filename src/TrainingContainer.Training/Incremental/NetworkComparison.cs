using System.Globalization;
using TrainingContainer.SageMaker;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>Compares a job's network with a saved model, layer by layer and tensor by tensor.</summary>
/// <param name="settings">Of the job.</param>
/// <param name="model">The saved model.</param>
/// <param name="withHead">Whether the last layer counts.</param>
internal sealed class NetworkComparison(TrainingSettings settings, PretrainedModel model, bool withHead)
{
    private const string Where = "channel model";
    private const int DifferencesMax = 10;
    private const int ValueLengthMax = 300;

    private readonly SavedModel _saved = model.Description;

    /// <summary>The tensors that are taken from a saved model: parameters and buffers, without those of the last layer if that does not count.</summary>
    public static IReadOnlyList<(string Name, Tensor Tensor)> Tensors(nn.Module network, bool withHead)
    {
        var head = ParameterLayers.Head(network);
        return [.. WeightSnapshot.Weights(network).Where(named => withHead || ParameterLayers.Of(named.Name) != head)];
    }

    /// <summary>Adds a mistake for every difference; hyperparameters that explain the differences stand for them.</summary>
    /// <param name="built">The network that the job would train.</param>
    /// <param name="sizesFit">Whether features and classes are those of the model; otherwise tensors are not compared.</param>
    /// <param name="mistakes">Where they are added.</param>
    public void Check(nn.Module built, bool sizesFit, ICollection<Mistake> mistakes)
    {
        if (settings.Custom is null && _saved.CustomAssembly is { } assembly)
        {
            mistakes.Add(new(Where, $"found a model of {Shown.Plain(assembly)}, but this job brings no such code", "set sagemaker_program, and what belongs to it, as the job that made the model did"));
            return;
        }
        if (settings.FineTuning.NewHead && Tensors(built, withHead).Count == 0)
        {
            mistakes.Add(new("hyperparameter new_head", "found true, but the network has a single layer: nothing would be taken from the model", "leave out new_head, or the channel model"));
            return;
        }
        var differences = LayerDifferences().FirstOrDefault() is { } first ? [first] : sizesFit ? TensorDifferences(built).ToArray() : [];
        var causes = differences.Length == 0 ? [] : Causes().ToArray();
        if (causes.Length > 0 && settings.Custom is null)
        {
            foreach (var (name, theirs) in causes)
            {
                mistakes.Add(new($"hyperparameter {name}", $"found {settings.Hyperparameters[name]}, but the model of channel model was made with {theirs}", $"set it to {theirs}"));
            }
            return;
        }
        var fix = causes.Length > 0
            ? $"set {string.Join(", ", causes.Select(cause => $"{cause.Name}={cause.Theirs}"))} as the job that made the model did"
            : "make the network as the job that made the model did, or set new_head to true if the last layer alone differs";
        foreach (var difference in differences.Take(DifferencesMax))
            mistakes.Add(new(Where, difference, fix));
        if (differences.Length > DifferencesMax)
            mistakes.Add(new(Where, $"found {differences.Length - DifferencesMax} more differences", fix));
    }

    private IEnumerable<string> LayerDifferences()
    {
        if (settings.Custom is not null || _saved.Layers.Count == 0)
            yield break;
        var architecture = ModelArchitecture.For(settings.Model, _saved.Features.Count, LossFunction.OutputCount(settings.Loss.Kind, _saved.Classes.Count));
        var count = Math.Max(architecture.Layers.Count, _saved.Layers.Count);
        for (var i = 0; i < count; i++)
        {
            var (ours, theirs) = (architecture.Layers.ElementAtOrDefault(i), _saved.Layers.ElementAtOrDefault(i));
            var isHead = i == architecture.Layers.Count - 1 && i == _saved.Layers.Count - 1;
            if (!Same(ours, theirs) && (withHead || !isHead))
                yield return $"layer {i}: found {Text(theirs)} in the model, but this job's network has {Text(ours)}";
        }
    }

    private IEnumerable<string> TensorDifferences(nn.Module built)
    {
        var ours = Tensors(built, withHead);
        foreach (var (name, tensor) in ours)
        {
            if (model.Weights.Find(name) is not { } theirs)
                yield return $"tensor {name}: found none of this name in the model, expected {Text(tensor.dtype, tensor.shape)}";
            else if (theirs.Type != tensor.dtype || !theirs.Shape.SequenceEqual(tensor.shape))
                yield return $"tensor {name}: found {Text(theirs.Type, theirs.Shape)} in the model, expected {Text(tensor.dtype, tensor.shape)}";
        }
        var known = ours.Select(one => one.Name).ToHashSet(StringComparer.Ordinal);
        var head = ParameterLayers.Head(built);
        foreach (var theirs in model.Weights.Tensors)
        {
            if (!known.Contains(theirs.Name) && (withHead || ParameterLayers.Of(theirs.Name) != head))
                yield return $"tensor {Shown.Plain(theirs.Name)}: found {Text(theirs.Type, theirs.Shape)} in the model, but this job's network has none of this name";
        }
    }

    /// <summary>The hyperparameters that shape the network and were others for the model, with their values then.</summary>
    private IEnumerable<(string Name, string Theirs)> Causes()
    {
        IEnumerable<Hyperparameter> shaping = settings.Custom is { } custom ? custom.Assembly.Hyperparameters : [TrainingHyperparameters.Model];
        shaping = shaping.Concat([TrainingHyperparameters.HiddenLayers, TrainingHyperparameters.Activation, TrainingHyperparameters.BatchNormalization, TrainingHyperparameters.InputShape]);
        var isConvolutional = (settings.Custom is null && settings.Model.Kind == ModelKind.Cnn) || _saved.Layers.Any(layer => layer.Type == "Conv2d");
        if (isConvolutional)
            shaping = shaping.Concat([TrainingHyperparameters.ConvolutionChannels, TrainingHyperparameters.KernelSize]);
        foreach (var name in shaping.Select(declaration => declaration.Name))
        {
            var isUsed = isConvolutional || settings.Custom is not null || name != TrainingHyperparameters.InputShape.Name;
            if (isUsed && Theirs(name) is { } theirs && theirs != settings.Hyperparameters[name])
                yield return (name, theirs);
        }
        // with dropout there are layers more, and other layers' names are counted on
        var dropout = TrainingHyperparameters.Dropout.Name;
        if (Theirs(dropout) is { } probability && (probability == TrainingHyperparameters.Dropout.DefaultText) != (settings.Model.Dropout == 0))
            yield return (dropout, probability);
        var loss = TrainingHyperparameters.Loss.Name;
        const string OneOutput = "binary_cross_entropy";
        if (withHead && Theirs(loss) is { } made && (made == OneOutput) != (settings.Loss.Kind == LossKind.BinaryCrossEntropy))
            yield return (loss, made);
    }

    /// <summary>A value of the model's job; lists are longer than what messages usually repeat.</summary>
    private string? Theirs(string hyperparameter) =>
        _saved.Hyperparameters.TryGetValue(hyperparameter, out var value) ? Shown.OneLine(Shown.Cut(value, ValueLengthMax)) : null;

    /// <summary>Whether two layers compute the same; what share of activations is dropped while training is no difference.</summary>
    private static bool Same(Layer? a, Layer? b) =>
        a is not null && b is not null && a.Type == b.Type
        && (a.Type == "Dropout" || (a.Arguments.Count == b.Arguments.Count && a.Arguments.All(argument => b.Arguments.TryGetValue(argument.Key, out var other) && other == argument.Value)));

    private static string Text(Layer? layer) => layer is null ? "no layer"
        : Shown.Plain($"{layer.Type}({string.Join(", ", layer.Arguments.Select(argument => string.Create(CultureInfo.InvariantCulture, $"{argument.Key}={argument.Value}")))})");

    private static string Text(ScalarType type, IEnumerable<long> shape) => $"{type} [{string.Join(", ", shape)}]";
}
