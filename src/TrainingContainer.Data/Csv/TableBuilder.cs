namespace TrainingContainer.Data;

/// <summary>Puts parsed pieces together, in order; where the first problem of the channel is found and explained.</summary>
internal sealed class TableBuilder(CsvOptions options, ClosedClasses? closed, IReadOnlyList<string> fileNames)
{
    /// <summary>A shorter row may well hold 0,1,2,… as data.</summary>
    private const int NumberingColumnsMin = 10;

    private readonly ClassCatalog _classes = new(closed);
    private readonly BlockList<int> _spellings = new();
    private readonly BlockList<float> _numbers = new();
    private int[] _spellingOf = [];
    private FeatureMatrix? _features;
    private (int Columns, string Whence)? _width = options.FeatureCount is int count
        ? (count + (options.LabelKind == LabelKind.None ? 0 : 1), $"{(options.LabelKind == LabelKind.None ? "" : "the label and ")}the {count} features of the training channel")
        : null;

    private int _file = -1;
    private long _lines;
    private bool _fileHasRows;

    /// <summary>Whether there are rows behind the last one that was wanted.</summary>
    public bool IsCut { get; private set; }

    public long RowCount => _features?.RowCount ?? 0;

    private long RowsMax => Math.Min(
        options.RowsMax ?? long.MaxValue,
        _features is null || options.MemoryBytesMax is null ? long.MaxValue : options.MemoryBytesMax.Value / (sizeof(float) * (_features.ColumnCount + 1L)));

    /// <summary>Appends the next piece.</summary>
    /// <exception cref="DataException">A row of the piece cannot be used.</exception>
    public void Append(CsvPiece piece)
    {
        if (piece.File != _file)
        {
            _file = piece.File;
            _lines = 0;
            _fileHasRows = false;
        }

        long wanted = Math.Max(0, RowsMax - RowCount);
        if (wanted == 0 && (piece.RowCount > 0 || piece.FailedRow is not null || piece.Failure is not null))
        {
            IsCut = true;
            return;
        }

        if (piece.Failure is not null)
        {
            throw piece.Failure;
        }

        int rows = (int)Math.Min(piece.RowCount, wanted);
        if (rows > 0)
        {
            AppendRows(piece, rows);
        }

        if (rows == wanted && (rows < piece.RowCount || piece.FailedRow is not null))
        {
            IsCut = true;
            return;
        }

        if (piece.FailedRow is var (offset, line))
        {
            throw Explain(piece, offset, line);
        }

        _lines += piece.LineCount;
    }

    /// <summary>The finished table; the builder is of no further use.</summary>
    /// <exception cref="DataException">The classes show that the files have headers.</exception>
    public Table Build(CancellationToken cancellation)
    {
        FeatureMatrix features = _features ?? new FeatureMatrix(0);
        switch (options.LabelKind)
        {
            case LabelKind.Class:
                var counts = new long[closed?.Names.Count ?? LabelSpellings.CountMax];
                int[] indexes = _spellings.MoveToArray(cancellation);
                foreach (int index in indexes)
                {
                    counts[index]++;
                }

                IReadOnlyList<string> classes = _classes.Order(counts, fileNames.Count, out int[] classOf);
                foreach (ref int index in indexes.AsSpan())
                {
                    index = classOf[index];
                }

                return Table.WithClasses(features, indexes, classes);
            case LabelKind.Number:
                return Table.WithNumbers(features, _numbers.MoveToArray(cancellation));
            default:
                return Table.WithoutLabels(features);
        }
    }

    private void AppendRows(CsvPiece piece, int rows)
    {
        if (_width is var (columns, _) && piece.Width != columns)
        {
            throw Explain(piece, piece.FirstRow.Offset, piece.FirstRow.Line);
        }

        _width ??= (piece.Width, $"as in {Place(piece.FirstRow.Line)}");
        int features = options.LabelKind == LabelKind.None ? piece.Width : piece.Width - 1;
        if (!_fileHasRows && IsNumbering(piece, features))
        {
            ReadOnlySpan<byte> text = piece.Text.AsSpan(piece.FirstRow.Offset, piece.Length - piece.FirstRow.Offset);
            throw DataError.HeaderFound(Place(piece.FirstRow.Line), text[..text.IndexOf((byte)'\n')].TrimEnd((byte)'\r'));
        }

        _features ??= new FeatureMatrix(features);
        if (options.LabelKind == LabelKind.Class)
        {
            AppendClasses(piece, rows);
        }
        else if (options.LabelKind == LabelKind.Number)
        {
            _numbers.Append(piece.Numbers.AsSpan(0, rows));
        }

        _features.Append(piece.Features.AsSpan(0, rows * features));
        _fileHasRows = true;
        if (_features.RowCount > Array.MaxLength)
        {
            throw DataError.TooManyRows(Place(piece.FirstRow.Line), Array.MaxLength);
        }
    }

    /// <summary>Whether a file's first row is 0,1,2,…: the header that pandas writes for columns without names.</summary>
    private bool IsNumbering(CsvPiece piece, int features)
    {
        int label = options.LabelKind == LabelKind.None ? features
            : options.LabelColumn < 0 ? piece.Width + options.LabelColumn
            : options.LabelColumn;
        for (int i = 0; i < features; i++)
        {
            if (piece.Features[i] != (i < label ? i : i + 1))
            {
                return false;
            }
        }

        return piece.Width >= NumberingColumnsMin;
    }

    private void AppendClasses(CsvPiece piece, int rows)
    {
        IReadOnlyList<LabelSpelling> spellings = piece.Spellings.Spellings;
        Span<int> indexes = piece.LabelIndexes.AsSpan(0, rows);
        if (_spellingOf.Length < spellings.Count)
        {
            _spellingOf = new int[2 * spellings.Count];
        }

        // numbered as they came: what is behind the last wanted row was never seen
        int seen = options.RowsMax is null ? spellings.Count : Max(indexes) + 1;
        for (int i = 0; i < seen; i++)
        {
            bool inFirstRow = !_fileHasRows && spellings[i].Offset == piece.FirstRow.Offset;
            _spellingOf[i] = _classes.FindOrAdd(spellings[i], Place(spellings[i].Line), inFirstRow);
            if (_spellingOf[i] < 0)
            {
                throw TooManyClasses(spellings[i].Line);
            }
        }

        foreach (ref int index in indexes)
        {
            index = _spellingOf[index];
        }

        _spellings.Append(indexes);
    }

    private static int Max(ReadOnlySpan<int> indexes)
    {
        int max = -1;
        foreach (int index in indexes)
        {
            max = Math.Max(max, index);
        }

        return max;
    }

    private DataException Explain(CsvPiece piece, int offset, long line)
    {
        bool isFirst = !_fileHasRows && offset == piece.FirstRow.Offset;
        return new RowDiagnosis(options, closed, _width).Explain(piece.Text.AsSpan(offset, piece.Length - offset), Place(line), isFirst)
            ?? (piece.Spellings.Spellings.Count == LabelSpellings.CountMax
                ? TooManyClasses(line)
                : throw new InvalidOperationException($"{Place(line)}: the row was rejected, but nothing is wrong with it."));
    }

    private DataException TooManyClasses(long line) => DataError.TooManyClasses(Place(line), LabelSpellings.CountMax);

    private DataPlace Place(long line) => new(options.ChannelName, fileNames[_file], _lines + line + 1);
}
