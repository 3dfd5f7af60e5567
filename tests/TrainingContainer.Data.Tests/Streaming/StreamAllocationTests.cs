using System.Text;

namespace TrainingContainer.Data.Tests;

/// <summary>Streaming makes its buffers in the beginning; after that no record, block or batch costs managed memory.</summary>
[Collection(nameof(Alone))]
public sealed class StreamAllocationTests
{
    private const int Rows = 400_000;
    private const int WarmUpBatches = 1000;

    /// <summary>10 bytes per record: the smallest object takes 24, and a block may be needed for the first time after the warm-up.</summary>
    private const long AllocatedBytesMax = 10L * Rows;

    [Theory]
    [InlineData(LabelKind.Number, 0)]
    [InlineData(LabelKind.Class, 0)]
    [InlineData(LabelKind.Class, 5000)]
    public void Next_InSteadyState_AllocatesNothing(LabelKind kind, int shuffleBuffer)
    {
        byte[] rows = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, Rows).Select(i => $"{i % 30},{i}.5,0,{i}\n")));
        using var pipes = new ChannelPipes();
        pipes.Write(0, rows);
        Bounded.Run(() =>
        {
            var options = new BatchStreamOptions
            {
                BatchSize = 100,
                Classes = [.. Enumerable.Range(0, 30).Select(i => $"{i}")],
                Records = new RecordOptions { LabelKind = kind },
                ShuffleBuffer = shuffleBuffer,
                Threads = 2,
            };
            using var stream = new BatchStream(pipes.Source(0), new CsvFormat(), options, CancellationToken.None);
            for (int i = 0; i < WarmUpBatches; i++)
            {
                stream.Next().ShouldNotBeNull();
            }

            long before = GC.GetTotalAllocatedBytes(precise: true);
            int batches = WarmUpBatches;
            while (stream.Next() is not null)
            {
                batches++;
            }

            (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(AllocatedBytesMax);
            batches.ShouldBe(Rows / 100);
        });
    }
}
