namespace TrainingContainer.SageMaker.Tests;

/// <summary>
/// As whoever runs the tests, mostly root, whom the kernel's own folders refuse; tests/EndToEnd/PermissionTests.cs runs the program as nobody.
/// </summary>
public sealed class NoPermissionTests : IDisposable
{
    // not writable even for root
    private const string Kernel = "/proc/sys/kernel";
    private readonly TemporaryJob _job = new();

    public void Dispose() => _job.Dispose();

    [Fact]
    public void FolderThatMayNotBeWritten_IsNamedWithUserOwnerModeAndBothWaysOut()
    {
        var mistake = NoPermission.Of("folder x", $"{Kernel}/nothing/in it", AccessKind.Write);
        mistake.Where.ShouldBe("folder x");
        mistake.What.ShouldMatch(
            $"^found {Kernel}, which may not be written into by user [0-9]+( \\(.+\\))?, as whom this program runs: "
            + "it belongs to user 0 \\(root\\) and group 0 \\(root\\), mode 0555; expected a folder that may be written into$");
        mistake.Fix.ShouldNotBeNull().ShouldMatch(
            $"root.*, or give this user the right: chown [0-9]+:[0-9]+ {Kernel}, or chmod [ugo]\\+rwx {Kernel}$", "what else lies in it is not the job's");
        NoPermission.Of("folder x", Kernel, AccessKind.Write).Fix.ShouldNotBeNull().ShouldMatch(
            $"chown -R [0-9]+:[0-9]+ {Kernel}, or chmod -R [ugo]\\+rwX {Kernel}$");
        (mistake.Kind, mistake.IsAboutPermission).ShouldBe((FailureKind.InputOutput, true));
    }

    [Fact]
    public void WithoutAKind_IsWhateverRefusesIt() => NoPermission.Of("folder x", $"{Kernel}/nothing").What.ShouldContain("may not be written into");

    [Fact]
    public void PathOfAnException_IsTakenFromItsMessage() =>
        NoPermission.Of("x", new UnauthorizedAccessException($"Access to the path '{Kernel}/nothing' is denied."), "/tmp").What.ShouldContain($"found {Kernel}, which may not be written into");

    [Fact]
    public void WhatNoModeExplains_IsToldWithTheMode()
    {
        File.WriteAllText(_job.Paths.HyperparametersFile, "{}");
        var mistake = NoPermission.Of("x", _job.Paths.HyperparametersFile, AccessKind.Read);
        mistake.What.ShouldMatch("refused to user [0-9]+.*It belongs to user .*, mode 0[0-7]{3}, which allows it: something else refuses it");
        mistake.Fix.ShouldNotBeNull().ShouldContain("chown or chmod");
    }

    [Fact]
    public void FolderInThePlaceOfAFile_IsTold() =>
        NoPermission.Of("x", new UnauthorizedAccessException($"Access to the path '{_job.Paths.InputConfig}' is denied.")).What.ShouldStartWith($"found the folder {_job.Paths.InputConfig}, expected a file");

    [Fact]
    public void FolderAbove_ThatMayBeEntered_IsNoMistake() => NoPermission.OfFolderAbove("x", Path.Combine(_job.Paths.InputData, "missing")).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("bad\0name")]
    [InlineData("relative/path")]
    public void StrangePaths_ThrowNothing(string path)
    {
        NoPermission.Of("x", path, AccessKind.Read).What.ShouldNotBeEmpty();
        NoPermission.Of("x", path, AccessKind.Write).What.ShouldNotBeEmpty();
        NoPermission.Of("x", new UnauthorizedAccessException($"'{path}'")).What.ShouldNotBeEmpty();
        NoPermission.OfFolderAbove("x", path).ShouldBeNull();
    }

    [Fact]
    public void UserErrors_AreNotAboutPermission()
    {
        HyperparameterFile.Read(_job.Paths.InputConfig, _job.Mistakes);
        _job.Mistakes.ShouldHaveSingleItem().IsAboutPermission.ShouldBeFalse();
    }
}
