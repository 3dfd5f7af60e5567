namespace TrainingContainer.CloudWatch;

/// <summary>A call of PutMetricData.</summary>
/// <param name="Destination">Namespace, dimensions and resolution of all items.</param>
/// <param name="Data">1 to <see cref="DataMax"/> items.</param>
public sealed record MetricDataRequest(MetricDestination Destination, IReadOnlyList<MetricDatum> Data)
{
    /// <summary>The most items of a call.</summary>
    public const int DataMax = 1_000;

    /// <summary>The largest body of a call.</summary>
    public const int BytesMax = 1_000_000;

    /// <summary>The oldest time that the API takes, before now.</summary>
    public static readonly TimeSpan AgeMax = TimeSpan.FromDays(14);

    /// <summary>The latest time that the API takes, after now.</summary>
    public static readonly TimeSpan AheadMax = TimeSpan.FromHours(2);

    // In the query protocol every member of every item is a parameter of its own, and its name says where it belongs:
    // MetricData.member.1000.Values.member.150=1.7976931348623157E%2B308&MetricData.member.1000.Dimensions.member.2.Value=algo-1&
    private const int ParameterNameMax = 52;
    private const int NumberMax = 32;
    private const int ParametersOfItem = 8;
    private const int OfRequest = 512;

    /// <summary>What an item adds to the body, at most, whichever protocol carries it.</summary>
    public static int BytesOf(MetricDatum datum, MetricDestination destination)
    {
        ArgumentNullException.ThrowIfNull(datum);
        ArgumentNullException.ThrowIfNull(destination);
        // a character of a name may need three when it is escaped
        return (ParametersOfItem * (ParameterNameMax + NumberMax))
            + (3 * (datum.Metric.Name.Length + destination.TrainingJobName.Length + destination.Host.Length))
            + ((ParameterNameMax + NumberMax) * (datum.Values.Count + datum.Counts.Count));
    }

    /// <summary>What a body has before its first item, at most.</summary>
    public static int BytesBefore(MetricDestination destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return OfRequest + (3 * destination.Namespace.Length);
    }
}
