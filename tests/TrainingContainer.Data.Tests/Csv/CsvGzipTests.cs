namespace TrainingContainer.Data.Tests;

public sealed class CsvGzipTests
{
    private static readonly string Text = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i % 10},{i * 7919 % 10007},{i}\n"));

    [Theory]
    [InlineData("a.csv.gz")]
    [InlineData("a.csv")]
    public void Read_Gzip_IsFoundByItsMagic(string name)
    {
        using var channel = new ChannelDirectory();
        channel.Write(name, ChannelDirectory.Gzip(Text));
        Table table = channel.Read();

        table.RowCount.ShouldBe(20_000);
        table.Features.Row(19_999)[1].ShouldBe(19_999);
    }

    [Fact]
    public void Read_SeveralMembers_AreOneText()
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv.gz", [.. ChannelDirectory.Gzip("0,1\n1,"), .. ChannelDirectory.Gzip(""), .. ChannelDirectory.Gzip("2\n0,3\n")]);

        channel.Read(new CsvOptions { LabelKind = LabelKind.Number }).Numbers.ShouldBe([0, 1, 0]);
    }

    [Fact]
    public void Read_AnyTruncation_IsFound()
    {
        byte[] whole = ChannelDirectory.Gzip(Text);
        int[] lengths = [whole.Length - 1, whole.Length - 4, whole.Length - 8, whole.Length - 9, whole.Length / 2, whole.Length / 3, 100, 18, 10, 5, 3];
        foreach (int length in lengths)
        {
            using var channel = new ChannelDirectory();
            channel.Write("a.csv.gz", whole[..length]);
            channel.Fail(new CsvOptions { ChannelName = "train" }).ShouldContain("channel train, file a.csv.gz: found gzip data that ends in the middle", customMessage: $"{length}");
        }
    }

    [Fact]
    public void Read_TruncatedSecondMember_IsFound()
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv.gz", [.. ChannelDirectory.Gzip(Text), .. ChannelDirectory.Gzip(Text)[..^20]]);
        channel.Fail().ShouldContain("file a.csv.gz: found gzip data that ends in the middle");
    }

    [Fact]
    public void Read_DamagedData_NamesTheFile()
    {
        byte[] gzip = ChannelDirectory.Gzip(Text);
        gzip[^6] ^= 1;
        using var channel = new ChannelDirectory();
        channel.Write("a.csv.gz", gzip);
        channel.Fail().ShouldContain("file a.csv.gz: found damaged gzip data");
    }

    [Theory]
    [InlineData("0,1\n1,2\n")]
    [InlineData("\0\0\0x")]
    public void Read_SomethingElseAfterAMember_IsNotLostSilently(string rest)
    {
        foreach (string text in new[] { "0,1\n1,2\n", Text })
        {
            using var channel = new ChannelDirectory();
            channel.Write("a.csv.gz", [.. ChannelDirectory.Gzip(text), .. System.Text.Encoding.UTF8.GetBytes(rest)]);
            channel.Fail().ShouldContain("file a.csv.gz: found damaged gzip data");
        }
    }

    [Fact]
    public void Read_DamagedHeaderOfASecondMember_IsFound()
    {
        foreach (string text in new[] { "0,1\n1,2\n", Text })
        {
            byte[] second = ChannelDirectory.Gzip(text);
            second[1] ^= 1;
            using var channel = new ChannelDirectory();
            channel.Write("a.csv.gz", [.. ChannelDirectory.Gzip(text), .. second]);
            channel.Fail().ShouldContain("file a.csv.gz: found damaged gzip data");
        }
    }

    [Theory]
    [InlineData(512)]
    [InlineData(100_000)]
    public void Read_ZerosAfterTheLastMember_ArePadding(int count)
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv.gz", [.. ChannelDirectory.Gzip(Text), .. new byte[count]]);
        channel.Read().RowCount.ShouldBe(20_000);
    }

    [Fact]
    public void Read_GzNameWithoutGzipData_SaysSo()
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv.gz", "0,1\n");
        channel.Fail().ShouldContain("file a.csv.gz: found a name that ends in .gz but no gzip data");
    }

    [Fact]
    public void Read_EmptyGzFiles_AreFine()
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv.gz", []);
        channel.Write("b.csv.gz", ChannelDirectory.Gzip(""));
        channel.Write("c.csv", "0,1\n");
        channel.Read().RowCount.ShouldBe(1);
    }

    [Fact]
    public void Read_BadRowBeforeTheDamage_IsReportedFirst()
    {
        byte[] gzip = ChannelDirectory.Gzip("0,1\n0,x\n" + Text);
        using var channel = new ChannelDirectory();
        channel.Write("a.csv.gz", gzip[..^8]);
        channel.Fail().ShouldContain("row 2, column 2: found \"x\"");
    }
}
