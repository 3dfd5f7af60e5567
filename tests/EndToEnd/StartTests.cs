namespace EndToEnd;

/// <summary>Every way in which the service, its SDKs or a person's docker starts the program.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class StartTests
{
    private const string Good = "a,1,2\nb,3,4\na,5,6\nb,7,8\n";

    [Fact]
    public void ProcessOne_Trains()
    {
        Namespace.Require(Namespace.ProcessOne);
        using var job = Small();
        Trained(job, Namespace.Run(job, Namespace.ProcessOne, "exec \"$PROGRAM\" train"));
    }

    [Fact]
    public void ProcessOne_HearsSigterm()
    {
        Namespace.Require(Namespace.ProcessOne);
        using var job = new Job().Sample("digits");
        job.Hyperparameters(("epochs", "1000000"), ("threads", "1"));
        using var process = Namespace.Start(job, ["unshare", .. Namespace.ProcessOne, Repository.Program, "train"]);
        var first = new Lazy<int>(() => Namespace.FirstProcess(process));
        var (exitCode, lines, _) = RunningJob.SignalAt(
            process, () => first.Value, line => line.StartsWith("epoch=2 ", StringComparison.Ordinal), RunningJob.Terminate);
        exitCode.ShouldBe(0, ProgramLog.Excerpt(lines));
        job.Json("model", "model.json").GetProperty("training").GetProperty("ending").GetString().ShouldBe("stopped");
    }

    /// <summary>The runtime takes the free number for a file of its own: the log went there, or the process aborted.</summary>
    [Theory]
    [InlineData("<&-")]
    [InlineData(">&-")]
    [InlineData("2>&-")]
    [InlineData(">&- 2>&-")]
    [InlineData("<&- >&-")]
    [InlineData("<&- >&- 2>&-")]
    public void ClosedStandardStreams_Train(string closed)
    {
        using var job = Small();
        var (exitCode, log) = Namespace.Run(job, [], $"exec \"$PROGRAM\" train {closed}");
        exitCode.ShouldBe(0, log);
        File.Exists(job.PathOf("model", "model.safetensors")).ShouldBeTrue(log);
        job.Failure.ShouldBeEmpty();
        if (!closed.Contains(">&-"))
            log.ShouldContain("model saved in");
    }

    [Fact]
    public void ClosedStandardInput_LeavesTheReportOfAnotherCommand()
    {
        using var job = Small();
        var (exitCode, log) = Namespace.Run(job, [], "exec \"$PROGRAM\" validate <&-");
        exitCode.ShouldBe(0, log);
        log.ShouldContain("ok: found no mistake");
    }

    /// <summary>The runtime opens each assembly, and the process aborted where it could not.</summary>
    [Theory]
    [InlineData(24)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(80)]
    public void TooFewOpenFiles_AreToldWithTheFix(int files)
    {
        using var job = Small();
        Directory.CreateDirectory(job.PathOf("output"));
        var (exitCode, log) = Namespace.Run(job, [], $"ulimit -n {files}; exec \"$PROGRAM\" train");
        exitCode.ShouldBe(5, log);
        log.ShouldContain($"open files: found a limit of {files} (ulimit -n)");
        job.Failure.ShouldContain($"open files: found a limit of {files} (ulimit -n)");
        job.Failure.ShouldEndWith("[training-container]");
    }

    [Fact]
    public void JustEnoughOpenFiles_Train()
    {
        using var job = Small();
        Trained(job, Namespace.Run(job, [], "ulimit -n 128; exec \"$PROGRAM\" train"));
    }

    /// <summary>No argument: the newer SDK's local mode, or a ContainerEntrypoint. "train": the service, or ContainerArguments.</summary>
    [Theory]
    [InlineData("exec \"$PROGRAM\"")]
    [InlineData("exec \"$PROGRAM\" train")]
    public void ArgumentsOfTheService_Train(string script)
    {
        using var job = Small();
        Trained(job, Namespace.Run(job, [], script));
    }

    /// <summary>Read-only root, /opt/ml and /tmp writable, no network, 64 MB of shared memory, next to no environment: in one.</summary>
    [Fact]
    public void ContainerAsTheServiceMakesIt_Trains()
    {
        string[] flags = [.. Namespace.ProcessOne, "--mount", "--net"];
        Namespace.Require(flags);
        using var job = Small();
        var (exitCode, log) = Namespace.Run(job, flags, """
            mount --make-rprivate /
            mount -t tmpfs tmpfs /opt
            mkdir /opt/ml
            mount --bind "$JOB" /opt/ml
            mount --bind /tmp /tmp
            mount -t tmpfs -o size=64m tmpfs /dev/shm
            mount -o remount,ro,bind /
            if touch /root-is-writable 2>/dev/null; then echo "the root is writable"; exit 97; fi
            cd /
            exec env -i PATH=/usr/bin:/bin NVIDIA_VISIBLE_DEVICES=void ${DOTNET_ROOT:+"DOTNET_ROOT=$DOTNET_ROOT"} "$PROGRAM" train
            """);
        if (exitCode == 97 || log.Contains("mount:", StringComparison.Ordinal))
            Assert.Skip($"the mounts cannot be made here: {log}");
        Trained(job, (exitCode, log));
    }

    [Fact]
    public void ConfigFolderThatOnlyRootCanEnter_IsReadByRoot()
    {
        if (Environment.UserName != "root")
            Assert.Skip("needs root");
        using var job = Small();
        File.SetUnixFileMode(job.PathOf("input", "config"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        Trained(job, Namespace.Run(job, [], "exec \"$PROGRAM\" train"));
    }

    [Fact]
    public void ConfigFolderThatCannotBeEntered_SaysToRunAsRoot()
    {
        using var job = Small();
        File.SetUnixFileMode(job.PathOf("input", "config"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        var (exitCode, log) = AsNobody(job, "exec \"$PROGRAM\" train");
        exitCode.ShouldBe(1, ProgramLog.Excerpt([log]));
        log.ShouldContain("hyperparameters.json");
        log.ShouldContain("run the container as root");
        log.ShouldMatch("which may not be entered by user 65534 .*it belongs to user 0 .*mode 0644.* chown .* chmod ");
        job.Failure.ShouldContain("run the container as root");
    }

    [Fact]
    public void DeletedWorkingDirectory_Trains()
    {
        using var job = Small();
        Trained(job, Namespace.Run(job, [], "mkdir \"$JOB/gone\"; cd \"$JOB/gone\"; rmdir \"$JOB/gone\"; exec \"$PROGRAM\" train"));
    }

    [Fact]
    public void WorkingDirectoryThatCannotBeRead_Trains()
    {
        using var job = Small();
        Directory.CreateDirectory(job.PathOf("closed"), UnixFileMode.None);
        Trained(job, AsNobody(job, "exec \"$PROGRAM\" train", "closed"));
    }

    [Fact]
    public void NoNetwork_Trains()
    {
        Namespace.Require("--net");
        using var job = Small();
        Trained(job, Namespace.Run(job, ["--net"], "exec \"$PROGRAM\" train"));
    }

    [Fact]
    public void NextToNoEnvironment_Trains()
    {
        using var job = Small();
        Trained(job, Namespace.Run(job, [], "exec env -i SAGEMAKER_BASE_DIR=\"$JOB\" NVIDIA_VISIBLE_DEVICES=void ${DOTNET_ROOT:+\"DOTNET_ROOT=$DOTNET_ROOT\"} \"$PROGRAM\" train"));
    }

    [Fact]
    public void FilesOfLocalMode_AreEnough()
    {
        using var job = Small();
        job.Config("inputdataconfig.json", """{"train":{"TrainingInputMode":"File"}}""");
        job.Config("resourceconfig.json", """{"current_host":"algo-1-x8d2k","hosts":["algo-1-x8d2k"],"network_interface_name":"ethwe","current_instance_type":"local"}""");
        Trained(job, Namespace.Run(job, [], "exec \"$PROGRAM\""));
    }

    [Fact]
    public void UnknownKeysNullsAndOtherLetterCases_AreTolerated()
    {
        using var job = Small();
        job.Config("hyperparameters.json", """{"epochs":"1","threads":"1","seed":null,"dropout":"null","_kfold":"5","sagemaker_future_feature":null}""");
        job.Config("inputdataconfig.json", """{"train":{"traininginputmode":"FILE","contenttype":null,"S3DISTRIBUTIONTYPE":"fullyreplicated","recordwrappertype":"none","Future":{"a":[1]}},"extra":null}""");
        job.Config("resourceconfig.json", """{"Current_Host":"algo-1","HOSTS":["algo-1"],"network_interface_name":null,"instance_groups":null,"topology":null,"future":1}""");
        Trained(job, Namespace.Run(job, [], "exec \"$PROGRAM\" train"));
    }

    [Theory]
    [InlineData("hyperparameters.json")]
    [InlineData("inputdataconfig.json")]
    public void MissingFile_IsNamedWithTheLikelyCause(string name)
    {
        using var job = Small();
        File.Delete(job.PathOf("input", "config", name));
        job.Run("train").ExitCode.ShouldBe(1);
        job.Failure.ShouldContain(job.PathOf("input", "config", name));
        job.Failure.ShouldContain("is mounted");
    }

    [Fact]
    public void JobRegionAndObjective_AreToldOnceAtTheStart()
    {
        using var job = Small(("sagemaker_job_name", "\"from-the-sdk\""), ("sagemaker_region", "\"eu-west-1\""), ("_tuning_objective_metric", "validation:loss"), ("validation_fraction", "0.5"));
        var lines = job.Run("train").Lines;
        lines[1].ShouldEndWith("INF job from-the-sdk in eu-west-1, tuned for validation:loss");
        lines.Count(line => line.Contains("from-the-sdk")).ShouldBe(1);
        lines.ShouldContain(line => line.Contains("validation:loss chooses the weights that are saved"));
        using var process = job.Variable("TRAINING_JOB_NAME", "from-the-service").Variable("AWS_REGION", "eu-central-1").Variable("TRAINING_JOB_ARN", "").Start("train");
        process.StandardOutput.ReadToEnd().ShouldContain("INF job from-the-service in eu-central-1, tuned for validation:loss");
    }

    [Theory]
    [InlineData("10", "DBG", true)]
    [InlineData("\"20\"", "INF", true)]
    [InlineData("30", "INF", false)]
    [InlineData("40", "WRN", false)]
    public void LogLevelOfTheSdk_IsTheLogs(string level, string shown, bool expected)
    {
        // two warnings are due: a parameter that changes nothing, and a channel that is not read
        using var job = Small(("sagemaker_container_log_level", level), ("momentum", "0.5")).Channel("other", Good);
        var (exitCode, lines, _) = job.Run("train");
        exitCode.ShouldBe(0);
        lines.Skip(1).Any(line => line.Contains($" {shown} ")).ShouldBe(expected, ProgramLog.Excerpt(lines));
        lines.ShouldContain(line => line.StartsWith("epoch=1 step=1 train:loss=", StringComparison.Ordinal));
    }

    [Fact]
    public void LogLevelThatIsNone_IsToldAndIgnored()
    {
        using var job = Small(("sagemaker_container_log_level", "verbose"));
        job.Run("train").Lines.ShouldContain(line => line.Contains("WRN sagemaker_container_log_level: found \"verbose\", expected 10, 20, 30, 40 or 50"));
    }

    private static Job Small(params (string, string)[] more) =>
        new Job().Channel("train", Good).Hyperparameters([("epochs", "1"), ("threads", "1"), .. more.Any(pair => pair.Item1 == "validation_fraction") ? more : [.. more, ("validation_fraction", "0")]]);

    private static (int ExitCode, string Log) AsNobody(Job job, string script, string folder = ".")
    {
        if (Environment.UserName != "root")
            Assert.Skip("needs root, to become somebody else");
        using (var change = System.Diagnostics.Process.Start("chmod", ["o+rwx", job.Folder]))
            change.WaitForExit();
        if (Namespace.Run(job, [], $"{Nobody} test -x \"$PROGRAM\"").ExitCode != 0)
            Assert.Skip("the program lies where nobody but root may go");
        return Namespace.Run(job, [], $"cd \"$JOB/{folder}\"; exec {Nobody} sh -euc '{script}'");
    }

    private const string Nobody = "setpriv --reuid=65534 --regid=65534 --clear-groups";

    private static void Trained(Job job, (int ExitCode, string Log) run)
    {
        run.ExitCode.ShouldBe(0, run.Log);
        Directory.GetFileSystemEntries(job.PathOf("model")).Select(Path.GetFileName).Order().ShouldBe(["model.json", "model.safetensors"]);
        job.Failure.ShouldBeEmpty();
    }
}
