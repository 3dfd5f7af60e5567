using System.Globalization;

namespace TrainingContainer.Data.Tests;

public sealed class FirstPassTests
{
    private const int Rows = 1000;

    [Theory]
    [InlineData(LabelKind.Class)]
    [InlineData(LabelKind.Number)]
    [InlineData(LabelKind.None)]
    public void RowsThatFit_AreInMemory(LabelKind kind)
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", string.Concat(Enumerable.Range(0, Rows).Select(row => $"{row % 3},{row}\n")));
        FirstPass pass = Read(channel, kind, null);
        pass.Statistics.ShouldBeNull();
        pass.Table!.RowCount.ShouldBe(Rows);
        pass.Table.LabelKind.ShouldBe(kind);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4_000)]
    [InlineData(11_999)]
    public void RowsThatDoNotFit_AreMeasuredAsInMemory(long budget)
    {
        using var channel = Channel();
        ChannelStatistics found = Read(channel, LabelKind.Class, budget).Statistics!;
        Table table = Read(channel, LabelKind.Class, null).Table!;
        FeatureStatistics expected = FeatureStatistics.Of(table.Features, [.. Enumerable.Range(0, Rows)], 1);
        found.Rows.ShouldBe(Rows);
        found.Classes.ShouldBe(table.Classes);
        found.Classes.ShouldBe(["2", "3", "10"]);
        found.ClassCounts.ShouldBe([.. Enumerable.Range(0, 3).Select(c => (long)table.ClassIndexes.Count(index => index == c))]);
        found.Features.Means.ShouldBe(expected.Means);
        found.Features.StandardDeviations.ShouldBe(expected.StandardDeviations);
        found.Features.MissingCounts.ShouldBe(expected.MissingCounts);
        (found.TargetMean, found.TargetStandardDeviation).ShouldBe((0, 1));
    }

    [Fact]
    public void NumbersThatDoNotFit_AreMeasured()
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", string.Concat(Enumerable.Range(0, Rows).Select(row => $"{row},1\n")));
        ChannelStatistics found = Read(channel, LabelKind.Number, 0).Statistics!;
        found.TargetMean.ShouldBe((Rows - 1) / 2.0, 1e-9);
        found.TargetStandardDeviation.ShouldBe(Math.Sqrt(((double)Rows * Rows - 1) / 12), 1e-9);
        found.Classes.ShouldBeEmpty();
    }

    [Fact]
    public void ClassesThatAreGiven_KeepTheirOrder()
    {
        using var channel = Channel();
        RecordChannelOptions options = Options(LabelKind.Class, 0) with { Classes = ["3", "4", "10", "2"] };
        ChannelStatistics found = FirstPass.Read(new FileSource("train", channel.Path), new CsvFormat(), options, null, TestContext.Current.CancellationToken).Statistics!;
        found.Classes.ShouldBe(["3", "4", "10", "2"]);
        found.ClassCounts[1].ShouldBe(0);
        found.ClassCounts.Sum().ShouldBe(Rows);
    }

    [Fact]
    public void NoRecords_IsAnError()
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", "\n\n");
        Should.Throw<DataException>(() => Read(channel, LabelKind.Class, 0)).Message.ShouldContain("found no rows");
    }

    private static FirstPass Read(ChannelDirectory channel, LabelKind kind, long? budget) =>
        FirstPass.Read(new FileSource("train", channel.Path), new CsvFormat(), Options(kind, budget), null, TestContext.Current.CancellationToken);

    private static RecordChannelOptions Options(LabelKind kind, long? budget) => new()
    {
        ChannelName = "train",
        MemoryBytesMax = budget,
        Records = new RecordOptions { LabelKind = kind },
        Threads = 2,
    };

    /// <summary>Classes 10, 2, 2.0 (the same) and 3; a missing value here and there. </summary>
    private static ChannelDirectory Channel()
    {
        var channel = new ChannelDirectory();
        string[] labels = ["10", "2", "2.0", "3"];
        channel.Write("a.csv", string.Concat(Enumerable.Range(0, Rows).Select(row =>
            string.Create(CultureInfo.InvariantCulture, $"{labels[row % 7 % 4]},{row % 13},{(row % 11 == 0 ? "" : (row % 17 / 8.0).ToString(CultureInfo.InvariantCulture))}\n"))));
        return channel;
    }
}
