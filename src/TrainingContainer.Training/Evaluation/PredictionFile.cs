using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>Writes predictions.csv for a test channel without labels: a line per row, in the order of the rows.</summary>
/// <param name="model">On the device of the batches.</param>
/// <param name="loss">The loss it was trained with.</param>
/// <param name="classes">Names of the classes; empty for regression.</param>
/// <param name="target">How the label was standardized; unused for classification.</param>
internal sealed class PredictionFile(nn.Module<Tensor, Tensor> model, LossFunction loss, IReadOnlyList<string> classes, TargetScale target)
{
    /// <summary>
    /// Writes it, whole or not at all: "class,probability of each class …", or the number. A row whose output is no number has no class:
    /// ",NaN,NaN …", or "NaN".
    /// </summary>
    /// <returns>Those rows.</returns>
    public RowsNotFinite Write(string path, BatchSource batches, CancellationToken stop)
    {
        var notFinite = new RowsNotFinite();
        WholeFile.Write(path, stream => Write(stream, batches, notFinite, stop));
        return notFinite;
    }

    private void Write(Stream stream, BatchSource batches, RowsNotFinite notFinite, CancellationToken stop)
    {
        long rows = 0;
        using var text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        ForwardPass.Over(model, batches, stop, (in Batch batch, Tensor all) =>
        {
            var predicted = MemoryMarshal.Cast<byte, float>(loss.Predict(all).to(CPU).contiguous().bytes);
            for (var row = 0; row < batch.Rows; row++)
            {
                rows++;
                var outputs = predicted.Slice(row * predicted.Length / batch.Rows, predicted.Length / batch.Rows);
                var isFinite = AreFinite(outputs);
                if (!isFinite)
                    notFinite.Add(rows);
                text.WriteLine(Line(outputs, isFinite));
            }
        });
    }

    private bool AreFinite(ReadOnlySpan<float> predicted) =>
        loss.TargetsAreClasses ? RowsNotFinite.AreFinite(predicted) : double.IsFinite(target.ToLabel(predicted[0]));

    private string Line(ReadOnlySpan<float> predicted, bool isFinite)
    {
        if (!loss.TargetsAreClasses)
            return isFinite ? target.ToLabel(predicted[0]).ToString("G9", CultureInfo.InvariantCulture) : "NaN";
        if (!isFinite)
            return string.Concat(Enumerable.Repeat(",NaN", predicted.Length));
        var best = 0;
        for (var c = 1; c < predicted.Length; c++)
        {
            if (predicted[c] > predicted[best])
                best = c;
        }
        var line = new StringBuilder(Quoted(classes[best]));
        foreach (var probability in predicted)
            line.Append(',').Append(probability.ToString("G6", CultureInfo.InvariantCulture));
        return line.ToString();
    }

    private static string Quoted(string name) =>
        name.AsSpan().IndexOfAny(",\"\r\n") < 0 ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
