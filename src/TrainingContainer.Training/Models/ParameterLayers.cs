using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>The layers of a network, told from the names and shapes of its parameters: the same for every kind of network.</summary>
internal static class ParameterLayers
{
    /// <summary>The module that owns a tensor: "3" for "3.weight", "block1.first" for "block1.first.weight", "" for one of the whole network.</summary>
    public static string Of(string tensor) => tensor[..Math.Max(0, tensor.LastIndexOf('.'))];

    /// <summary>The layers that have parameters, first to last, as they were registered.</summary>
    public static IReadOnlyList<string> Names(nn.Module model) => [.. model.named_parameters().Select(named => Of(named.name)).Distinct()];

    /// <summary>The layer that makes the outputs: the last with a weight of two dimensions or more (a normalization has none).</summary>
    public static string Head(nn.Module model)
    {
        var parameters = model.named_parameters().ToArray();
        return Of(parameters.LastOrDefault(named => IsWeight(named.parameter), parameters[^1]).name);
    }

    /// <summary>
    /// Discriminative learning rates (Howard and Ruder 2018): 1 for the last layer, times the decay for each layer before it. Only
    /// parameters that are given count; a normalization belongs to the layer in front of it.
    /// </summary>
    /// <param name="parameters">Those that learn, first to last.</param>
    /// <param name="decay">In (0, 1].</param>
    /// <returns>One factor for each parameter.</returns>
    public static double[] LearningRateScales(IReadOnlyList<(string Name, Tensor Parameter)> parameters, double decay)
    {
        var layers = new int[parameters.Count];
        var (layer, name) = (0, (string?)null);
        for (var i = 0; i < layers.Length; i++)
        {
            if (IsWeight(parameters[i].Parameter) && Of(parameters[i].Name) != name)
            {
                layer += name is null ? 0 : 1;
                name = Of(parameters[i].Name);
            }
            layers[i] = layer;
        }
        return Array.ConvertAll(layers, one => Math.Pow(decay, layer - one));
    }

    private static bool IsWeight(Tensor parameter) => parameter.dim() >= 2;
}
