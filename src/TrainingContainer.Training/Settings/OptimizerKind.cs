namespace TrainingContainer.Training;

/// <summary>How parameters follow the gradient, with PyTorch's formulas.</summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent, optionally with (Nesterov) momentum.</summary>
    Sgd,

    /// <summary>Adam (Kingma and Ba 2015); weight decay is an L2 penalty.</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019).</summary>
    Adamw,

    /// <summary>RMSprop (Hinton 2012), optionally with momentum.</summary>
    Rmsprop,
}
