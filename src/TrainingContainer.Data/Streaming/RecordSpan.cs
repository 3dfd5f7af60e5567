namespace TrainingContainer.Data;

/// <summary>A record in a block.</summary>
/// <param name="Start">Index of its first byte.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Number">1-based record of the file or pipe.</param>
internal readonly record struct RecordSpan(int Start, int Length, long Number);
