namespace TrainingContainer.Training;

/// <summary>The trainable numbers of a network, counted without building it.</summary>
internal static class ParameterCount
{
    /// <summary>Of all layers: weights and biases.</summary>
    public static long Of(ModelArchitecture architecture) => architecture.Layers.Sum(layer => Of(layer.Type, layer.Arguments));

    private static long Of(string type, IReadOnlyDictionary<string, double> arguments) => (long)(type switch
    {
        "Linear" => (arguments["in_features"] + 1) * arguments["out_features"],
        "Conv2d" => ((arguments["in_channels"] * arguments["kernel_size"] * arguments["kernel_size"]) + 1) * arguments["out_channels"],
        "BatchNorm1d" or "BatchNorm2d" => 2 * arguments["num_features"],
        _ => 0,
    });
}
