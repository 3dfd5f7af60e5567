namespace TrainingContainer.Training;

/// <summary>The non-linearity between layers, as in torch.nn.</summary>
public enum ActivationKind
{
    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>x above zero, 0.01 x below.</summary>
    LeakyRelu,

    /// <summary>x above zero, exp(x) - 1 below.</summary>
    Elu,

    /// <summary>x times the normal distribution function of x.</summary>
    Gelu,

    /// <summary>x times sigmoid(x), also called swish.</summary>
    Silu,

    /// <summary>Hyperbolic tangent.</summary>
    Tanh,

    /// <summary>Logistic function.</summary>
    Sigmoid,
}
