namespace TrainingContainer.Data;

/// <summary>
/// The data of a channel cannot be used as it is. The message names the channel, the file, the row (1-based line of the file, as an
/// editor counts) and the column (1-based) where they exist, then what was found, what was expected and how to fix it.
/// </summary>
/// <param name="message">The whole text for the user.</param>
/// <param name="inner">
/// Why a file can't be read or written where the disk is the reason, and not what is in the file: the failure is then one of I/O. Null
/// otherwise.
/// </param>
public sealed class DataException(string message, IOException? inner = null) : Exception(message, inner)
{
    /// <summary>The file or folder that this process may not read, or of a cache not write; null when that is not the reason.</summary>
    public string? RefusedPath { get; init; }
}
