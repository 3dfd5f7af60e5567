namespace TrainingContainer.Data;

/// <summary>What is known of a channel's rows without looking at them.</summary>
/// <param name="FeatureCount">Features per row.</param>
/// <param name="RowCount">Rows, at least 1.</param>
/// <param name="Classes">The classes in the order of their indexes; empty for other labels.</param>
/// <param name="IsSample">Whether these are only the first rows.</param>
public sealed record ChannelSummary(int FeatureCount, long RowCount, IReadOnlyList<string> Classes, bool IsSample);
