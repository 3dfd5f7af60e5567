namespace TrainingContainer.Data.Tests;

/// <summary>Streaming makes its buffers in the beginning; after that no record, block or batch costs managed memory, in any format.</summary>
[Collection(nameof(Alone))]
public sealed class StreamAllocationTests
{
    private const int BatchSize = 100;
    private const int RowsOfSample = 1000;

    /// <summary>Small, since a block may be needed for the first time after the warm-up: then all of them together stay within the budget.</summary>
    private const int BlockBytes = 16 << 10;

    /// <summary>The smallest object takes 24 bytes.</summary>
    private const long BytesPerRowMax = 12;

    private static readonly string[] Classes = [.. Enumerable.Range(0, 30).Select(i => $"{i}")];

    public static TheoryData<string> Formats => [.. SampleStream.Names];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Next_InSteadyState_AllocatesNothing(string name) => LeastPerRow(SampleStream.Make(name, RowsOfSample, 8), Options(LabelKind.Number, 0)).ShouldBeLessThan(BytesPerRowMax);

    [Theory]
    [InlineData(0)]
    [InlineData(5000)]
    public void Next_ClassesAndShuffling_AllocateNothing(int shuffleBuffer) =>
        LeastPerRow(SampleStream.Make("csv", RowsOfSample, 8), Options(LabelKind.Class, shuffleBuffer)).ShouldBeLessThan(BytesPerRowMax);

    /// <summary>That the tests above can fail: one small object in every record shows.</summary>
    [Fact]
    public void Next_DecoderThatAllocates_ShowsInTheBudget()
    {
        SampleStream sample = SampleStream.Make("csv", RowsOfSample, 8);
        LeastPerRow(sample with { Format = new Wasteful(sample.Format) }, Options(LabelKind.Number, 0)).ShouldBeGreaterThan(BytesPerRowMax);
    }

    private static BatchStreamOptions Options(LabelKind kind, int shuffleBuffer) => new()
    {
        BatchSize = BatchSize,
        BlockBytes = BlockBytes,
        Classes = Classes,
        Records = SampleStream.Options with { LabelKind = kind },
        ShuffleBuffer = shuffleBuffer,
        Threads = 2,
    };

    /// <summary>Managed bytes per row after the warm-up: the least of three passes, since the runtime allocates at times for itself.</summary>
    private static double LeastPerRow(SampleStream sample, BatchStreamOptions options)
    {
        // an image takes as long as a hundred rows of numbers
        int copies = sample.FeatureCount > 100 ? 50 : 400;
        options = options with { FeatureCount = sample.FeatureCount };
        double least = double.MaxValue;
        for (int pass = 0; pass < 3 && least >= BytesPerRowMax; pass++)
        {
            using var pipes = new ChannelPipes();
            pipes.Write(0, pipe =>
            {
                for (int i = 0; i < copies; i++)
                {
                    pipe.Write(sample.Bytes);
                }
            });
            least = Math.Min(least, Bounded.Run(() => PerRow(pipes.Source(0), sample.Format, options, sample.Rows * copies / BatchSize)));
        }

        return least;
    }

    private static double PerRow(RecordSource source, RecordFormat format, BatchStreamOptions options, int batches)
    {
        using var stream = new BatchStream(source, format, options, CancellationToken.None);
        int warmUp = batches / 4;
        for (int i = 0; i < warmUp; i++)
        {
            stream.Next().ShouldNotBeNull();
        }

        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = warmUp; i < batches; i++)
        {
            if (stream.Next()?.RowCount != BatchSize)
            {
                Assert.Fail($"batch {i} of {batches} is missing or not full");
            }
        }

        long bytes = GC.GetTotalAllocatedBytes(precise: true) - before;
        stream.Next().ShouldBeNull();
        return (double)bytes / ((batches - warmUp) * BatchSize);
    }

    /// <summary>A format whose decoder makes an object for every record.</summary>
    private sealed class Wasteful(RecordFormat format) : RecordFormat
    {
        public override string MediaType => format.MediaType;

        public override IRecordFraming Framing(RecordOptions options) => format.Framing(options);

        public override IRecordDecoder Decoder(RecordOptions options, int featureCount) => new Decoding(format.Decoder(options, featureCount));

        public override string? Inspect(ReadOnlySpan<byte> record, RecordOptions options, int? expectedFeatures, out int featureCount) =>
            format.Inspect(record, options, expectedFeatures, out featureCount);
    }

    private sealed class Decoding(IRecordDecoder decoder) : IRecordDecoder
    {
        private object _last = "";

        public string? Decode(ReadOnlySpan<byte> record, Span<float> features, ref RecordLabel label)
        {
            _last = new object();
            return _last is string ? "" : decoder.Decode(record, features, ref label);
        }
    }
}
