namespace TrainingContainer.Data;

/// <summary>What a <c>Value</c> of a SageMaker <c>Record</c> holds; the numbers are those of its fields.</summary>
internal enum TensorKind
{
    None = 0,
    Float32 = 2,
    Float64 = 3,
    Int32 = 7,
    Bytes = 9,
}
