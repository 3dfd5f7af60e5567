namespace TrainingContainer.Training;

/// <summary>What training minimizes.</summary>
public enum LossKind
{
    /// <summary>Cross entropy for classification, mean squared error for regression.</summary>
    Auto,

    /// <summary>Softmax cross entropy over all classes.</summary>
    CrossEntropy,

    /// <summary>Logistic loss on one output; two classes only.</summary>
    BinaryCrossEntropy,

    /// <summary>Cross entropy that counts easy rows less: (1 - p)^gamma (Lin et al. 2017).</summary>
    Focal,

    /// <summary>Mean squared error.</summary>
    Mse,

    /// <summary>Mean absolute error.</summary>
    Mae,

    /// <summary>Squared near zero, absolute beyond delta (Huber 1964).</summary>
    Huber,
}
