namespace TrainingContainer.Data;

/// <summary>Decodes whole blocks into rows. One per thread.</summary>
internal sealed class BlockDecoder(RecordFormat format, BatchStreamOptions options)
{
    private readonly LabelReader _labels = new(options.Records.LabelKind, options.Classes, options.FoundClasses);
    private IRecordDecoder? _decoder;
    private string? _file;

    /// <summary>Fills in the block's rows, or those before a record that cannot be used, and the failure.</summary>
    public void Decode(RecordBlock block)
    {
        if (block.RecordCount == 0)
        {
            return;
        }

        if (_decoder is null || _file != block.Place.File)
        {
            _decoder ??= format.Decoder(options.Records, block.FeatureCount);
            _file = block.Place.File;
            _decoder.Enter(_file);
        }

        block.ReserveRows();
        foreach (RecordSpan record in block.Records)
        {
            var label = default(RecordLabel);
            Span<float> row = block.Features.Slice(block.RowCount * block.FeatureCount, block.FeatureCount);
            string? words = _decoder.Decode(block[record], row, ref label) ?? _labels.Read(label, out block.Labels[block.RowCount]);
            if (words is not null)
            {
                block.Failure = DataError.RecordBad(block.PlaceOf(record), words);
                return;
            }

            block.RowCount++;
        }
    }
}
