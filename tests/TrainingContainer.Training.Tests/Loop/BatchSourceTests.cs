using TrainingContainer.Data;
using static TorchSharp.torch;

namespace TrainingContainer.Training.Tests;

public sealed class BatchSourceTests
{
    private static DataRows Rows(int[]? chosen = null)
    {
        var features = new FeatureMatrix(4);
        for (var row = 0; row < 10; row++)
            features.Append([row, row + 0.25f, row + 0.5f, row + 0.75f]);
        return new(features, [.. Enumerable.Range(0, 10).Select(row => row % 3)], null, chosen);
    }

    private static List<(float[] Features, long[] Targets)> Pass(BatchSource source, long epoch)
    {
        var batches = new List<(float[], long[])>();
        source.BeginEpoch(epoch);
        for (long step = 0; step < source.StepsPerEpoch; step++)
        {
            using var scope = NewDisposeScope();
            var batch = source.At(step);
            batch.Features.shape.ShouldBe([batch.Rows, 1, 2, 2]);
            batches.Add((batch.Features.contiguous().data<float>().ToArray(), batch.Targets.data<long>().ToArray()[..batch.Rows]));
        }
        return batches;
    }

    [Fact]
    public void HostBatches_CoverEveryRowOnceWithItsTarget()
    {
        var rows = Rows();
        using var source = new HostBatches(rows, new BatchOrder(null, 10, 4, 7), 4, [1, 2, 2], CPU);
        var batches = Pass(source, 3);
        batches.Select(batch => batch.Targets.Length).ShouldBe([4, 4, 2]);
        var seen = batches.SelectMany(batch => batch.Features.Chunk(4).Zip(batch.Targets)).ToArray();
        seen.Select(row => (int)row.First[0]).Order().ShouldBe(Enumerable.Range(0, 10));
        seen.ShouldAllBe(row => row.Second == (int)row.First[0] % 3 && row.First[3] == row.First[0] + 0.75f);
    }

    [Fact]
    public void ResidentBatches_EqualHostBatches()
    {
        int[] chosen = [1, 2, 3, 5, 8, 9];
        using var host = new HostBatches(Rows(chosen), new BatchOrder(chosen, 6, 4, 7), 4, [1, 2, 2], CPU);
        using var resident = new ResidentBatches(Rows(chosen), new BatchOrder(chosen, 6, 4, 7), 4, [1, 2, 2], CPU);
        for (var epoch = 0; epoch < 3; epoch++)
        {
            var (one, other) = (Pass(host, epoch), Pass(resident, epoch));
            one.Count.ShouldBe(other.Count);
            for (var step = 0; step < one.Count; step++)
            {
                other[step].Features.ShouldBe(one[step].Features);
                other[step].Targets.ShouldBe(one[step].Targets);
            }
        }
    }

    [Fact]
    public void Epochs_AreShuffledDifferently()
    {
        using var source = new HostBatches(Rows(), new BatchOrder(null, 10, 10, 7), 10, [1, 2, 2], CPU);
        Pass(source, 0)[0].Features.ShouldNotBe(Pass(source, 1)[0].Features);
        Pass(source, 0)[0].Features.ShouldBe(Pass(source, 0)[0].Features);
    }
}
