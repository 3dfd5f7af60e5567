using System.Text;

namespace TrainingContainer.SageMaker.Tests;

public sealed class FailureReportWriteTests : IDisposable
{
    private static readonly JobInputException Cause = new([new("channel train", "found no directory")]);
    private readonly TemporaryJob _job = new();

    public void Dispose() => _job.Dispose();

    [Fact]
    public void Write_CreatesTheDirectory_AndLeavesTheReasonWithTheMarkOnly()
    {
        FailureReport.Write(_job.Paths, Cause);
        File.ReadAllText(_job.Paths.FailureFile).ShouldBe("channel train: found no directory [training-container]");
        Directory.GetFileSystemEntries(_job.Paths.Output).ShouldBe([_job.Paths.FailureFile]);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("a reason of the user's own code, with more in it than the one that this program could give")]
    public void Write_OverAReasonOfSomebodyElse_KeepsIt(string first)
    {
        Directory.CreateDirectory(_job.Paths.Output);
        File.WriteAllText(_job.Paths.FailureFile, first);
        FailureReport.Write(_job.Paths, Cause);
        File.ReadAllText(_job.Paths.FailureFile).ShouldBe(first);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public void Write_OverNothing_Replaces(string before)
    {
        Directory.CreateDirectory(_job.Paths.Output);
        File.WriteAllText(_job.Paths.FailureFile, before);
        FailureReport.Write(_job.Paths, Cause);
        File.ReadAllText(_job.Paths.FailureFile).ShouldBe("channel train: found no directory [training-container]");
    }

    [Fact]
    public void Write_OverThePlaceholder_Replaces()
    {
        using var placeholder = FailurePlaceholder.Write(_job.Paths);
        FailureReport.Write(_job.Paths, Cause);
        File.ReadAllText(_job.Paths.FailureFile).ShouldBe("channel train: found no directory [training-container]");
    }

    [Fact]
    public void Write_IsUtf8WithoutByteOrderMark_WholeToTheLastCharacter()
    {
        FailureReport.Write(_job.Paths, new InvalidOperationException(string.Concat(Enumerable.Repeat("\ud83d\ude00\u00e4", 1000)) + "\ud83d"));
        var bytes = File.ReadAllBytes(_job.Paths.FailureFile);
        bytes[0].ShouldNotBe((byte)0xef);
        new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).Length.ShouldBeLessThanOrEqualTo(1024);
    }

    [Fact]
    public void Write_WhereNothingCanBeWritten_DoesNotThrow()
    {
        Directory.CreateDirectory(_job.Paths.FailureFile);
        FailureReport.Write(_job.Paths, Cause);
        Directory.GetFileSystemEntries(_job.Paths.Output).ShouldBe([_job.Paths.FailureFile], "the temporary file is gone");
        FailureReport.Write(new JobPaths("/proc/no/such/place"), Cause);
        FailureReport.Write(new JobPaths("bad\0name"), Cause);
        FailureReport.Write(null!, null!);
    }

    [Fact]
    public void Write_ReplacesTheWholeFile_SoThatAReaderNeverSeesHalfOfIt()
    {
        using var placeholder = FailurePlaceholder.Write(_job.Paths);
        using var reader = new StreamReader(File.Open(_job.Paths.FailureFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        FailureReport.Write(_job.Paths, Cause);
        reader.ReadToEnd().ShouldStartWith(FailurePlaceholder.Opening);
        File.ReadAllText(_job.Paths.FailureFile).ShouldBe("channel train: found no directory [training-container]");
    }

    [Fact]
    public void Write_OfALongReason_KeepsTheMarkWithinWhatTheServiceTakes()
    {
        FailureReport.Write(_job.Paths, new JobInputException([new("a", new string('x', 5000))]));
        var text = File.ReadAllText(_job.Paths.FailureFile);
        text.Length.ShouldBe(1024);
        text.ShouldEndWith("x… [training-container]");
        File.Delete(_job.Paths.FailureFile);
        FailureReport.Write(_job.Paths, new JobInputException([.. Enumerable.Range(0, 90).Select(i => new Mistake($"m{i}", new string('x', 100)))]));
        File.ReadAllText(_job.Paths.FailureFile).Length.ShouldBeLessThanOrEqualTo(1024);
        File.ReadAllText(_job.Paths.FailureFile).ShouldMatch("x … and [0-9]+ more \\[training-container\\]$");
    }

    [Fact]
    public void Write_OverTheFirstReasonOfTheSameRun_KeepsThat()
    {
        using var placeholder = FailurePlaceholder.Write(_job.Paths);
        FailureReport.Write(_job.Paths, Cause);
        FailureReport.Write(_job.Paths, new InvalidOperationException("what came of it"));
        placeholder.NameBatchSize(8);
        File.ReadAllText(_job.Paths.FailureFile).ShouldBe("channel train: found no directory [training-container]");
    }

    [Fact]
    public void Write_KeepsTheSecretsOfTheJobOut()
    {
        var redactor = Redactor.For([new("DB_PASSWORD", "correct-horse")], _job.Paths);
        FailureReport.Write(_job.Paths, new JobInputException([new("a", "found correct-horse")]), redactor: redactor);
        File.ReadAllText(_job.Paths.FailureFile).ShouldBe("a: found <redacted> [training-container]");
    }

    [Fact]
    public void Write_WhereTheTemporaryNameIsTaken_WritesDirectly()
    {
        Directory.CreateDirectory(_job.Paths.FailureFile + ".tmp");
        FailureReport.Write(_job.Paths, Cause);
        File.ReadAllText(_job.Paths.FailureFile).ShouldBe("channel train: found no directory [training-container]");
    }
}
