namespace TrainingContainer.LocalSageMaker.Channels;

/// <summary>Whoever read a channel's FIFO has closed it, which it may do at any time.</summary>
internal sealed class ReaderGoneException(IOException inner) : IOException(inner.Message, inner);
