namespace TrainingContainer.Data.Tests;

public sealed class CsvChannelTests
{
    [Fact]
    public void Read_LabelFirst_GivesClassesAndFeatures()
    {
        Table table = Read("1,0.5,-2\n0,3,4e2\n1,.5,5.\n");

        table.RowCount.ShouldBe(3);
        table.FeatureCount.ShouldBe(2);
        table.Classes.ShouldBe(["0", "1"]);
        table.ClassIndexes.ShouldBe([1, 0, 1]);
        Values(table).ShouldBe([0.5f, -2, 3, 400, 0.5f, 5]);
        table.Numbers.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, "7,1,2\n8,3,4\n")]
    [InlineData(1, "1,7,2\n3,8,4\n")]
    [InlineData(2, "1,2,7\n3,4,8\n")]
    [InlineData(-1, "1,2,7\n3,4,8\n")]
    [InlineData(-3, "7,1,2\n8,3,4\n")]
    public void Read_LabelColumnAnywhere_TakesItOut(int column, string text)
    {
        Table classes = Read(text, new CsvOptions { LabelColumn = column });
        classes.Classes.ShouldBe(["7", "8"]);
        Values(classes).ShouldBe([1, 2, 3, 4]);

        Table numbers = Read(text, new CsvOptions { LabelColumn = column, LabelKind = LabelKind.Number });
        numbers.Numbers.ShouldBe([7, 8]);
        Values(numbers).ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public void Read_NoLabel_TakesEveryColumn()
    {
        Table table = Read("1,2\n3,4\n", new CsvOptions { LabelKind = LabelKind.None, LabelColumn = 17 });

        table.FeatureCount.ShouldBe(2);
        table.ClassIndexes.ShouldBeEmpty();
        Values(table).ShouldBe([1, 2, 3, 4]);
    }

    [Theory]
    [InlineData("1,2\r\n3,4\r\n")]
    [InlineData("1,2\n3,4")]
    [InlineData("1,2\r\n3,4\r")]
    [InlineData("\n1,2\n\n \t\n3,4\n\r\n\n")]
    [InlineData("\uFEFF1,2\n3,4\n")]
    [InlineData(" 1 ,\t2 \n3, 4 \n")]
    [InlineData("\"1\",\"2\"\n\"3\", \"4\" \n")]
    public void Read_LineEndsBlanksSpacesQuotesAndByteOrderMark_DoNotCount(string text)
    {
        Table table = Read(text, new CsvOptions { LabelKind = LabelKind.Number });

        table.Numbers.ShouldBe([1, 3]);
        Values(table).ShouldBe([2, 4]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nan")]
    [InlineData("NaN")]
    [InlineData("NA")]
    [InlineData("n/a")]
    [InlineData("null")]
    [InlineData("NULL")]
    [InlineData("?")]
    [InlineData("  ")]
    [InlineData("\"\"")]
    [InlineData("\" NA \"")]
    public void Read_MissingFeature_IsNaN(string field)
    {
        Values(Read($"0,{field},1\n1,2,{field}\n")).ShouldBe([float.NaN, 1, 2, float.NaN]);
        Values(Read($"0,{field},1\r\n1,2,{field}\r\n")).ShouldBe([float.NaN, 1, 2, float.NaN]);
    }

    [Fact]
    public void Read_NumericClasses_SortsByValueAndSpellsCanonically()
    {
        Table table = Read("10,0\n2.0,0\n-1,0\n2,0\n2e0,0\n-0,0\n0.50,0\n");

        table.Classes.ShouldBe(["-1", "0", "0.5", "2", "10"]);
        table.ClassIndexes.ShouldBe([4, 3, 0, 3, 3, 1, 2]);
    }

    [Fact]
    public void Read_NamedClasses_SortsOrdinallyAndKeepsSpelling()
    {
        Table table = Read("\"b, \"\"x\"\"\",0\né,0\n\"two\nlines\",0\nB,0\n\"NA\",0\n2,0\n2.0,0\n");

        table.Classes.ShouldBe(["2", "2.0", "B", "NA", "b, \"x\"", "two\nlines", "é"]);
        table.ClassIndexes.ShouldBe([4, 6, 5, 2, 3, 0, 1]);
    }

    [Fact]
    public void Read_QuoteInsideAnUnquotedName_IsContent() => Read("5\" pipe,1\n6\" pipe,2\n").Classes.ShouldBe(["5\" pipe", "6\" pipe"]);

    [Fact]
    public void Read_ClosedClasses_KeepsTheirOrderAndMatchesNumbersByValue()
    {
        var options = new CsvOptions { Classes = ["3", "1", "cat"] };
        Table table = Read("1.0,0\ncat,0\n3,0\n", options);

        table.Classes.ShouldBe(["3", "1", "cat"]);
        table.ClassIndexes.ShouldBe([1, 2, 0]);
    }

    [Fact]
    public void ListFiles_SubDirectoriesAndHiddenFiles_GivesDataFilesInOrdinalOrder()
    {
        using var channel = new ChannelDirectory();
        foreach (string name in (string[])["b.csv", "a/z.csv", "a/.hidden", ".git/x.csv", "B.csv", "c.csv.sagemaker-uploading", "a.csv"])
        {
            channel.Write(name, "0,1\n");
        }

        CsvChannel.ListFiles(channel.Path).Select(path => Path.GetRelativePath(channel.Path, path)).ShouldBe(["B.csv", "a.csv", "a/z.csv", "b.csv"]);
        channel.Read().RowCount.ShouldBe(4);
    }

    [Fact]
    public void ListFiles_LinkToItsOwnDirectory_IsNotFollowed()
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", "1,2");
        Directory.CreateSymbolicLink(Path.Combine(channel.Path, "loop"), channel.Path);
        CsvChannel.ListFiles(channel.Path).Select(path => Path.GetRelativePath(channel.Path, path)).ShouldBe(["a.csv"]);
    }

    [Fact]
    public void ListFiles_NoDirectory_IsEmpty() => CsvChannel.ListFiles("/nowhere/at/all").ShouldBeEmpty();

    [Fact]
    public void ReadFiles_GivenOrder_IsKept()
    {
        using var channel = new ChannelDirectory();
        string[] files = [channel.Write("2.csv", "5,2\n"), channel.Write("empty.csv", ""), channel.Write("1.csv", "6,1")];
        Table table = CsvChannel.ReadFiles(files, new CsvOptions { LabelKind = LabelKind.Number }, TestContext.Current.CancellationToken);

        table.Numbers.ShouldBe([5, 6]);
    }

    [Fact]
    public void Read_RunsOfZeros_KeepsTheirPlaces()
    {
        for (int columns = 1; columns < 80; columns++)
        {
            float[] values = new float[columns * columns];
            for (int row = 0; row < columns; row++)
            {
                values[(row * columns) + row] = 17;
            }

            Values(Read(string.Concat(values.Chunk(columns).Select(row => $"1,{string.Join(',', row)}\n")))).ShouldBe(values);
        }
    }

    [Fact]
    public void Read_ManyClasses_FindsEach()
    {
        string text = string.Concat(Enumerable.Range(0, 5000).Select(i => $"class {i % 2500:D4},{i}\n"));
        Table table = Read(text, new CsvOptions { PieceBytes = 1000 });

        table.Classes.Count.ShouldBe(2500);
        table.ClassIndexes.ShouldBe([.. Enumerable.Range(0, 5000).Select(i => i % 2500)]);
    }

    private static Table Read(string text, CsvOptions? options = null)
    {
        using var channel = new ChannelDirectory();
        channel.Write("data.csv", text);
        return channel.Read((options ?? new CsvOptions()) with { Threads = 2 });
    }

    private static float[] Values(Table table)
    {
        var values = new List<float>();
        for (long row = 0; row < table.RowCount; row++)
        {
            values.AddRange(table.Features.Row(row));
        }

        return [.. values];
    }
}
