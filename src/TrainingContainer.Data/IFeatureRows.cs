namespace TrainingContainer.Data;

/// <summary>Rows of float32 features that are found by their index: in memory (<see cref="FeatureMatrix"/>) or in a mapped file (<see cref="RowCache"/>). Reading is safe from several threads.</summary>
public interface IFeatureRows
{
    /// <summary>The number of rows.</summary>
    long RowCount { get; }

    /// <summary>Features per row.</summary>
    int ColumnCount { get; }

    /// <summary>The features of one row; NaN where a value was missing.</summary>
    /// <param name="index">0-based row, below <see cref="RowCount"/>.</param>
    /// <returns>Valid until this thread asks for another row.</returns>
    ReadOnlySpan<float> Row(long index);

    /// <summary>Gathers rows, e.g. a batch.</summary>
    /// <param name="indexes">0-based rows, in any order, repeats allowed.</param>
    /// <param name="destination">Receives the rows one after the other; at least <c>indexes.Length * ColumnCount</c> long.</param>
    void CopyRows(ReadOnlySpan<int> indexes, Span<float> destination);
}
