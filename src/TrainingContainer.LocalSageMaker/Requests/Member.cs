namespace TrainingContainer.LocalSageMaker.Requests;

/// <summary>A member of one of the API's structures.</summary>
/// <param name="Name">In the API's spelling.</param>
/// <param name="Shape">What it takes; null for a member that AWS knows and this machine does without.</param>
/// <param name="IsRequired">Whether a request without it is refused.</param>
internal sealed record Member(string Name, Shape? Shape, bool IsRequired = false)
{
    /// <summary>A member that every request has.</summary>
    public static Member Required(string name, Shape shape) => new(name, shape, IsRequired: true);

    /// <summary>A member that a request may have.</summary>
    public static Member Optional(string name, Shape shape) => new(name, shape);

    /// <summary>A member that AWS knows: accepted, told, and without effect here.</summary>
    public static Member WithoutEffect(string name) => new(name, Shape: null);
}
