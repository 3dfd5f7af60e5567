using System.Text.Json.Serialization;

namespace TrainingContainer.Data;

/// <summary>What must be known of the rows of a channel before they can be learned from in a stream, which can't be looked at twice.</summary>
/// <param name="Rows">How many, at least 1.</param>
/// <param name="Classes">Their names in the order of their indexes; empty for other labels.</param>
/// <param name="ClassCounts">Rows of each class.</param>
/// <param name="Features">Mean, standard deviation and missing values of each feature.</param>
/// <param name="TargetMean">Of number labels; 0 for others.</param>
/// <param name="TargetStandardDeviation">Of number labels, population; 1 for others, and when all are equal.</param>
public sealed record ChannelStatistics(
    long Rows, IReadOnlyList<string> Classes, long[] ClassCounts, FeatureStatistics Features, double TargetMean, double TargetStandardDeviation)
{
    /// <summary>What is known of the rows without looking at them.</summary>
    [JsonIgnore]
    public ChannelSummary Summary => new(Features.Means.Length, Rows, Classes, IsSample: false);

    /// <summary>The same, its classes counted in another list.</summary>
    /// <param name="classes">Has all classes of these rows, in any order, and perhaps others.</param>
    public ChannelStatistics InClasses(IReadOnlyList<string> classes)
    {
        var counts = new long[classes.Count];
        var known = new ClosedClasses(classes);
        for (int i = 0; i < Classes.Count; i++)
        {
            counts[known.Find(Classes[i])] += ClassCounts[i];
        }

        return this with { Classes = classes, ClassCounts = counts };
    }
}
