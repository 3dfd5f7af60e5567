namespace TrainingContainer.Training;

/// <summary>The files of a channel.</summary>
/// <param name="Files">How many.</param>
/// <param name="Bytes">Of all of them.</param>
/// <param name="Rows">Read from them.</param>
/// <param name="Names">CRC-32C of their names and sizes, in the order of reading.</param>
public sealed record ChannelFingerprint(int Files, long Bytes, long Rows, string Names);
