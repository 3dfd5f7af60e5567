using TrainingContainer.SageMaker;

namespace TrainingContainer.Training.Tests;

public sealed class CheckpointFolderTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("checkpoints-").FullName;
    private readonly CheckpointFolder _folder;

    public CheckpointFolderTests() => _folder = new(_path, 0);

    public void Dispose() => Directory.Delete(_path, recursive: true);

    private string Write(string name)
    {
        var file = Path.Combine(_path, name);
        File.WriteAllText(file, "x");
        return file;
    }

    private string Checkpoint(long sequence, int rank = 0) => Write(new CheckpointName(rank, sequence, 10 * sequence).ToString());

    private string[] Files => [.. Directory.GetFileSystemEntries(_path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private long[] Sequences => [.. _folder.List().Select(name => name.Sequence)];

    private IReadOnlyList<string> Retain(int keep) => _folder.Retain(keep, _ => true, _ => false);

    [Fact]
    public void List_IsNewestFirstByNumberNotByText()
    {
        foreach (var sequence in new long[] { 999_999, 1_000_000, 2, 10 })
            Checkpoint(sequence);
        Sequences.ShouldBe([1_000_000, 999_999, 10, 2]);
        _folder.PathOf(_folder.List()[0]).ShouldBe(Path.Combine(_path, "checkpoint-rank0-1000000-step10000000.safetensors"));
    }

    [Fact]
    public void List_IgnoresWhateverElseIsThere()
    {
        var ours = Checkpoint(3);
        Checkpoint(4, rank: 1);
        Checkpoint(4, rank: 10);
        Write($"{Path.GetFileName(ours)}.sagemaker-uploading");
        Write($"{Path.GetFileName(ours)}.sagemaker-uploaded");
        Write(".checkpoint-rank0-000004-step40.safetensors.sagemaker-ignore");
        Write("progress-rank0.json");
        Write("xgboost-checkpoint.12");
        Directory.CreateDirectory(Path.Combine(_path, "checkpoint-rank0-000005-step50.safetensors"));
        File.CreateSymbolicLink(Path.Combine(_path, "checkpoint-rank0-000006-step60.safetensors"), ours);
        File.CreateSymbolicLink(Path.Combine(_path, "checkpoint-rank0-000007-step70.safetensors"), "/nowhere");
        Sequences.ShouldBe([3]);
    }

    [Fact]
    public void MissingFolder_IsEmpty()
    {
        var folder = new CheckpointFolder(Path.Combine(_path, "missing"), 0);
        folder.List().ShouldBeEmpty();
        folder.NextSequence().ShouldBe(1);
        folder.RemoveTemporaries().ShouldBeEmpty();
        folder.Retain(2, _ => true, _ => false).ShouldBeEmpty();
        Directory.Exists(folder.Path).ShouldBeFalse();
        new CheckpointFolder(Write("file"), 0).List().ShouldBeEmpty();
    }

    [Fact]
    public void NextSequence_IsAboveAllOfThisRankAndAboveWhatIsNoFile()
    {
        _folder.NextSequence().ShouldBe(1);
        Checkpoint(41);
        Checkpoint(90, rank: 1);
        _folder.NextSequence().ShouldBe(42);
        Directory.CreateDirectory(Path.Combine(_path, "checkpoint-rank0-000050-step1.safetensors"));
        _folder.NextSequence().ShouldBe(51);
    }

    [Theory]
    [InlineData(CheckpointFolder.SequenceMax + 1)]
    [InlineData(long.MaxValue - 1)]
    public void NumberWithoutRoomAbove_IsAMistakeThatNamesTheFile(long sequence)
    {
        Write(new CheckpointName(0, sequence, 1).ToString());
        var mistake = Should.Throw<JobInputException>(() => _folder.NextSequence()).Mistakes.ShouldHaveSingleItem();
        mistake.Where.ShouldContain($"checkpoint-rank0-{sequence}-step1.safetensors");
        mistake.Fix.ShouldNotBeNull().ShouldContain(_path);
    }

    [Fact]
    public void RemoveTemporaries_RemovesThisRanksAlone()
    {
        Checkpoint(1);
        Write(".checkpoint-rank0-000002-step20.safetensors.sagemaker-ignore");
        Write(".progress-rank0.json.sagemaker-ignore");
        Write(".checkpoint-rank1-000002-step20.safetensors.sagemaker-ignore");
        Write(".progress-rank1.json.sagemaker-ignore");
        Write("progress-rank0.json");
        Write("other.sagemaker-ignore");
        _folder.RemoveTemporaries().ShouldBeEmpty();
        Files.ShouldBe([
            ".checkpoint-rank1-000002-step20.safetensors.sagemaker-ignore", ".progress-rank1.json.sagemaker-ignore",
            "checkpoint-rank0-000001-step10.safetensors", "other.sagemaker-ignore", "progress-rank0.json"]);
    }

    [Fact]
    public void Retain_DeletesTheOldest()
    {
        for (var sequence = 1; sequence <= 6; sequence++)
            Checkpoint(sequence);
        Retain(3).ShouldBeEmpty();
        Sequences.ShouldBe([6, 5, 4]);
        Retain(3);
        Sequences.ShouldBe([6, 5, 4]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Retain_AlwaysLeavesTwo(int keep)
    {
        for (var sequence = 1; sequence <= 4; sequence++)
            Checkpoint(sequence);
        Retain(keep);
        Sequences.ShouldBe([4, 3]);
    }

    [Fact]
    public void Retain_LeavesTheBestEpochsAndAnotherJobs()
    {
        for (var sequence = 1; sequence <= 6; sequence++)
            Checkpoint(sequence);
        _folder.Retain(2, name => name.Sequence != 1, name => name.Sequence == 3);
        Sequences.ShouldBe([6, 5, 3, 1]);
    }

    [Fact]
    public void Retain_DoesNotCountWhatIsDamagedOrAnothers()
    {
        for (var sequence = 1; sequence <= 5; sequence++)
            Checkpoint(sequence);
        _folder.Retain(2, name => name.Sequence is not (5 or 3), _ => false);
        Sequences.ShouldBe([5, 4, 3, 2]);
    }

    [Fact]
    public void Retain_LeavesWhatIsBeingUploadedToALaterCall()
    {
        for (var sequence = 1; sequence <= 4; sequence++)
            Checkpoint(sequence);
        var uploading = Write("checkpoint-rank0-000001-step10.safetensors.sagemaker-uploading");
        Retain(2);
        Sequences.ShouldBe([4, 3, 1]);
        Write("checkpoint-rank0-000001-step10.safetensors.sagemaker-uploaded");
        Retain(2);
        Sequences.ShouldBe([4, 3]);
        File.Exists(uploading).ShouldBeTrue();
    }

    [Fact]
    public void Retain_LeavesOtherRanksAlone()
    {
        for (var sequence = 1; sequence <= 4; sequence++)
            Checkpoint(sequence, rank: 1);
        Retain(2);
        Files.Length.ShouldBe(4);
    }

    [Fact]
    public void Retain_WhatVanishesMeanwhile_DoesNoHarm()
    {
        for (var sequence = 1; sequence <= 4; sequence++)
            Checkpoint(sequence);
        _folder.Retain(2, name =>
        {
            if (name.Sequence <= 2)
                File.Delete(_folder.PathOf(name));
            return true;
        }, _ => false).ShouldBeEmpty();
        Sequences.ShouldBe([4, 3]);
    }

    [Fact]
    public void Retain_WhatCannotBeDeleted_IsReportedAndTheOthersGo()
    {
        for (var sequence = 1; sequence <= 4; sequence++)
            Checkpoint(sequence);
        var stuck = _folder.PathOf(_folder.List()[^1]);
        _folder.Retain(2, name =>
        {
            if (_folder.PathOf(name) == stuck)
            {
                File.Delete(stuck);
                Directory.CreateDirectory(stuck);
            }
            return true;
        }, _ => false).ShouldHaveSingleItem().ShouldStartWith($"{stuck} can't be deleted: ");
        Sequences.ShouldBe([4, 3]);
    }

    [Fact]
    public void MakeRoom_DeletesWhatRetainWouldDeleteNext()
    {
        for (var sequence = 1; sequence <= 5; sequence++)
            Checkpoint(sequence);
        MakeRoom(5).ShouldBe([1]);
        MakeRoom(5).ShouldBeEmpty();
        Sequences.ShouldBe([5, 4, 3, 2]);
        MakeRoom(4).ShouldBe([2]);
        Retain(4);
        Sequences.ShouldBe([5, 4, 3]);
    }

    [Fact]
    public void MakeRoom_DeletesNoMoreThanMakesRoomEnough()
    {
        for (var sequence = 1; sequence <= 6; sequence++)
            Checkpoint(sequence);
        MakeRoom(2, bytes: 3).ShouldBe([1, 2, 3]);
        MakeRoom(2, bytes: 9).ShouldBe([4, 5]);
        Sequences.ShouldBe([6]);
    }

    [Fact]
    public void MakeRoom_LeavesTheLastOneWhateverIsAskedFor()
    {
        Checkpoint(1);
        MakeRoom(0).ShouldBeEmpty();
        Checkpoint(2);
        MakeRoom(-1).ShouldBe([1]);
    }

    [Fact]
    public void MakeRoom_DeletesNothingUnlessOneThatStaysIsWhole()
    {
        for (var sequence = 1; sequence <= 4; sequence++)
            Checkpoint(sequence);
        MakeRoom(3, isWhole: sequence => sequence <= 2).ShouldBeEmpty();
        MakeRoom(3, isWhole: sequence => sequence == 3).ShouldBe([1]);
        Sequences.ShouldBe([4, 3, 2]);
    }

    [Fact]
    public void MakeRoom_LeavesTheBestEpochsAnothersAndWhatIsBeingUploaded()
    {
        for (var sequence = 1; sequence <= 6; sequence++)
            Checkpoint(sequence);
        Write("checkpoint-rank0-000003-step30.safetensors.sagemaker-uploading");
        _folder.MakeRoom(2, 100, name => name.Sequence != 1, name => name.Sequence == 2, _ => true).Select(name => name.Sequence).ShouldBe([4, 5]);
        Sequences.ShouldBe([6, 3, 2, 1]);
    }

    [Fact]
    public void MakeRoom_WhatCannotBeDeleted_MakesNone()
    {
        for (var sequence = 1; sequence <= 4; sequence++)
            Checkpoint(sequence);
        var stuck = _folder.PathOf(_folder.List()[^1]);
        using (new FaultScope((point, path, _) =>
        {
            if (point == FaultPoint.Deleting && path == stuck)
            {
                File.Delete(stuck);
                Directory.CreateDirectory(stuck);
            }
        }))
        {
            MakeRoom(2).ShouldBe([2]);
        }
        Sequences.ShouldBe([4, 3]);
    }

    private long[] MakeRoom(int keep, long bytes = 1, Func<long, bool>? isWhole = null) =>
        [.. _folder.MakeRoom(keep, bytes, _ => true, _ => false, name => isWhole?.Invoke(name.Sequence) ?? true).Select(name => name.Sequence)];

    [Fact]
    public void FolderThatCannotBeRead_IsReportedByRetain()
    {
        var loop = Path.Combine(_path, "loop");
        Directory.CreateSymbolicLink(loop, loop);
        var folder = new CheckpointFolder(loop, 0);
        Should.Throw<IOException>(folder.List);
        folder.Retain(2, _ => true, _ => false).ShouldHaveSingleItem().ShouldContain(folder.Path);
    }
}
