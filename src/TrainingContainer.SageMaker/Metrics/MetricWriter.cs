using System.Globalization;

namespace TrainingContainer.SageMaker;

/// <summary>
/// Prints metrics as lines that SageMaker's MetricDefinitions find: <c>epoch=3 step=1407 validation:accuracy=0.9812</c>.
/// One value per line, since it is not documented what several matches in a line do. Safe to use from several threads.
/// </summary>
/// <param name="writer">Standard output.</param>
/// <param name="enabled">
/// False on every host but the first: the tuner takes the last value of all hosts, and one emission as one epoch.
/// </param>
/// <param name="written">Is told every metric and its value, printed or not, on the thread that writes it; must not throw.</param>
public sealed class MetricWriter(TextWriter writer, bool enabled, Action<Metric, double>? written = null)
{
    private readonly Lock _oneLine = new();

    /// <summary>Prints one line and flushes it.</summary>
    /// <param name="epoch">The epoch, counted as the caller shows it to users.</param>
    /// <param name="step">Optimizer steps done so far.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="value">
    /// The value; printed as the shortest text that reads back as the same float32, which is what the API stores.
    /// NaN, Infinity and -Infinity are printed so; a number too large for float32 is Infinity.
    /// </param>
    public void Write(int epoch, long step, Metric metric, double value)
    {
        ArgumentNullException.ThrowIfNull(metric);
        written?.Invoke(metric, value);
        if (!enabled) return;
        var line = string.Create(CultureInfo.InvariantCulture, $"epoch={epoch} step={step} {metric.Name}={(float)value:R}\n");
        lock (_oneLine)
        {
            writer.Write(line);
            writer.Flush();
        }
    }
}
