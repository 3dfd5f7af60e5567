using System.Text.RegularExpressions;

namespace TrainingContainer.Data.Tests;

/// <summary>Damaged data of every format as a channel, in files and through pipes: rows, or a failure that says where, to the byte, and what to do.</summary>
public sealed partial class StreamFuzzTests
{
    private const int CasesPerFormat = 500;

    /// <summary>A pipe takes longer than a file.</summary>
    private const int CasesPerPipe = 10;

    [Theory]
    [InlineData("csv")]
    [InlineData("gzip csv")]
    [InlineData("protobuf")]
    [InlineData("protobuf in parts")]
    [InlineData("sparse protobuf")]
    [InlineData("jsonlines")]
    [InlineData("libsvm")]
    [InlineData("manifest")]
    [InlineData("packed images")]
    [InlineData("jpeg")]
    [InlineData("png")]
    public void Next_DamagedData_GivesRowsOrAPlacedFailure(string name)
    {
        (RecordFormat format, byte[] data) = DamagedData.Make(name);
        using var channel = new ChannelDirectory();
        using var pipes = new ChannelPipes();
        bool canBePiped = format is not ImageFormat;
        int failures = 0;
        for (int i = 0; i < CasesPerFormat; i++)
        {
            var random = new KeyedRandom(RandomKey.For(i, DrawPurpose.Calibration, 33));
            byte[] damaged = DamagedData.Damage(ref random, data);
            var options = new BatchStreamOptions
            {
                BatchSize = 1 + random.NextInt32(3),
                BlockBytes = 8 + random.NextInt32(2000),
                FeatureCount = format.IsWidthOfAll ? 6 : null,
                FoundClasses = new FoundClasses(),
                Records = new RecordOptions { ImageShape = new ImageShape(3, 4, 4), LabelKind = (LabelKind)random.NextInt32(3), RecordLengthMax = 1 << 20 },
                Threads = 1 + random.NextInt32(2),
            };
            bool isPiped = canBePiped && i % CasesPerPipe == 0;
            try
            {
                if (isPiped)
                {
                    pipes.Write(i, damaged);
                    StreamedRows.Read(pipes.Source(i), format, options);
                }
                else
                {
                    channel.Write("1/a", damaged);
                    StreamedRows.Read(new FileSource("train", channel.Path), format, options);
                }
            }
            catch (DataException failure)
            {
                failures++;
                (isPiped ? InPipe() : InFile()).IsMatch(failure.Message).ShouldBeTrue($"{name} case {i}: {failure.Message}");
            }
            catch (Exception exception) when (exception is not Shouldly.ShouldAssertException)
            {
                Assert.Fail($"{name} case {i}: {exception}");
            }
        }

        failures.ShouldBeInRange(CasesPerFormat / 10, CasesPerFormat - 1);
    }

    [GeneratedRegex(@"\Achannel train, file 1/a, record [1-9]\d*, byte offset \d+: .*\b[Ff]ound .*, expected .* Fix: .*\z", RegexOptions.Singleline)]
    private static partial Regex InFile();

    [GeneratedRegex(@"\Achannel train, epoch \d+, record [1-9]\d*, byte offset \d+: .*\b[Ff]ound .*, expected .* Fix: .*\z", RegexOptions.Singleline)]
    private static partial Regex InPipe();
}
