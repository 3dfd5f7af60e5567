using System.Text;

namespace TrainingContainer.Data.Tests;

public sealed class CsvErrorTests
{
    private static readonly CsvOptions Train = new() { ChannelName = "train", Threads = 2 };

    [Fact]
    public void EmptyChannel_NamesTheDirectoryAndTheFiles()
    {
        using var channel = new ChannelDirectory();
        channel.Fail(Train).ShouldContain($"channel train: found no rows in {channel.Path} (no data files)");

        channel.Write("empty.csv", "\n\n");
        channel.Fail(Train).ShouldContain("files: empty.csv");
    }

    [Fact]
    public void RaggedRow_NamesRowAndWhoSaidSo() =>
        Fail("\n0,1,2\n1,1,2\n\n0,1\n").ShouldContain("channel train, file a.csv, row 5: found 2 columns, expected 3 (as in channel train, file a.csv, row 2). Fix:");

    [Fact]
    public void RaggedRow_TooLong_CountsItsColumns() => Fail("0,1,2\n1,1,2,x,5\n").ShouldContain("row 2: found 5 columns, expected 3");

    [Fact]
    public void FeatureCount_Differs_NamesTheTrainingChannel() =>
        Fail("0,1,2\n", Train with { FeatureCount = 3 }).ShouldContain("row 1: found 3 columns, expected 4 (the label and the 3 features of the training channel)."
            + " Fix: give every row the same columns; quote text that holds commas; if feature_dim is set, make it the number of features.");

    [Fact]
    public void LinkThatLeadsNowhere_IsNamedInOneSentence()
    {
        using var channel = new ChannelDirectory();
        File.CreateSymbolicLink(Path.Combine(channel.Path, "a.csv"), "nowhere");
        channel.Fail().ShouldMatch(@"file a\.csv: cannot be read: .*a\.csv'\. Fix: check that the file is there and complete\.");
    }

    [Fact]
    public void FileThatTheSystemRefuses_IsNamedByItsPath()
    {
        using var channel = new ChannelDirectory();
        // a folder is refused as a file is that this user may not read
        var exception = Should.Throw<DataException>(() => CsvChannel.ReadFiles([channel.Path], Train, TestContext.Current.CancellationToken));
        exception.RefusedPath.ShouldBe(channel.Path);
        exception.Message.ShouldContain("cannot be read");
    }

    [Fact]
    public void TextInANumericColumn_NamesTheColumn() =>
        Fail("0,1,2\n1,1,abc\n").ShouldContain("channel train, file a.csv, row 2, column 3: found \"abc\", expected a number");

    [Theory]
    [InlineData("1.2.3")]
    [InlineData("1e")]
    [InlineData("--1")]
    [InlineData("1 2")]
    [InlineData("0x10")]
    [InlineData("1_000")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("e5")]
    [InlineData("1f")]
    [InlineData("12345678x")]
    [InlineData("0\0")]
    public void AlmostANumber_IsText(string field)
    {
        Fail($"0,1,2,3\n1,1,{field},3\n").ShouldContain("row 2, column 3: found");
        Fail($"0,1,2,3\n1,1,3,{field}\n").ShouldContain("row 2, column 4: found");
    }

    [Theory]
    [InlineData("inf")]
    [InlineData("-Infinity")]
    [InlineData("1e39")]
    [InlineData("-3.5e38")]
    [InlineData("99999999999999999999999999999999999999999")]
    public void InfiniteFeature_SaysSo(string field) => Fail($"0,{field}\n").ShouldContain($"row 1, column 2: found \"{field}\", expected a finite number");

    [Fact]
    public void UnknownClass_NamesTheKnownOnes() =>
        Fail("cat,1\ncow,2\n", Train with { Classes = ["cat", "dog"] }).ShouldContain("row 2, column 1: found the class \"cow\", expected one of the 2 classes of the training channel: cat, dog.");

    [Fact]
    public void UnknownClass_WhereTheClassesWereGiven_TellsWhatElseMustCountIt() =>
        Fail("0,1\n2,2\n", Train with { Classes = ["0", "1"] }).ShouldContain("Fix: correct the label, or add rows of this class to the training channel; num_classes or a channel statistics, where given, must count it too.");

    [Theory]
    [InlineData(LabelKind.Class, "NaN")]
    [InlineData(LabelKind.Class, "")]
    [InlineData(LabelKind.Class, "\"\"")]
    [InlineData(LabelKind.Class, "?")]
    [InlineData(LabelKind.Number, "nan")]
    [InlineData(LabelKind.Number, "")]
    public void MissingLabel_NamesRowAndColumn(LabelKind kind, string label) =>
        Fail($"1,1\n{label},2\n", Train with { LabelKind = kind }).ShouldContain("row 2, column 1: found a missing label");

    [Fact]
    public void NumberLabel_TextOrInfinite_IsAnError()
    {
        Fail("1,2\ncat,1\n", Train with { LabelKind = LabelKind.Number }).ShouldContain("row 2, column 1: found the label \"cat\", expected a number");
        Fail("1,2\ninf,1\n", Train with { LabelKind = LabelKind.Number }).ShouldContain("row 2, column 1: found \"inf\", expected a finite number");
    }

    [Fact]
    public void InvalidUtf8Label_NamesRowAndColumn()
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", [.. "cat,1\nd"u8, 0xE9, .. ",1\n"u8]);
        channel.Fail(Train).ShouldContain("channel train, file a.csv, row 2, column 1: found the label \"d\uFFFD\", which is not UTF-8");
    }

    [Theory]
    [InlineData("label,width,height\n0,1,2\n")]
    [InlineData("label,1,height\n0,1,2\n")]
    [InlineData("0,width,height\n0,1,2\n")]
    public void HeaderLine_SaysThatTheFormatHasNone(string text) => Fail(text).ShouldContain("row 1: found \"" + text[..text.IndexOf('\n')] + "\", which looks like a header");

    [Fact]
    public void HeaderLine_OfNumbersButTheLabel_IsFoundByItsClass()
    {
        Fail("class,0,1\n0,1,2\n1,1,2\n").ShouldContain("row 1: found \"class\", which looks like a header");

        using var channel = new ChannelDirectory();
        channel.Write("a.csv", "y,0,1\n0,1,2\n");
        channel.Write("b.csv", "y,0,1\n1,1,2\n");
        channel.Fail(Train).ShouldContain("file a.csv, row 1: found \"y\", which looks like a header");
    }

    [Fact]
    public void HeaderLine_OfColumnNumbers_IsPandasDefault()
    {
        string numbers = string.Join(',', Enumerable.Range(0, 12));
        Fail($"{numbers}\n{numbers}\n").ShouldContain("row 1: found \"0,1,2,3,4,5,6,7,8,9,10,11");
        Fail($"{numbers}\n", Train with { LabelColumn = -1 }).ShouldContain("looks like a header");
        Fail($"{numbers}\n", Train with { LabelKind = LabelKind.None }).ShouldContain("looks like a header");
    }

    [Fact]
    public void FirstRow_OneWordAmongManyNumbers_IsNoHeader() => Fail("0,1,2,x\n").ShouldContain("row 1, column 4: found \"x\", expected a number");

    [Fact]
    public void UnterminatedQuote_NamesWhereItOpened() =>
        Fail("cat,1\n\"dog,2\ncow,3\n").ShouldContain("row 2, column 1: found a quote that is never closed");

    [Fact]
    public void UnterminatedQuote_BeyondTheLimit_NamesWhereItOpened() =>
        Fail("cat,1\ncow,\"2" + new string('\n', 5000), Train with { LineLengthMax = 1000 }).ShouldContain("row 2, column 2: found a quote that is never closed");

    [Fact]
    public void TextAfterQuote_ShowsIt() => Fail("cat,1\n\"dog\"gy,2\n").ShouldContain("row 2, column 1: found \"\"dog\"gy\", expected a comma after the closing quote");

    [Fact]
    public void RowOfSeveralLines_NamesTheLineOfTheField() =>
        Fail("\"a\nb\",1\n\"c\nd\",\"\n x\"\n").ShouldContain("row 4, column 2: found");

    [Theory]
    [InlineData(10, 8, false)]
    [InlineData(10, 9, true)]
    public void LineLengthMax_CountsTheRowWithoutItsEnd(int limit, int digits, bool fails)
    {
        foreach (string end in (string[])["\n", "\r\n", ""])
        {
            foreach (int? piece in (int?[])[null, 1, 7, 12])
            {
                string text = "0,1\n1," + new string('1', digits) + end;
                CsvOptions options = Train with { LineLengthMax = limit, PieceBytes = piece };
                if (fails)
                {
                    Fail(text, options).ShouldContain("file a.csv, row 2: found a row longer than 10 bytes");
                }
                else
                {
                    using var channel = new ChannelDirectory();
                    channel.Write("a.csv", text);
                    channel.Read(options).RowCount.ShouldBe(2);
                }
            }
        }
    }

    [Fact]
    public void LabelColumn_Outside_NamesTheColumns() =>
        Fail("0,1\n", Train with { LabelColumn = -3 }).ShouldContain("row 1: found 2 columns, expected one for the label at index -3");

    [Theory]
    [InlineData("1\n2\n", "separate the columns by commas")]
    [InlineData("1;2\n3;4\n", "commas instead of semicolons")]
    [InlineData("1\t2\n3\t4\n", "commas instead of tabs")]
    public void OneColumn_NamesTheSeparator(string text, string hint) => Fail(text).ShouldContain(hint);

    [Theory]
    [InlineData("PAR1xxxx", "Parquet")]
    [InlineData("{\"a\": 1}", "JSON")]
    [InlineData("1\0,2\0\n", "binary data")]
    public void ForeignFormat_IsNamed(string text, string format) => Fail(text).ShouldContain($"channel train, file a.csv: found {format}, expected CSV text");

    [Fact]
    public void TooManyClasses_LooksLikeARegressionTarget()
    {
        string text = string.Concat(Enumerable.Range(0, LabelSpellings.CountMax + 1).Select(i => $"{i}.5,1\n"));
        foreach (int? piece in (int?[])[null, 5000, 1 << 22])
        {
            Fail(text, Train with { PieceBytes = piece }).ShouldContain("row 100001: found more than 100000 classes");
        }
    }

    [Fact]
    public void SeveralMistakes_TheFirstInFileOrderWins()
    {
        string good = string.Concat(Enumerable.Repeat("0,1,2\n", 1000));
        for (int threads = 1; threads <= 4; threads++)
        {
            using var channel = new ChannelDirectory();
            channel.Write("a.csv", good + "0,x,2\n0,1\n");
            channel.Write("b.csv", "0,y,2\n" + good);
            channel.Fail(Train with { Threads = threads, PieceBytes = 64 }).ShouldContain("file a.csv, row 1001, column 2: found \"x\"");
        }
    }

    [Fact]
    public void LaterFile_CountsItsOwnLines()
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", "0,1\n1,2\n");
        channel.Write("sub/b.csv", "0,1\n\n1,x\n");
        channel.Fail(Train).ShouldContain("file sub/b.csv, row 3, column 2");
    }

    [Fact]
    public void MissingFile_SaysThatItCannotBeRead() =>
        Should.Throw<DataException>(() => CsvChannel.ReadFiles(["/nowhere/a.csv"], Train, TestContext.Current.CancellationToken))
            .Message.ShouldContain("channel train, file /nowhere/a.csv: cannot be read");

    [Fact]
    public void FoundText_IsCutAndPrintable()
    {
        string message = Fail("0,1\n1," + new string('\u0007', 10_000) + "\n");
        message.Length.ShouldBeLessThan(400);
        message.Any(char.IsControl).ShouldBeFalse();
    }

    private static string Fail(string text, CsvOptions? options = null)
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", Encoding.UTF8.GetBytes(text));
        string message = channel.Fail(options ?? Train);
        if ((options ?? Train).PieceBytes is null)
        {
            channel.Fail((options ?? Train) with { PieceBytes = 1 }).ShouldBe(message);
        }

        return message;
    }
}
