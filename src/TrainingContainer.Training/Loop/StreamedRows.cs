using TrainingContainer.Data;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>Rows that come in a stream, which is opened anew for each pass.</summary>
/// <param name="Channel">Its name, for messages.</param>
/// <param name="Pass">Opens the stream of the next pass.</param>
/// <param name="Rows">How many each pass has.</param>
/// <param name="Classes">In the order of their indexes; empty for other labels.</param>
/// <param name="Features">How features are standardized.</param>
/// <param name="Target">How number labels are standardized; null for other labels.</param>
/// <param name="ShuffleBuffer">Rows among which the next one is drawn, when shuffled.</param>
public sealed record StreamedRows(
    string Channel, Func<BatchStreamOptions, CancellationToken, BatchStream> Pass, long Rows, IReadOnlyList<string> Classes, FeatureStatistics Features, TargetScale? Target, int ShuffleBuffer) : DataSet
{
    /// <inheritdoc/>
    public override long Count => Rows;

    /// <inheritdoc/>
    public override BatchSource Batches(int batchSize, long? shuffleSeed, IReadOnlyList<long> inputShape, Device device, CancellationToken stop) =>
        new StreamBatches(this, batchSize, shuffleSeed, inputShape, device, stop);
}
