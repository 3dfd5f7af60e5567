using System.Globalization;
using System.Text;

namespace TrainingContainer.Data.Tests;

/// <summary>Random files, read by the product at random sizes of pieces and numbers of threads and by a naive parser: same table, or both refuse at the same row.</summary>
public sealed class CsvFuzzTests
{
    private static readonly string[] Numbers =
        ["0", "0", "0", "0", "1", "255", "-3", "0.5", "1.25e3", "-0.0031", "12345678.5", " 7", "8 ", "\"9\"", "", "NA", "?", "3.14159274101257324"];

    private static readonly string[] Labels = ["0", "1", "2.0", "2", "\"1\"", " 0", "00"];
    private static readonly string[] Names = ["cat", "\"dog\"", "\"a,b\"", "\"two\nlines\"", "\"say \"\"hi\"\"\"", "ünï", "5\" pipe", "x"];
    private static readonly string[] Mistakes = ["abc", "inf", "1,2", "\"x\"y", "1e99", "1.2.3"];

    [Fact]
    public void Read_RandomFiles_MatchesTheNaiveParser()
    {
        for (int seed = 0; seed < 2000; seed++)
        {
            var random = new KeyedRandom(RandomKey.For(seed, DrawPurpose.Calibration));
            var options = new CsvOptions
            {
                LabelKind = (LabelKind)random.NextInt32(3),
                LabelColumn = random.NextInt32(3) - 1,
                Threads = 1 + random.NextInt32(3),
                PieceBytes = 1 + random.NextInt32(random.NextInt32(2) == 0 ? 20 : 2000),
            };
            string text = MakeText(ref random, options, mistake: random.NextInt32(4) == 0);
            string expected = Describe(() => NaiveCsv.Read(text, options));
            string found = Describe(() => Read(text, options));
            if (found != expected)
            {
                Assert.Fail($"seed {seed}, {options}\n{text}\nfound\n{found}\nexpected\n{expected}");
            }
        }
    }

    /// <summary>Any bytes: a table or a DataException, the same for any pieces and threads.</summary>
    [Fact]
    public void Read_RandomBytes_NeverDependsOnThePieces()
    {
        byte[][] parts = [.. ((string[])[",", ",", "0", "1", ".5", "-", "e3", "\n", "\r\n", "\"", "\"\"", " ", "x", "\0", "é", "NA"]).Select(Encoding.UTF8.GetBytes), [0xFF]];
        for (int seed = 0; seed < 1000; seed++)
        {
            var random = new KeyedRandom(RandomKey.For(seed, DrawPurpose.Calibration, 1));
            int common = 2 + random.NextInt32(parts.Length - 2);
            byte[] text = [.. Enumerable.Range(0, random.NextInt32(60)).SelectMany(_ => parts[random.NextInt32(random.NextInt32(4) == 0 ? parts.Length : common)])];
            using var channel = new ChannelDirectory();
            channel.Write("a.csv", text);
            var options = new CsvOptions { LabelKind = (LabelKind)random.NextInt32(3), LineLengthMax = 5 + random.NextInt32(40), Threads = 1 };
            string whole = Describe(() => channel.Read(options));
            Describe(() => channel.Read(options with { PieceBytes = 1, Threads = 2 })).ShouldBe(whole, $"seed {seed}");
            Describe(() => channel.Read(options with { PieceBytes = 1 + random.NextInt32(30) })).ShouldBe(whole, $"seed {seed}");
        }
    }

    [Fact]
    public void Read_MutatedGzip_IsRefusedOrRead()
    {
        byte[] gzip = ChannelDirectory.Gzip(string.Concat(Enumerable.Range(0, 300).Select(i => $"{i % 3},{i}.5,{i * 7}\n")));
        for (int seed = 0; seed < 500; seed++)
        {
            var random = new KeyedRandom(RandomKey.For(seed, DrawPurpose.Calibration, 2));
            byte[] mutated = [.. gzip];
            mutated[2 + random.NextInt32(gzip.Length - 2)] ^= (byte)(1 << random.NextInt32(8));
            using var channel = new ChannelDirectory();
            channel.Write("a.csv.gz", mutated);
            Describe(() => channel.Read(new CsvOptions { Threads = 1 })).ShouldNotBeEmpty();
        }
    }

    internal static string MakeText(ref KeyedRandom random, CsvOptions options, bool mistake)
    {
        int columns = 4 + random.NextInt32(random.NextInt32(3) == 0 ? 60 : 4);
        int label = options.LabelKind == LabelKind.None ? -1 : options.LabelColumn < 0 ? columns + options.LabelColumn : options.LabelColumn;
        int rows = 1 + random.NextInt32(40);
        string end = random.NextInt32(2) == 0 ? "\n" : "\r\n";
        string[] classes = options.LabelKind == LabelKind.Number || random.NextInt32(2) == 0 ? Labels : Names;
        int zeros = random.NextInt32(10);
        var text = new StringBuilder(random.NextInt32(4) == 0 ? "\uFEFF" : "");
        int mistakeRow = mistake ? random.NextInt32(rows) : -1;
        for (int row = 0; row < rows; row++)
        {
            int mistakeColumn = row == mistakeRow ? random.NextInt32(columns) : -1;
            for (int column = 0; column < columns; column++)
            {
                bool isLabel = column == label;
                string[] choices = column == mistakeColumn ? Mistakes : isLabel ? classes : Numbers;
                text.Append(column == 0 ? "" : ",");
                text.Append(!isLabel && column != mistakeColumn && random.NextInt32(10) < zeros ? "0" : choices[random.NextInt32(choices.Length)]);
            }

            text.Append(row == rows - 1 && random.NextInt32(2) == 0 ? "" : end);
            text.Append(random.NextInt32(10) == 0 ? end : "");
        }

        return text.ToString();
    }

    private static Table Read(string text, CsvOptions options)
    {
        using var channel = new ChannelDirectory();
        channel.Write("a.csv", text);
        return channel.Read(options);
    }

    private static string Where(DataException exception) => exception.Message[..exception.Message.IndexOf(':')].Split(", column")[0];

    /// <summary>Everything about a table; or, of a failure, where it is.</summary>
    private static string Describe(Func<Table> read)
    {
        try
        {
            Table table = read();
            var text = new StringBuilder(string.Join('|', table.Classes)).Append('\n');
            for (long row = 0; row < table.RowCount; row++)
            {
                text.Append(table.LabelKind switch { LabelKind.Class => table.ClassIndexes[row], LabelKind.Number => table.Numbers[row], _ => -1f });
                foreach (float value in table.Features.Row(row))
                {
                    text.Append(',').Append(value.ToString("R", CultureInfo.InvariantCulture));
                }

                text.Append('\n');
            }

            return text.ToString();
        }
        catch (DataException exception)
        {
            return Where(exception);
        }
    }
}
