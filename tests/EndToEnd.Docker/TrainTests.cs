namespace EndToEnd.Docker;

/// <summary>Training in a container: to the end, stopped, killed, and within the limits that an engine sets.</summary>
public sealed class TrainTests
{
    [Fact]
    public void Digits_AreLearned()
    {
        TestImage.Require();
        using var job = Jobs.Digits(20, ("batch_size", "32"));
        var run = Container.Run(job, [], "train");
        Jobs.Trained(job, run);
        run.Output.ShouldContain("OpenBLAS");
        job.Json("output", "data", "evaluation.json").GetProperty("test").GetProperty("accuracy").GetDouble().ShouldBeGreaterThan(0.9);
    }

    /// <summary>Nothing writable but /opt/ml, no network, docker's 64 MB of shared memory.</summary>
    [Fact]
    public void ReadOnlyRootNoNetworkSmallSharedMemory_Trains()
    {
        TestImage.Require();
        using var job = Jobs.Digits(3);
        Jobs.Trained(job, Container.Run(job, ["--read-only", "--network", "none", "--shm-size", "64m"], "train"));
    }

    [Fact]
    public void NoCapabilitiesAndNoNewPrivileges_Trains()
    {
        TestImage.Require();
        using var job = Jobs.Small();
        Jobs.Trained(job, Container.Run(job, ["--cap-drop", "ALL", "--security-opt", "no-new-privileges"], "train"));
    }

    [Fact]
    public void Stopped_SavesAndEndsWithZero()
    {
        TestImage.Require();
        using var job = Jobs.Digits(1_000_000);
        using var container = Container.Start(job, [], "train");
        container.WaitFor(line => line.StartsWith("epoch=2 ", StringComparison.Ordinal));
        container.Stop();
        Jobs.Trained(job, container.Wait());
        job.Json("model", "model.json").GetProperty("training").GetProperty("ending").GetString().ShouldBe("stopped");
        Directory.GetFiles(job.PathOf("checkpoints"), "*.safetensors").ShouldNotBeEmpty();
    }

    [Fact]
    public void Killed_GoesOnFromItsCheckpointAndEndsWithTheSameBytes()
    {
        TestImage.Require();
        (string, string)[] settings = [("checkpoint_interval", "200ba"), ("deterministic", "true"), ("dropout", "0.2")];
        using var whole = Jobs.Digits(300, settings);
        Jobs.Trained(whole, Container.Run(whole, [], "train"));

        using var job = Jobs.Digits(300, settings);
        using (var killed = Container.Start(job, [], "train"))
        {
            killed.WaitFor(_ => Directory.GetFiles(job.PathOf("checkpoints"), "checkpoint-*.safetensors").Length > 0);
            killed.Kill();
            killed.Wait().ExitCode.ShouldBe(137);
        }
        job.Failure.ShouldContain("Exit code 137 (SIGKILL)");

        var resumed = Container.Run(job, [], "train");
        Jobs.Trained(job, resumed);
        resumed.Output.ShouldContain("resuming from ");
        File.ReadAllBytes(job.PathOf("model", "model.safetensors")).ShouldBe(File.ReadAllBytes(whole.PathOf("model", "model.safetensors")));
    }

    /// <summary>A network of 400 MB of weights within 200 MB, and a table of 144 MB within 150 MB: whoever notices, the failure file says memory.</summary>
    [Theory]
    [InlineData("200m", 10_000, 4)]
    [InlineData("150m", 16, 1_500_000)]
    public void MemoryLimit_IsExplained(string limit, int width, int rows)
    {
        TestImage.Require();
        var features = string.Join(',', Enumerable.Repeat("0.5,1.25,7", 8));
        using var job = new Job().Channel("train", string.Concat(Enumerable.Repeat($"a,{features}\nb,{features}\n", rows / 2)))
            .Hyperparameters(("epochs", "1"), ("threads", "1"), ("validation_fraction", "0"), ("hidden_layers", $"[{width},{width}]"));
        var (exitCode, output, errors) = Container.Run(job, ["-m", limit, "--memory-swap", limit], "train");
        exitCode.ShouldBeOneOf([3, 137, 139, 134], output + errors);
        job.Failure.ShouldContain("memory");
        TestContext.Current.SendDiagnosticMessage($"{limit}: exit code {exitCode}, {job.Failure}");
        job.Failure.ShouldContain(exitCode == 3 ? "memory" : $"{exitCode} (SIG");
    }

    /// <summary>
    /// The program is process 1, with no shell around it that would keep a signal for itself; a process that lost its parent becomes its
    /// child, and ends without disturbing it.
    /// </summary>
    [Fact]
    public void ProcessOne_IsTheProgramAndSurvivesOrphans()
    {
        TestImage.Require();
        using var job = Jobs.Digits(1_000_000);
        using var container = Container.Start(job, [], "train");
        container.WaitFor(line => line.StartsWith("epoch=1 ", StringComparison.Ordinal));
        container.Execute("tr '\\0' ' ' </proc/1/cmdline").Trim().ShouldBe("/opt/training-container/training-container train");
        for (var orphan = 0; orphan < 3; orphan++)
            container.Execute("(sleep 0.05; exit 7) >/dev/null 2>&1 & exit 0");
        container.Execute("sleep 0.5; cat /proc/1/comm").ShouldStartWith("training-contai");
        container.Stop();
        Jobs.Trained(job, container.Wait());
    }
}
