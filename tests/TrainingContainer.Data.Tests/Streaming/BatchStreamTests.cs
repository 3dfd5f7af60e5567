using System.Text;

namespace TrainingContainer.Data.Tests;

/// <summary>Batches of a stream are the rows of the table.</summary>
public sealed class BatchStreamTests
{
    internal static readonly BatchStreamOptions Numbers = new()
    {
        BatchSize = 7,
        Records = new RecordOptions { LabelKind = LabelKind.Number },
        Threads = 2,
    };

    [Fact]
    public void Next_RandomCsvFiles_GivesTheRowsOfTheTable()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new KeyedRandom(RandomKey.For(seed, DrawPurpose.Calibration, 11));
            var csv = new CsvOptions { LabelKind = (LabelKind)random.NextInt32(3), LabelColumn = random.NextInt32(3) - 1, Threads = 1 };
            using var channel = new ChannelDirectory();
            string text = CsvFuzzTests.MakeText(ref random, csv, mistake: random.NextInt32(4) == 0);
            if (random.NextInt32(3) == 0)
            {
                channel.Write("a.csv.gz", ChannelDirectory.Gzip(text));
            }
            else
            {
                channel.Write("a.csv", text);
            }

            if (random.NextInt32(2) == 0)
            {
                channel.Write("b.csv", text);
            }

            Table? table = Try(() => channel.Read(csv));
            if (table is null && csv.LabelKind == LabelKind.Class)
            {
                continue; // there are no classes to give to the stream
            }

            var options = new BatchStreamOptions
            {
                BatchSize = 1 + random.NextInt32(50),
                BlockBytes = 8 + random.NextInt32(random.NextInt32(2) == 0 ? 40 : 4000),
                Classes = table?.Classes ?? [],
                Records = new RecordOptions { LabelKind = csv.LabelKind, LabelColumn = csv.LabelColumn },
                Threads = 1 + random.NextInt32(3),
            };
            StreamedRows? rows = Try(() => StreamedRows.Read(new FileSource("train", channel.Path), options));
            (rows is null).ShouldBe(table is null, $"seed {seed}\n{text}");
            if (rows is not null)
            {
                AssertSame(rows, table!, options.BatchSize, $"seed {seed}\n{text}");
                Table read = RecordChannel.Read(
                    channel.Path, new CsvFormat(), new RecordChannelOptions { ChannelName = "train", Records = options.Records, Threads = options.Threads }, TestContext.Current.CancellationToken);
                read.Classes.ShouldBe(table!.Classes);
                AssertSame(rows, read, options.BatchSize, $"seed {seed}\n{text}");
            }
        }
    }

    [Fact]
    public void Next_FilesAndPipesPlainAndGzip_GiveTheRowsOfTheTable()
    {
        byte[] bytes = Encoding.ASCII.GetBytes(Rows(20_000));
        Table table = EveryWay.Read(bytes, new CsvFormat(), new RecordChannelOptions { ChannelName = "train", Records = Numbers.Records });
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", bytes);
        AssertSame(StreamedRows.Read(new FileSource("train", channel.Path), Numbers), channel.Read(new CsvOptions { LabelKind = LabelKind.Number }), Numbers.BatchSize, "Csv");
        table.RowCount.ShouldBe(20_000);
    }

    [Fact]
    public void Next_RecordsLongerThanABlock_AreWhole()
    {
        using var channel = new ChannelDirectory();
        string[] rows = [.. Enumerable.Range(0, 20).Select(row => string.Join(',', Enumerable.Range(5, 3000).Select(i => row + i)))];
        channel.Write("a.csv", string.Join('\n', rows));
        StreamedRows found = StreamedRows.Read(new FileSource("train", channel.Path), Numbers with { BlockBytes = 100 });
        found.Labels.ShouldBe(Enumerable.Range(5, 20).Select(row => (float)row));
        found.Features[19].ShouldBe(Enumerable.Range(25, 2999).Select(i => (float)i));
    }

    [Fact]
    public void Next_EmptyStream_HasNoBatches()
    {
        using var pipes = new ChannelPipes();
        pipes.Write(0, []);
        StreamedRows.Read(pipes.Source(0), Numbers).BatchSizes.ShouldBeEmpty();
    }

    internal static string Rows(int count, int features = 2) =>
        string.Concat(Enumerable.Range(0, count).Select(i => $"{i},{string.Join(',', Enumerable.Range(0, features).Select(j => $"{i}.{j}"))}\n"));

    internal static void AssertSame(StreamedRows rows, Table table, int batchSize, string what)
    {
        rows.Labels.Count.ShouldBe((int)table.RowCount, what);
        rows.BatchSizes.SkipLast(1).ShouldAllBe(size => size == batchSize);
        for (int i = 0; i < rows.Labels.Count; i++)
        {
            float label = table.LabelKind switch { LabelKind.Class => table.ClassIndexes[i], LabelKind.Number => table.Numbers[i], _ => 0 };
            if (rows.Labels[i] != label || !rows.Features[i].AsSpan().SequenceEqual(table.Features.Row(i)))
            {
                Assert.Fail($"row {i}: found {rows.Labels[i]} {string.Join(' ', rows.Features[i])}, expected {label} {string.Join(' ', table.Features.Row(i).ToArray())}, {what}");
            }
        }
    }

    private static T? Try<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (DataException)
        {
            return null;
        }
    }
}
