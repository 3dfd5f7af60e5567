using TrainingContainer.Data;

namespace TrainingContainer.Training;

/// <summary>Standardized rows with their targets: all of a table, or some of it.</summary>
/// <param name="Features">The table's features.</param>
/// <param name="Classes">Class index of every row of the table; null for regression.</param>
/// <param name="Numbers">Standardized number of every row of the table; null for classification. Without both, targets mean nothing.</param>
/// <param name="Rows">The rows that belong to this set; null for all.</param>
public sealed record DataRows(FeatureMatrix Features, int[]? Classes, float[]? Numbers, int[]? Rows)
{
    /// <summary>How many rows.</summary>
    public long Count => Rows?.Length ?? Features.RowCount;
}
