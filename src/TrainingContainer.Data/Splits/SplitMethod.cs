namespace TrainingContainer.Data;

/// <summary>How rows are chosen to validate.</summary>
public enum SplitMethod
{
    /// <summary>Any rows, at random.</summary>
    Random,

    /// <summary>At random, with each class in proportion to its rows. Needs class labels.</summary>
    Stratified,

    /// <summary>The last rows, for data in the order of time.</summary>
    Chronological,
}
