namespace TrainingContainer.SageMaker.Tests;

public sealed class FailurePlaceholderTests : IDisposable
{
    private readonly TemporaryJob _job = new();

    public void Dispose() => _job.Dispose();

    [Fact]
    public void Placeholder_TellsTheExitCodes_AndIsGoneAfterwards()
    {
        using (var placeholder = FailurePlaceholder.Write(_job.Paths))
        {
            var text = File.ReadAllText(_job.Paths.FailureFile);
            text.Length.ShouldBeLessThanOrEqualTo(1024);
            foreach (var word in new[] { "137", "139", "134", "use a smaller batch, a smaller model, or an instance with more memory", "see the last lines of the log" }) text.ShouldContain(word);
            placeholder.FoundAnother.ShouldBeFalse();
        }

        Directory.GetFileSystemEntries(_job.Paths.Output).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(128, "try batch_size=64 instead of 128")]
    [InlineData(3, "try batch_size=1 instead of 3")]
    [InlineData(1, "use a smaller model (batch_size is 1 already)")]
    [InlineData(int.MaxValue, "try batch_size=1073741823 instead of 2147483647")]
    public void BatchSize_IsNamed(int batchSize, string advice)
    {
        using var placeholder = FailurePlaceholder.Write(_job.Paths);
        placeholder.NameBatchSize(batchSize);
        File.ReadAllText(_job.Paths.FailureFile).ShouldContain(advice);
        File.ReadAllText(_job.Paths.FailureFile).Length.ShouldBeLessThanOrEqualTo(1024);
    }

    [Fact]
    public void ReasonOfSomebodyElse_StaysThroughout()
    {
        Directory.CreateDirectory(_job.Paths.Output);
        File.WriteAllText(_job.Paths.FailureFile, "mine");
        using (var placeholder = FailurePlaceholder.Write(_job.Paths))
        {
            placeholder.FoundAnother.ShouldBeTrue();
            placeholder.NameBatchSize(8);
        }

        File.ReadAllText(_job.Paths.FailureFile).ShouldBe("mine");
    }

    [Fact]
    public void ReasonWrittenMeanwhile_Stays()
    {
        using (FailurePlaceholder.Write(_job.Paths))
            FailureReport.Write(_job.Paths, new JobInputException([new("a", "found 1")]));
        File.ReadAllText(_job.Paths.FailureFile).ShouldBe("a: found 1 [training-container]");
    }

    [Fact]
    public void ReasonThatAnEarlierRunOfThisProgramWrote_IsReplaced_AndGoneAfterwards()
    {
        FailureReport.Write(_job.Paths, new JobInputException([new("a", new string('x', 5000))]));
        using (var placeholder = FailurePlaceholder.Write(_job.Paths))
        {
            placeholder.FoundAnother.ShouldBeFalse();
            File.ReadAllText(_job.Paths.FailureFile).ShouldStartWith(FailurePlaceholder.Opening);
        }

        File.Exists(_job.Paths.FailureFile).ShouldBeFalse();
    }

    [Fact]
    public void PlaceholderOfAVersionWithoutTheMark_IsReplaced()
    {
        Directory.CreateDirectory(_job.Paths.Output);
        File.WriteAllText(_job.Paths.FailureFile, FailurePlaceholder.Opening + ": it was killed.");
        FailurePlaceholder.Write(_job.Paths).Dispose();
        File.Exists(_job.Paths.FailureFile).ShouldBeFalse();
    }

    [Theory]
    [InlineData("epochs: found 1 [training-container]\nand a line of the user's own")]
    [InlineData("epochs: found 1")]
    [InlineData("training-container")]
    public void ReasonThatDoesNotEndWithTheMark_IsSomebodyElses(string text)
    {
        Directory.CreateDirectory(_job.Paths.Output);
        File.WriteAllText(_job.Paths.FailureFile, text);
        using (var placeholder = FailurePlaceholder.Write(_job.Paths))
            placeholder.FoundAnother.ShouldBeTrue();
        FailureReport.Write(_job.Paths, new JobInputException([new("a", "found 2")]));
        File.ReadAllText(_job.Paths.FailureFile).ShouldBe(text);
    }

    [Fact]
    public void WhatCannotBeWritten_IsToldWithItsReason()
    {
        using (var placeholder = FailurePlaceholder.Write(_job.Paths))
            placeholder.Obstacle.ShouldBeNull();
        Directory.CreateDirectory(_job.Paths.FailureFile);
        using var other = FailurePlaceholder.Write(_job.Paths);
        other.Obstacle.ShouldNotBeNull().ShouldContain(_job.Paths.FailureFile);
    }

    [Fact]
    public void FileRemovedMeanwhile_IsNoTrouble()
    {
        using var placeholder = FailurePlaceholder.Write(_job.Paths);
        File.Delete(_job.Paths.FailureFile);
    }

    [Theory]
    [InlineData("/proc/no/such/place")]
    [InlineData("bad\0name")]
    public void WhereNothingCanBeWritten_NothingIsThrown(string place)
    {
        using var placeholder = FailurePlaceholder.Write(new JobPaths(place));
        placeholder.NameBatchSize(2);
    }

    [Fact]
    public void FileThatCannotBeRead_NothingIsThrown()
    {
        var placeholder = FailurePlaceholder.Write(_job.Paths);
        using (File.Open(_job.Paths.FailureFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            placeholder.NameBatchSize(2);
            placeholder.Dispose();
        }

        File.Exists(_job.Paths.FailureFile).ShouldBeTrue();
    }

    [Fact]
    public void FolderInTheWay_NothingIsThrown()
    {
        Directory.CreateDirectory(_job.Paths.FailureFile);
        using var placeholder = FailurePlaceholder.Write(_job.Paths);
        placeholder.NameBatchSize(2);
    }
}
