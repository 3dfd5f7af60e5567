namespace TrainingContainer.Data.Tests;

public sealed class BatchOrderTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Epoch_UsesEveryRowOnce(bool shuffled)
    {
        var order = new BatchOrder(null, 1003, 64, shuffled ? 7 : null);
        order.StepsPerEpoch.ShouldBe(16);
        List<int> rows = Epoch(order, 2, 64);

        rows.Count.ShouldBe(1003);
        rows.Order().ShouldBe(Enumerable.Range(0, 1003));
        rows.SequenceEqual(Enumerable.Range(0, 1003)).ShouldBe(!shuffled);
    }

    [Fact]
    public void Rows_OfASplit_AreTheOnlyOnesUsed()
    {
        int[] rows = [3, 5, 8, 13, 21];
        Epoch(new BatchOrder(rows, 100, 2, 1), 0, 2).Order().ShouldBe(rows);
        Epoch(new BatchOrder(rows, 100, 2, null), 0, 2).ShouldBe(rows);
    }

    [Fact]
    public void Epochs_AreShuffledDifferently_AndRepeatably()
    {
        var order = new BatchOrder(null, 1000, 10, 7);
        Epoch(order, 0, 10).ShouldNotBe(Epoch(order, 1, 10));
        Epoch(order, 1, 10).ShouldBe(Epoch(new BatchOrder(null, 1000, 10, 7), 1, 10));
        Epoch(order, 1, 10).ShouldNotBe(Epoch(new BatchOrder(null, 1000, 10, 8), 1, 10));
    }

    [Fact]
    public void BatchSize_DoesNotChangeTheOrder() => Epoch(new BatchOrder(null, 1000, 7, 7), 1, 7).ShouldBe(Epoch(new BatchOrder(null, 1000, 128, 7), 1, 128));

    [Fact]
    public void LastBatch_IsSmaller_AndFitsASmallerSpan()
    {
        var order = new BatchOrder(null, 10, 4, null);
        var rows = new int[2];
        order.Fill(0, 2, rows).ShouldBe(2);
        rows.ShouldBe([8, 9]);
    }

    [Fact]
    public void OutOfRange_Throws()
    {
        var order = new BatchOrder(null, 10, 4, null);
        Should.Throw<ArgumentOutOfRangeException>(() => order.Fill(0, 3, new int[4]));
        Should.Throw<ArgumentOutOfRangeException>(() => order.Fill(0, -1, new int[4]));
        Should.Throw<ArgumentOutOfRangeException>(() => order.Fill(-1, 0, new int[4]));
        Should.Throw<ArgumentOutOfRangeException>(() => new BatchOrder(null, 0, 4, null));
        Should.Throw<ArgumentOutOfRangeException>(() => new BatchOrder([], 10, 4, null));
        Should.Throw<ArgumentOutOfRangeException>(() => new BatchOrder(null, 10, 0, null));
    }

    private static List<int> Epoch(BatchOrder order, long epoch, int batchSize)
    {
        var rows = new List<int>();
        var batch = new int[batchSize];
        for (long step = 0; step < order.StepsPerEpoch; step++)
        {
            int count = order.Fill(epoch, step, batch);
            rows.AddRange(batch[..count]);
        }

        return rows;
    }
}
