using System.Text;
using static TrainingContainer.Data.Tests.BatchStreamTests;

namespace TrainingContainer.Data.Tests;

/// <summary>Streams whose bytes can't be used: the failure names the place.</summary>
public sealed class BatchStreamErrorTests
{
    [Theory]
    [InlineData("1,2\n3,4\n5,x\n", "channel train, file a.csv, record 3, byte offset 8: column 2: found \"x\", expected a number")]
    [InlineData("1,2\n\n3,4,5\n", "channel train, file a.csv, record 2, byte offset 5: found 3 columns, expected 2 (a label and 1 feature)")]
    [InlineData("1,2\nNA,4\n", "channel train, file a.csv, record 2, byte offset 4: column 1: found a missing label")]
    [InlineData("1,2\n3,\"4", "channel train, file a.csv, record 2, byte offset 4: column 2: found a quote that is never closed")]
    [InlineData("label,pixel\n1,2\n", "channel train, file a.csv, record 1, byte offset 0: found \"label,pixel\", which looks like a header")]
    [InlineData("1,2\n3,44444444444444444444444444444444444444444\n", "channel train, file a.csv, record 2, byte offset 4: found a record longer than 20 bytes")]
    public void Next_BadRecord_FailsWithItsPlaceAfterTheBatchesBefore(string text, string message)
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", text);
        var rows = new StreamedRows();
        var options = Numbers with { BatchSize = 1, BlockBytes = 8, Records = Numbers.Records with { RecordLengthMax = 20 } };
        Should.Throw<DataException>(() => Bounded.Run(() => rows.ReadOn(new FileSource("train", channel.Path), new CsvFormat(), options))).Message.ShouldStartWith(message);
        rows.Labels.Count.ShouldBe(int.Parse(message.Split("record ")[1].Split(',')[0]) - 1);
    }

    [Fact]
    public void Next_BadRecordInAPipe_NamesEpochRecordAndOffset()
    {
        using var pipes = new ChannelPipes();
        string good = Rows(30_000);
        pipes.Write(4, Encoding.ASCII.GetBytes($"{good}oops,1,2\n{good}"));
        Should.Throw<DataException>(() => StreamedRows.Read(pipes.Source(4), Numbers)).Message
            .ShouldStartWith($"channel train, epoch 4, record 30001, byte offset {good.Length}: column 1: found the label \"oops\", expected a number");
    }

    /// <summary>The record and the byte of the decompressed data that were reached, after the batches before them.</summary>
    [Fact]
    public void Next_GzipThatEndsInTheMiddle_NamesRecordAndOffset()
    {
        using var channel = new ChannelDirectory();
        byte[] gzip = ChannelDirectory.Gzip(Rows(30_000));
        channel.Write("a.csv.gz", gzip[..(gzip.Length / 2)]);
        var rows = new StreamedRows();
        string message = Should.Throw<DataException>(() => Bounded.Run(() => rows.ReadOn(new FileSource("train", channel.Path), new CsvFormat(), Numbers with { BatchSize = 1 }))).Message;
        rows.Labels.Count.ShouldBeGreaterThan(1000);
        int offset = int.Parse(message.Split("byte offset ")[1].Split(':')[0]);
        message.ShouldStartWith($"channel train, file a.csv.gz, record {rows.Labels.Count + 1}, byte offset {offset}: found gzip data that ends in the middle, expected");
        Rows(30_000)[..offset].Count(c => c == '\n').ShouldBe(rows.Labels.Count);
    }

    [Fact]
    public void Next_ClassThatIsNotInTheList_Fails()
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", "cat,1\ndog,2\nbird,3\n");
        var options = new BatchStreamOptions { BatchSize = 2, Classes = ["cat", "dog"] };
        Should.Throw<DataException>(() => StreamedRows.Read(new FileSource("train", channel.Path), options)).Message
            .ShouldStartWith("channel train, file a.csv, record 3, byte offset 12: found the class \"bird\", expected one of the 2 classes");
    }

    [Fact]
    public void Next_FeatureCountOfTheTrainingChannel_IsRequired()
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", "1,2,3\n");
        Should.Throw<DataException>(() => StreamedRows.Read(new FileSource("train", channel.Path), Numbers with { FeatureCount = 4 })).Message
            .ShouldContain("found 3 columns, expected 5 (a label and 4 features)");
    }

    [Fact]
    public void Next_BatchLargerThanAnArray_Fails()
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", "1,2,3\n");
        Should.Throw<DataException>(() => StreamedRows.Read(new FileSource("train", channel.Path), Numbers with { BatchSize = 2_000_000_000 })).Message
            .ShouldStartWith("batches of 2000000000 rows: found 2 features in a row, expected at most 1.");
    }

    [Fact]
    public void Next_Stalled_NamesTheOffset()
    {
        using var pipes = new ChannelPipes();
        pipes.Make(0);
        Should.Throw<DataException>(() => StreamedRows.Read(pipes.Source(0, null, new HurriedTime()), Numbers)).Message
            .ShouldStartWith("channel train, epoch 0, byte offset 0: the pipe stalled");
    }

    /// <summary>Any bytes: rows, or a failure that names channel, file, record and offset; the same for any blocks and threads.</summary>
    [Fact]
    public void Next_RandomBytes_GivesRowsOrAPlacedFailure()
    {
        string[] parts = [",", ",", "0", "1", ".5", "-", "e3", "\n", "\r\n", "\"", "\"\"", " ", "x", "\0", "é", "NA"];
        for (int seed = 0; seed < 400; seed++)
        {
            var random = new KeyedRandom(RandomKey.For(seed, DrawPurpose.Calibration, 12));
            int common = 2 + random.NextInt32(parts.Length - 2);
            string text = string.Concat(Enumerable.Range(0, 1 + random.NextInt32(60)).Select(_ => parts[random.NextInt32(random.NextInt32(4) == 0 ? parts.Length : common)]));
            using var channel = new ChannelDirectory();
            channel.Write("a.csv", text);
            var options = Numbers with { Records = new RecordOptions { LabelKind = random.NextInt32(2) == 0 ? LabelKind.None : LabelKind.Number, RecordLengthMax = 5 + random.NextInt32(40) } };
            string whole = Describe(options with { Threads = 1 });
            Describe(options with { BlockBytes = 1 + random.NextInt32(30) }).ShouldBe(whole, $"seed {seed}");
            whole.ShouldMatch(@"^(rows|channel train, file a\.csv, record \d+, byte offset \d+:)", $"seed {seed}");

            string Describe(BatchStreamOptions options)
            {
                try
                {
                    StreamedRows rows = StreamedRows.Read(new FileSource("train", channel.Path), options);
                    return $"rows {string.Join(' ', rows.Labels)}, {string.Join(' ', rows.Features.SelectMany(row => row))}";
                }
                catch (DataException exception)
                {
                    return exception.Message;
                }
            }
        }
    }
}
