using System.Collections.Concurrent;

namespace TrainingContainer.Data;

/// <summary>
/// One pass over the files of a channel: a thread cuts them into pieces and starts a parser for each, up to the number that was asked for;
/// the caller puts the parsed pieces together in order.
/// <para>
/// Memory: pieces in flight share a budget of text (their parsed values take 4 to 8 times that at worst, 2 times usually), however many
/// threads there are; a single row above the budget travels alone.
/// </para>
/// </summary>
internal sealed class CsvReading : IDisposable
{
    private const int PieceBytesMin = 32 << 10;
    private const int PieceBytesMax = 512 << 10;
    private const int PieceBytesOfSample = 256 << 10;
    private const int TextInFlightBytes = 16 << 20;
    private const int LargeFreeMax = 2;

    private static readonly TimeSpan EndWait = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<(string Path, string Name)> _files;
    private readonly CsvOptions _options;
    private readonly ClosedClasses? _closed;
    private readonly int _pieceBytes;
    private readonly CancellationTokenSource _stop;
    private readonly BlockingCollection<CsvPiece> _toParse = [];
    private readonly BlockingCollection<CsvPiece> _toAppend = [];
    private readonly Stack<CsvPiece> _free = [];
    private readonly object _inFlight = new();
    private readonly List<Thread> _threads = [];
    private readonly int _piecesMax;
    private long _textInFlight;
    private int _piecesInFlight;
    private int _parsers;
    private long _textHandedOn;
    private volatile bool _textIsCut;

    public CsvReading(IReadOnlyList<(string Path, string Name)> files, CsvOptions options, CancellationToken cancellation)
    {
        _files = files;
        _options = options;
        _closed = options is { LabelKind: LabelKind.Class, Classes: { } names } ? new ClosedClasses(names) : null;
        _piecesMax = (2 * options.Threads) + 2;
        _pieceBytes = options.PieceBytes ?? (options.TextBytesMax is not null ? PieceBytesOfSample : Math.Clamp(TextInFlightBytes / _piecesMax, PieceBytesMin, PieceBytesMax));
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    }

    /// <summary>Reads everything.</summary>
    public Table Read()
    {
        Start("CSV files", Cut);
        var builder = new TableBuilder(_options, _closed, [.. _files.Select(file => file.Name)]);
        foreach (CsvPiece piece in _toAppend.GetConsumingEnumerable(_stop.Token))
        {
            piece.Parsed.Wait(_stop.Token);
            builder.Append(piece);
            if (builder.IsCut)
            {
                break;
            }

            Return(piece);
        }

        Table table = builder.Build(_stop.Token);
        table.IsSample = builder.IsCut || _textIsCut || table.MemoryBytes > _options.MemoryBytesMax;
        return table;
    }

    /// <summary>Stops the threads (only the first starts others, so once it has ended the list stands); does not wait for one that hangs in a read.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        lock (_inFlight)
        {
            Monitor.PulseAll(_inFlight);
        }

        if (!_threads[0].Join(EndWait) || !_threads.All(thread => thread.Join(EndWait)))
        {
            return;
        }

        _toParse.Dispose();
        _toAppend.Dispose();
        _stop.Dispose();
    }

    private void Start(string name, Action<CancellationToken> work)
    {
        CancellationToken stop = _stop.Token;
        var thread = new Thread(() =>
        {
            try
            {
                work(stop);
            }
            catch (OperationCanceledException)
            {
                // The caller is gone, or about to go with the reason.
            }
        })
        { Name = name, IsBackground = true };
        _threads.Add(thread);
        thread.Start();
    }

    private void Cut(CancellationToken stop)
    {
        for (int i = 0; i < _files.Count; i++)
        {
            if (!CutFile(i, stop))
            {
                break;
            }
        }

        _toParse.CompleteAdding();
        _toAppend.CompleteAdding();
    }

    /// <summary>Hands on a file's pieces; after a failure, one that carries it. False when reading must end there.</summary>
    private bool CutFile(int file, CancellationToken stop)
    {
        var place = new DataPlace(_options.ChannelName, _files[file].Name);
        CsvPiece? piece = null;
        try
        {
            using Stream text = FileText.Open(_files[file].Path, place);
            var splitter = new RowSplitter(text, _pieceBytes, _options.LineLengthMax);
            piece = Take(stop);
            while (splitter.Next(piece, stop))
            {
                if (_textHandedOn >= _options.TextBytesMax)
                {
                    _textIsCut = true;
                    return false;
                }

                _textHandedOn += piece.Length;
                HandOn(piece, file, stop);
                if (piece.IsTooLong)
                {
                    return false;
                }

                piece = Take(stop);
            }

            Release(piece);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            piece ??= Take(stop);
            piece.Clear();
            piece.Failure = exception switch
            {
                EndOfStreamException => DataError.GzipTruncated(place),
                InvalidDataException => DataError.GzipDamaged(place),
                IOException or UnauthorizedAccessException => DataError.FileUnreadable(place, _files[file].Path, exception),
                _ => exception,
            };
            HandOn(piece, file, stop);
            return false;
        }
    }

    private void Parse(CancellationToken stop)
    {
        var parser = new PieceParser(_options, _closed);
        foreach (CsvPiece piece in _toParse.GetConsumingEnumerable(stop))
        {
            try
            {
                if (piece.Failure is null)
                {
                    parser.Parse(piece, stop);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                piece.Failure = exception;
            }

            piece.Parsed.Set();
        }
    }

    /// <summary>A free piece, waiting for one while as many are in flight as may be.</summary>
    private CsvPiece Take(CancellationToken stop)
    {
        lock (_inFlight)
        {
            while (_piecesInFlight >= _piecesMax)
            {
                stop.ThrowIfCancellationRequested();
                Monitor.Wait(_inFlight);
            }

            return _free.TryPop(out CsvPiece? piece) ? piece : new CsvPiece();
        }
    }

    private void HandOn(CsvPiece piece, int file, CancellationToken stop)
    {
        lock (_inFlight)
        {
            while (_piecesInFlight > 0 && _textInFlight + piece.Length > TextInFlightBytes)
            {
                stop.ThrowIfCancellationRequested();
                Monitor.Wait(_inFlight);
            }

            _piecesInFlight++;
            _textInFlight += piece.Length;
        }

        if (_parsers < _options.Threads)
        {
            Start($"CSV parser {_parsers++}", Parse);
        }

        piece.File = file;
        _toAppend.Add(piece, stop);
        _toParse.Add(piece, stop);
    }

    private void Return(CsvPiece piece)
    {
        lock (_inFlight)
        {
            _textInFlight -= piece.Length;
            _piecesInFlight--;
            Release(piece);
            Monitor.PulseAll(_inFlight);
        }
    }

    /// <summary>Frees a piece. Few large ones are kept: as many as a channel of very long rows keeps busy.</summary>
    private void Release(CsvPiece piece)
    {
        lock (_inFlight)
        {
            if (piece.IsLarge(_pieceBytes) && _free.Count(free => free.IsLarge(_pieceBytes)) >= LargeFreeMax)
            {
                piece.Shrink();
            }

            piece.Clear();
            _free.Push(piece);
        }
    }
}
