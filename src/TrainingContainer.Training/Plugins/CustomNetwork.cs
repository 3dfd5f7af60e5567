using System.Text.Json.Serialization;
using TrainingContainer.Data;
using TrainingContainer.SageMaker;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TrainingContainer.Training;

/// <summary>A user's own model, ready to be built for the rows of this job.</summary>
public sealed class CustomNetwork : INetwork
{
    private readonly CustomModel _custom;
    private readonly ModelRequest _request;

    private CustomNetwork(CustomModel custom, ModelRequest request) => (_custom, _request) = (custom, request);

    /// <inheritdoc/>
    [JsonIgnore]
    public string Name => $"{_custom.Assembly.Name} ({Path.GetFileName(_custom.Assembly.Path)})";

    /// <inheritdoc/>
    public IReadOnlyList<long> InputShape => _request.InputShape;

    /// <inheritdoc/>
    public int OutputCount => _request.OutputCount;

    /// <summary>Which code builds it.</summary>
    [JsonPropertyName("custom_model")]
    public CustomModelDescription Description => new(
        _custom.Assembly.Name,
        Path.GetFileName(_custom.Assembly.Path),
        _custom.Assembly.Type.Assembly.GetName().Version?.ToString() ?? "unknown",
        _custom.Assembly.Sha256,
        _custom.Assembly.Type.FullName ?? "",
        SecretNames.Redact(_custom.Assembly.Hyperparameters.ToDictionary(declaration => declaration.Name, declaration => _custom.Values.Canonical[declaration.Name])));

    /// <summary>True: what it draws is its own affair, so torch is seeded before each step.</summary>
    [JsonIgnore]
    public bool HasDropout => true;

    /// <inheritdoc/>
    [JsonIgnore]
    public bool HasBatchNormalization { get; private init; }

    /// <summary>Asks the model for a network and checks it, on the CPU.</summary>
    /// <param name="custom">The model.</param>
    /// <param name="settings">Of the job.</param>
    /// <param name="featureCount">Features of a row.</param>
    /// <param name="outputCount">Classes, or 1.</param>
    /// <exception cref="JobInputException">It can't be trained; the reason is in it.</exception>
    public static CustomNetwork For(CustomModel custom, TrainingSettings settings, int featureCount, int outputCount)
    {
        var network = new CustomNetwork(custom, new()
        {
            InputShape = settings.Model.InputShape.Count > 0 ? settings.Model.InputShape : [featureCount],
            OutputCount = outputCount,
            Task = settings.Task,
            Settings = settings.Model,
            Hyperparameters = custom.Values,
            Seed = settings.Seed,
        });
        using var model = network.Build(settings.Seed);
        NetworkCheck.Run(model, network, custom.Assembly.Path);
        return new(custom, network._request)
        {
            HasBatchNormalization = model.modules().Any(module => module.GetType().Name.StartsWith("BatchNorm", StringComparison.Ordinal)),
        };
    }

    /// <inheritdoc/>
    public Module<Tensor, Tensor> Build(long seed)
    {
        manual_seed((long)(RandomKey.For(seed, DrawPurpose.Initialization).Value >> 1)).Dispose();
        var model = _custom.Assembly.Build(_request);
        model.train();
        return model;
    }
}
