namespace TrainingContainer.Data;

/// <summary>A label as it is written, and where it was first seen.</summary>
/// <param name="Text">The label.</param>
/// <param name="ClosedIndex">Its index in the closed list of classes; -1 when there is none.</param>
/// <param name="Line">0-based line of the piece.</param>
/// <param name="Offset">Offset in the piece of the row.</param>
internal readonly record struct LabelSpelling(string Text, int ClosedIndex, long Line, int Offset);
