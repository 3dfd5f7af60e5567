namespace TrainingContainer.Data;

/// <summary>
/// <c>text/libsvm</c>: <c>label index:value index:value …</c> on every line, indexes ascending. What is not written is 0, as in LIBSVM and
/// scikit-learn. <c>#</c> starts a comment, <c>qid:n</c> after the label is passed over (it matters to ranking only).
/// <para>
/// Indexes count from 0: the index is the column (AWS, "XGBoost algorithm": zero-based index value pairs; also XGBoost's default). LIBSVM itself
/// counts from 1; such a file is read as well, its column 0 is 0 in every row and there is one feature more.
/// </para>
/// <para>
/// No single row tells how many features there are: give <c>feature_dim</c>, or take the largest <see cref="WidthOf"/> of a first pass over all rows.
/// </para>
/// </summary>
public sealed class LibSvmFormat : RecordFormat
{
    /// <inheritdoc/>
    public override string MediaType => "text/libsvm";

    /// <inheritdoc/>
    public override bool IsWidthOfAll => true;

    /// <inheritdoc/>
    public override IRecordFraming Framing(RecordOptions options) => new LineFraming((byte)'#');

    /// <inheritdoc/>
    public override IRecordDecoder Decoder(RecordOptions options, int featureCount)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new LibSvmDecoder(options.LabelKind);
    }

    /// <inheritdoc/>
    /// <remarks>Without an expected number it is what this record needs alone, which later ones may exceed.</remarks>
    public override string? Inspect(ReadOnlySpan<byte> record, RecordOptions options, int? expectedFeatures, out int featureCount)
    {
        string? fault = WidthOf(record, out int width);
        featureCount = expectedFeatures ?? Math.Max(width, 1);
        return fault ?? (width > featureCount ? RecordFault.LibSvmIndex(width - 1, featureCount) : RecordFault.FeatureCount(featureCount, null));
    }

    /// <summary>How many features a row needs: its largest index plus 1, 0 when it has none.</summary>
    /// <param name="record">The row.</param>
    /// <param name="featureCount">The number of features.</param>
    /// <returns>Null, or what is wrong.</returns>
    public static string? WidthOf(ReadOnlySpan<byte> record, out int featureCount)
    {
        featureCount = 0;
        var tokens = new LibSvmTokens(record);
        ReadOnlySpan<byte> last = default;
        while (tokens.Next())
        {
            last = tokens.Token.Contains((byte)':') && !tokens.IsQueryId ? tokens.Token : last;
        }

        if (last.IsEmpty)
        {
            return null;
        }

        string? fault = LibSvmTokens.ReadIndex(last, out int index, out _);
        featureCount = index + 1;
        return fault;
    }
}
