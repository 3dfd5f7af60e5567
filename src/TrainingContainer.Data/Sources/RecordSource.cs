namespace TrainingContainer.Data;

/// <summary>The bytes of one pass over a channel: the files one after the other, or the pipe of the epoch. Read once, by one thread.</summary>
public abstract class RecordSource
{
    private protected RecordSource(string channelName) => ChannelName = channelName;

    /// <summary>The channel's name, for messages.</summary>
    public string ChannelName { get; }

    /// <summary>Where it lies, for messages: the channel's directory, or the pipe.</summary>
    internal abstract string Origin { get; }

    /// <summary>Names of its files, for messages; empty for a pipe.</summary>
    internal virtual IReadOnlyList<string> Parts => [];

    /// <summary>Opens what comes next.</summary>
    /// <param name="cancellation">Ends every wait, also one that has already begun on the opened stream.</param>
    /// <returns>To be disposed of before the next call; null at the end.</returns>
    /// <exception cref="DataException">It cannot be read.</exception>
    internal abstract SourcePart? Next(CancellationToken cancellation);
}
