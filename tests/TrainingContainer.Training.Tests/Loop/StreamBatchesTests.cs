using System.Globalization;
using TrainingContainer.Data;
using static TorchSharp.torch;

namespace TrainingContainer.Training.Tests;

public sealed class StreamBatchesTests : IDisposable
{
    private const int Count = 10;

    private readonly string _folder = Directory.CreateTempSubdirectory("stream-").FullName;

    public StreamBatchesTests() => Write(Count);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void InTheirOrder_EqualRowsInMemory()
    {
        using var streamed = Streamed().Batches(4, null, [1, 1, 2], CPU, Stop);
        using var inMemory = InMemory().Batches(4, null, [1, 1, 2], CPU, Stop);
        streamed.StepsPerEpoch.ShouldBe(3);
        for (var epoch = 0; epoch < 3; epoch++)
            Pass(streamed, epoch).ShouldBe(Pass(inMemory, epoch));
    }

    [Fact]
    public void Numbers_AreStandardized()
    {
        var rows = Streamed() with { Target = new(4.5, 2), Classes = [] };
        using var batches = (rows with { Pass = (options, stop) => Open(options, stop, LabelKind.Number) }).Batches(10, null, [2], CPU, Stop);
        batches.BeginEpoch(0);
        var targets = batches.At(0).Targets;
        targets.dtype.ShouldBe(ScalarType.Float32);
        targets.data<float>().ToArray().ShouldBe([.. Enumerable.Range(0, Count).Select(row => (float)((row - 4.5) / 2))]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(Count)]
    public void PassThatBeginsInItsMiddle_GoesOnWithTheSameRows(int shuffleBuffer)
    {
        var rows = Streamed() with { ShuffleBuffer = shuffleBuffer };
        using var whole = rows.Batches(2, 7, [2], CPU, Stop);
        for (var epoch = 0; epoch < 3; epoch++)
        {
            var expected = Pass(whole, epoch);
            using var resumed = rows.Batches(2, 7, [2], CPU, Stop);
            Pass(resumed, epoch, from: 3).ShouldBe(expected[3..]);
        }
    }

    [Fact]
    public void Shuffled_EachEpochHasAnotherOrderOfAllRows()
    {
        using var batches = (Streamed() with { ShuffleBuffer = Count }).Batches(Count, 7, [2], CPU, Stop);
        var (one, other) = (Pass(batches, 0)[0], Pass(batches, 1)[0]);
        one.ShouldNotBe(other);
        one.Split(' ').Order().ShouldBe(other.Split(' ').Order());
    }

    [Theory]
    [InlineData(Count - 1, "found 9 rows")]
    [InlineData(Count - 4, "found 6 rows")]
    [InlineData(Count + 1, "found more rows")]
    [InlineData(Count + 2, "found more rows")]
    public void OtherNumberOfRows_IsADataError(int count, string found)
    {
        Write(count);
        using var batches = Streamed().Batches(2, null, [2], CPU, Stop);
        Should.Throw<DataException>(() => Pass(batches, 4)).Message.ShouldContain($"channel train: {found} in the stream of epoch 5, expected 10 as before");
    }

    [Fact]
    public void MoreRowsInAPartialLastBatch_AreNotCounted()
    {
        Write(Count + 5);
        using var batches = Streamed().Batches(4, null, [2], CPU, Stop);
        var message = Should.Throw<DataException>(() => Pass(batches, 4)).Message;
        message.ShouldContain("channel train: found more rows in the stream of epoch 5, expected 10 as before");
        message.ShouldContain("give a channel statistics only with the statistics of these rows");
    }

    /// <summary>They did not fit into the batch: an exception's stack, and exit code 6.</summary>
    [Fact]
    public void MoreRowsThanThereAreInAll_WhereABatchHasRoomForMore_AreADataError()
    {
        Write(Count + 1);
        using var batches = Streamed().Batches(100, null, [2], CPU, Stop);
        Should.Throw<DataException>(() => Pass(batches, 4)).Message.ShouldContain("channel train: found more rows in the stream of epoch 5, expected 10 as before");
    }

    [Fact]
    public void EndOfAPass_ClosesItsStream()
    {
        var opened = new List<BatchStream>();
        var rows = Streamed() with
        {
            Pass = (options, stop) =>
            {
                opened.Add(Open(options, stop, LabelKind.Class));
                return opened[^1];
            },
        };
        using var batches = rows.Batches(4, null, [2], CPU, Stop);
        Pass(batches, 0);
        Should.Throw<ObjectDisposedException>(() => opened.Single().Next());
        Pass(batches, 1);
        opened.Count.ShouldBe(2);
    }

    [Fact]
    public void Stop_EndsTheWaitForABatch()
    {
        using var stop = new CancellationTokenSource();
        using var batches = Streamed().Batches(4, null, [2], CPU, stop.Token);
        batches.BeginEpoch(0);
        stop.Cancel();
        Should.Throw<OperationCanceledException>(() => batches.At(0));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private StreamedRows Streamed() => new(
        "train", (options, stop) => Open(options, stop, LabelKind.Class), Count, [.. Enumerable.Range(0, Count + 2).Select(c => c.ToString(CultureInfo.InvariantCulture))],
        Statistics, null, 0);

    private static DataRows InMemory()
    {
        var features = new FeatureMatrix(2);
        for (var row = 0; row < Count; row++)
            features.Append([row, row * row]);
        return new(features, [.. Enumerable.Range(0, Count)], null, null) { Standardization = Statistics };
    }

    private static FeatureStatistics Statistics => new([1, 2], [3, 4], [0, 0]);

    private BatchStream Open(BatchStreamOptions options, CancellationToken stop, LabelKind kind) =>
        new(new FileSource("train", _folder), new CsvFormat(), options with { Records = new() { LabelKind = kind }, FeatureCount = 2, Threads = 2 }, stop);

    private void Write(int count) =>
        File.WriteAllText(Path.Combine(_folder, "rows.csv"), string.Concat(Enumerable.Range(0, count).Select(row => $"{row},{row},{row * row}\n")));

    /// <summary>A text for each batch: shape, then features and target of each row.</summary>
    private static List<string> Pass(BatchSource source, long epoch, long from = 0)
    {
        var batches = new List<string>();
        source.BeginEpoch(epoch);
        for (var step = from; step < source.StepsPerEpoch; step++)
        {
            using var scope = NewDisposeScope();
            var batch = source.At(step);
            batch.Features.shape[0].ShouldBe(batch.Rows);
            var features = batch.Features.contiguous().data<float>().ToArray();
            var targets = batch.Targets.data<long>().ToArray();
            batches.Add(string.Join(' ', Enumerable.Range(0, batch.Rows).Select(row => string.Create(CultureInfo.InvariantCulture, $"{features[2 * row]:R}/{features[(2 * row) + 1]:R}={targets[row]}"))));
        }
        return batches;
    }
}
