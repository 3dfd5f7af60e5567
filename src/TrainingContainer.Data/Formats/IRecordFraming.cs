namespace TrainingContainer.Data;

/// <summary>Finds where the records of a stream begin and end. Holds only the state between two calls; one per stream, used by one thread.</summary>
public interface IRecordFraming
{
    /// <summary>
    /// Looks at the start of the unread bytes. After <see cref="Frame.Incomplete"/> the same bytes come again with more behind them, so it may
    /// remember how far it has looked.
    /// </summary>
    /// <param name="unread">Not empty. Starts where the last frame was consumed.</param>
    /// <param name="isLast">The stream ends with these bytes: the answer must not be <see cref="Frame.Incomplete"/>.</param>
    /// <param name="frame">What was found; without meaning after an error.</param>
    /// <returns>
    /// Null, or what is wrong at the start of the unread bytes ("found …, expected …. Fix: …"; the caller puts the place before it): the
    /// stream cannot be read on.
    /// </returns>
    string? Next(ReadOnlySpan<byte> unread, bool isLast, out Frame frame);

    /// <summary>Asked about a stream without any byte.</summary>
    /// <returns>Null where such a stream is one without records, or what is wrong with it.</returns>
    string? Empty() => null;
}
