namespace TrainingContainer.Data;

/// <summary>Recognizes files that are not CSV by their first bytes, and CSV with another separator, to say so.</summary>
internal static class ForeignFormat
{
    private const int LengthMax = 64;

    /// <summary>What a file seems to be; null when it may be CSV.</summary>
    /// <param name="start">The file's first line that is not blank (RecordIO's magic number starts with a line feed).</param>
    public static string? Of(ReadOnlySpan<byte> start)
    {
        int line = start.IndexOf((byte)'\n');
        start = start[..Math.Min(line < 0 ? start.Length : line, LengthMax)];
        return start switch
        {
            _ when start.StartsWith("PAR1"u8) => "Parquet",
            _ when start.StartsWith("PK\u0003\u0004"u8) => "a zip archive",
            _ when start.StartsWith("BZh"u8) => "bzip2 data",
            _ when start.StartsWith((ReadOnlySpan<byte>)[0x89, 0x48, 0x44, 0x46]) => "HDF5",
            _ when start.StartsWith("Obj\u0001"u8) => "Avro",
            _ when start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) => "zstd data",
            _ when start.StartsWith((ReadOnlySpan<byte>)[0xFD, 0x37, 0x7A, 0x58, 0x5A]) => "xz data",
            _ when start.StartsWith((ReadOnlySpan<byte>)[0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]) => "a NumPy array",
            _ when start.StartsWith((ReadOnlySpan<byte>)[0x23, 0xD7, 0xCE]) => "RecordIO",
            _ when start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) => "UTF-16 text",
            _ when start.Contains((byte)0) => "binary data",
            [(byte)'{', ..] => "JSON",
            _ => null,
        };
    }

    /// <summary>Advice when a row of one column seems to be separated by something else than commas; otherwise null.</summary>
    public static string? SeparatorHint(ReadOnlySpan<byte> row)
    {
        foreach ((char separator, string name) in (ReadOnlySpan<(char, string)>)[('\t', "tabs"), (';', "semicolons"), ('|', "bars"), (' ', "spaces")])
        {
            if (row.Trim((byte)' ').Contains((byte)separator))
            {
                return $"separate the columns by commas instead of {name}";
            }
        }

        return null;
    }
}
