using System.Text.Json.Serialization;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TrainingContainer.Training;

/// <summary>What is trained, before it exists: how it takes rows and how it is built, as often as needed.</summary>
[JsonDerivedType(typeof(ModelArchitecture))]
[JsonDerivedType(typeof(CustomNetwork))]
public interface INetwork
{
    /// <summary>What the log calls it.</summary>
    string Name { get; }

    /// <summary>Shape of one row: [features], or [channels, height, width].</summary>
    IReadOnlyList<long> InputShape { get; }

    /// <summary>Outputs of one row.</summary>
    int OutputCount { get; }

    /// <summary>True when the network draws random numbers while training.</summary>
    bool HasDropout { get; }

    /// <summary>True when a training batch needs two rows at least.</summary>
    bool HasBatchNormalization { get; }

    /// <summary>Builds the network on the CPU, in training mode; the same seed gives the same weights.</summary>
    /// <param name="seed">The job's seed.</param>
    Module<Tensor, Tensor> Build(long seed);
}
