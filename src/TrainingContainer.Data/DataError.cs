using System.Text;

namespace TrainingContainer.Data;

/// <summary>Every failure of this room, one method each: where, what was found, what was expected, and how to fix it.</summary>
internal static class DataError
{
    private const int ShownLengthMax = 60;
    private const int ShownNamesMax = 10;

    public static DataException ChannelEmpty(string? channel, string directory, IReadOnlyList<string> files) => new(
        $"{new DataPlace(channel)}: found no rows in {directory} ({(files.Count == 0 ? "no data files" : $"files: {Names(files)}")}), expected at least one row. "
        + "Fix: check the channel's S3 URI; names that start with \".\" are not read.");

    public static DataException WidthUnknown(DataPlace place, string mediaType) => new(
        $"{place}: found {mediaType} in a stream, whose records tell only all together how many features there are, expected that number. Fix: set feature_dim.");

    public static DataException FileUnreadable(DataPlace place, string path, Exception reason) => reason is UnauthorizedAccessException
        ? new($"{place}: cannot be read: {reason.Message.TrimEnd('.')}. Fix: give this process the permission to read it.")
        {
            RefusedPath = PathIn(reason.Message) ?? path,
        }
        : FileUnreadable(place, reason);

    public static DataException FileUnreadable(DataPlace place, Exception reason) => new(
        $"{place}: cannot be read: {reason.Message.TrimEnd('.')}. Fix: check that the file is there and complete.", OfDisk(reason));

    public static DataException NotGzip(DataPlace place) => new(
        $"{place}: found a name that ends in .gz but no gzip data, expected gzip. Fix: compress the file with gzip, or rename it.");

    public static DataException GzipDamaged(DataPlace place) => new(
        $"{place}: found damaged gzip data, expected data that gunzip accepts. Fix: check with \"gzip -t\" and upload the file again.");

    public static DataException GzipTruncated(DataPlace place) => new(
        $"{place}: found gzip data that ends in the middle, expected a complete file. Fix: check with \"gzip -t\" and upload the file again.");

    public static DataException NotText(DataPlace place, string format) => new(
        $"{place}: found {format}, expected CSV text. Fix: convert the file to CSV (UTF-8, commas, no header), or set the channel's content type to what it is.");

    public static DataException RowTooLong(DataPlace place, long limit) => new(
        $"{place}: found a row longer than {limit} bytes, expected at most that. Fix: check that rows end in line feeds and that quotes are closed.");

    public static DataException QuoteNotClosed(DataPlace place) => new(
        $"{place}: found a quote that is never closed, expected a closing \". Fix: close it, or write a quote inside of quotes twice (\"\").");

    public static DataException TextAfterQuote(DataPlace place, ReadOnlySpan<byte> found) => new(
        $"{place}: found {Shown(found)}, expected a comma after the closing quote. Fix: write a quote inside of quotes twice (\"\").");

    public static DataException HeaderFound(DataPlace place, ReadOnlySpan<byte> found) => new(
        $"{place}: found {Shown(found)}, which looks like a header, expected a row of data: this format has no header. Fix: remove the first line of every file (pandas: to_csv(…, header=False, index=False)).");

    public static DataException RowWidth(DataPlace place, long found, int expected, string whence, string? hint) => new(
        $"{place}: found {Columns(found)}, expected {expected} ({whence}). Fix: {hint ?? "give every row the same columns; quote text that holds commas; if feature_dim is set, make it the number of features"}.");

    public static DataException NoFeatures(DataPlace place, string? hint) => new(
        $"{place}: found 1 column, expected a label and at least one feature. Fix: {hint ?? "separate the columns by commas"}.");

    public static DataException TooManyColumns(DataPlace place, int found, int limit) => new(
        $"{place}: found {Columns(found)}, expected at most {limit}. Fix: check that rows end in line feeds; reduce the features.");

    public static DataException LabelColumnOutside(DataPlace place, int labelColumn, int columns) => new(
        $"{place}: found {Columns(columns)}, expected one for the label at index {labelColumn} (0 is the first, -1 the last). Fix: correct the label column.");

    public static DataException TextInNumericColumn(DataPlace place, ReadOnlySpan<byte> found) => new(
        $"{place}: found {Shown(found)}, expected a number (empty, NaN, NA, null and ? mean missing). Fix: encode text as numbers before training.");

    public static DataException Infinite(DataPlace place, ReadOnlySpan<byte> found) => new(
        $"{place}: found {Shown(found)}, expected a finite number that float32 can hold (at most 3.4e38). Fix: remove or clip infinite values.");

    public static DataException LabelMissing(DataPlace place, ReadOnlySpan<byte> found) => new(
        $"{place}: found a missing label ({Shown(found)}), expected a label in every row. Fix: remove the rows without a label; quote a class whose name is NA or null.");

    public static DataException LabelNotNumber(DataPlace place, ReadOnlySpan<byte> found) => new(
        $"{place}: found the label {Shown(found)}, expected a number. Fix: correct the label, or train a classifier.");

    public static DataException LabelNotUtf8(DataPlace place, ReadOnlySpan<byte> found) => new(
        $"{place}: found the label {Shown(found)}, which is not UTF-8, expected UTF-8 text. Fix: save the file as UTF-8.");

    public static DataException LabelUnknown(DataPlace place, ReadOnlySpan<byte> found, IReadOnlyList<string> classes) => new(
        $"{place}: found the class {Shown(found)}, expected one of the {classes.Count} classes of the training channel: {Names(classes)}. "
        + "Fix: correct the label, or add rows of this class to the training channel; num_classes or a channel statistics, where given, must count it too.");

    public static DataException TooManyClasses(DataPlace place, int limit) => new(
        $"{place}: found more than {limit} classes, expected at most that: this looks like a regression target. Fix: train a regression, or choose the label column.");

    public static DataException TooManyRows(DataPlace place, long limit) => new(
        $"{place}: found more than {limit} rows, expected at most that. Fix: take fewer rows, a sample for example.");

    public static DataException SplitRowCount(long rows) => new(
        $"splitting off validation rows: found {rows} rows, expected 2 to {int.MaxValue}. Fix: give more rows, or a validation channel of its own.");

    public static DataException StratifyWithoutClasses(LabelKind kind) => new(
        $"stratified split: found labels of kind {kind}, expected classes. Fix: choose the split method random or chronological.");

    public static DataException StratifyOneRowEach(int classes) => new(
        $"stratified split: found one row in each of the {classes} classes, expected at least two in some. Fix: give more rows per class, choose the split method random, or give a validation channel.");

    public static DataException ImageListLine(DataPlace place, ReadOnlySpan<byte> found) => new(
        $"{place}: found {Shown(found)}, expected an index, a label and a path, separated by tabs. Fix: write the .lst file as im2rec does.");

    public static DataException ImageListLabel(DataPlace place, ReadOnlySpan<byte> found) => new(
        $"{place}: found the label {Shown(found)}, expected one number. Fix: number the classes from 0; several labels an image are not supported.");

    public static DataException ImageListTwice(DataPlace place, ReadOnlySpan<byte> found) => new(
        $"{place}: found the image {Shown(found)} again with another label, expected one line for each image. Fix: remove one of the lines.");

    public static DataException RecordBad(DataPlace place, string words) => new($"{place}: {words}");

    public static DataException RecordTooLong(DataPlace place, long limit) => new(
        $"{place}: found a record longer than {limit} bytes, expected at most that. Fix: check that the data is complete and of the channel's content type.");

    public static DataException StreamTooShort(DataPlace place, long found, long expected) => new(
        $"{place}: found {found} records, expected at least the {expected} that were used before the job was interrupted. Fix: give the data that the checkpoint was made with, or start afresh.");

    public static DataException BatchTooLarge(int rows, int features) => new(
        $"batches of {rows} rows: found {features} features in a row, expected at most {Array.MaxLength / rows}. Fix: make the batch size smaller.");

    public static DataException CacheRefused(DataPlace place, string path, UnauthorizedAccessException reason) => new(
        $"{place}, cache {path}: cannot be read or written: {reason.Message.TrimEnd('.')}. Fix: give this process the permission, or another folder by TMPDIR.")
    {
        RefusedPath = PathIn(reason.Message) ?? path,
    };

    public static DataException CacheUnusable(DataPlace place, string path, IOException reason) => new(
        $"{place}: the cache of decoded rows {path} cannot be made: {reason.Message.TrimEnd('.')}. Fix: give the job a larger volume (VolumeSizeInGB), or raise the memory budget so that the rows stay in memory.",
        reason);

    /// <summary>What failed of the disk; null of a file that is not there, or that is not what its name says.</summary>
    private static IOException? OfDisk(Exception reason) =>
        reason as IOException is { } failure and not (FileNotFoundException or DirectoryNotFoundException or EndOfStreamException or PathTooLongException) ? failure : null;

    public static DataException FifoAmongFiles(DataPlace place) => new(
        $"{place}: found a FIFO, expected a file. Fix: set the channel's TrainingInputMode to Pipe, or remove the FIFO from the channel's directory.");

    public static DataException NoFile(DataPlace place) => new(
        $"{place}: found a device or a socket, expected a file. Fix: remove it from the channel's directory.");

    public static DataException PipeExpected(DataPlace place, string path, string found) => new(
        $"{place}: found {found}, expected the FIFO {path}. Fix: set the channel's TrainingInputMode to what the service gives (a directory is File or FastFile).");

    public static DataException PipeMissing(DataPlace place, string path, TimeSpan timeout) => new(
        $"{place}, byte offset 0: found no FIFO {path} within {Seconds(timeout)}, expected the service to make it. Fix: check that the channel's input mode is Pipe and that its S3 data exists; raise the pipe timeout.");

    public static DataException PipeStalled(DataPlace place, TimeSpan timeout, bool writerCame) => new(
        $"{place}: the pipe stalled: found {(writerCame ? "no more data" : "no data and no writer")} within {Seconds(timeout)}, expected data or the end. Fix: check the S3 data and its permissions; raise the pipe timeout.");

    /// <summary>What .NET puts between quotes: in a folder it may be a folder in it that is refused.</summary>
    private static string? PathIn(string message)
    {
        int first = message.IndexOf('\'');
        int last = message.LastIndexOf('\'');
        return last - first > 1 && message[first + 1] == '/' ? message[(first + 1)..last] : null;
    }

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.###} s";

    private static string Columns(long count) => count == 1 ? "1 column" : $"{count} columns";

    private static string Names(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(ShownNamesMax).Select(Cut)) + (names.Count > ShownNamesMax ? $", … ({names.Count} in all)" : "");

    /// <summary>Foreign text, made safe to print: cut, control characters replaced.</summary>
    internal static string Shown(ReadOnlySpan<byte> text) => $"\"{Cut(Encoding.UTF8.GetString(text[..Math.Min(text.Length, 4 * ShownLengthMax)]))}\"";

    private static string Cut(string text)
    {
        var shown = new StringBuilder();
        foreach (char c in text)
        {
            if (shown.Length == ShownLengthMax)
            {
                return shown.Append('…').ToString();
            }

            shown.Append(char.IsControl(c) ? '\uFFFD' : c);
        }

        return shown.ToString();
    }
}
