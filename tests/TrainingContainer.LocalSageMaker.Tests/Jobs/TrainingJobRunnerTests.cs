using TrainingContainer.LocalSageMaker.Jobs;
using TrainingContainer.LocalSageMaker.Outputs;
using TrainingContainer.LocalSageMaker.State;

namespace TrainingContainer.LocalSageMaker.Tests.Jobs;

public sealed class TrainingJobRunnerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Run_ContainerEndsWithZero_Completes()
    {
        using var job = new SimulatedJob();
        job.Engine.Program = container =>
        {
            container.Print("epoch=1 train:loss=2");
            container.Print("epoch=2 train:loss=0.5");
            container.Write("model/model.json", "{}");
            container.EndAfter(10 * Second, 0);
        };

        job.Run();

        job.Statuses.ShouldBe(["Starting", "Downloading", "Training", "Uploading", "Completed"]);
        job.State.Status.ShouldBe("Completed");
        job.State.ModelArtifacts.ShouldBe("s3://out/jobs/digits-1/output/model.tar.gz");
        File.Exists(job.S3("out/jobs/digits-1/output/model.tar.gz")).ShouldBeTrue();
        var described = job.Description;
        described.GetProperty("FinalMetricDataList")[0].GetProperty("Value").GetSingle().ShouldBe(0.5f);
        described.GetProperty("TrainingTimeInSeconds").GetInt32().ShouldBe(10);
        described.GetProperty("BillableTimeInSeconds").GetInt32().ShouldBe(3);
        described.GetProperty("CreationTime").GetString().ShouldBe("2026-11-21T12:00:00.000000+00:00");
        job.Jobs.Metrics(SimulatedJob.Name).Select(point => point.Value).ShouldBe([2f, 0.5f]);
    }

    [Fact]
    public void Run_ContainerFails_HasTheFailureFileAsReasonAndUploadsAllTheSame()
    {
        using var job = new SimulatedJob();
        job.Engine.Program = container =>
        {
            container.Write("output/failure", "the data is wrong" + new string('!', 2000));
            container.Write("output/data/a.txt", "a");
            container.EndAfter(Second, 3);
        };

        job.Run();

        job.Statuses.ShouldBe(["Starting", "Downloading", "Training", "Uploading", "Failed"]);
        job.State.FailureReason!.ShouldStartWith("AlgorithmError: the data is wrong!");
        job.State.FailureReason!.ShouldEndWith(", exit code: 3");
        job.State.FailureReason!.Length.ShouldBeLessThanOrEqualTo(1024);
        File.Exists(job.S3("out/jobs/digits-1/output/output.tar.gz")).ShouldBeTrue();
        job.State.ModelArtifacts.ShouldBeNull();
    }

    [Fact]
    public void Run_ContainerFailsWithoutAWord_SaysItsExitCode()
    {
        using var job = new SimulatedJob();
        job.Engine.Program = container => container.EndAfter(Second, 1);

        job.Run().State.FailureReason.ShouldBe("AlgorithmError: , exit code: 1");
    }

    /// <summary>After all training, which was then thrown away.</summary>
    [Fact]
    public void Run_ResultsCannotBeWritten_FailsBeforeTraining()
    {
        using var job = new SimulatedJob();
        Directory.CreateDirectory(job.S3("out"));
        File.WriteAllText(job.S3("out/jobs"), "a file, where a folder belongs");

        job.Run().State.FailureReason!.ShouldStartWith("ClientError: Results can't be written to s3://out/jobs/digits-1/output: ");

        job.Engine.Started.ShouldBeEmpty();
    }

    [Fact]
    public void Run_ResultsCanBeWritten_LeavesNoProbe()
    {
        using var job = new SimulatedJob();
        job.Engine.Program = container => container.EndAfter(Second, 0);

        job.Run().State.Status.ShouldBe("Completed");

        Directory.GetFiles(job.S3("out"), "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public void Run_UploadFails_KeepsTheModel_AndRetryUploadTakesItUp()
    {
        using var job = new SimulatedJob();
        var obstacle = job.S3("out/jobs/digits-1/output/model.tar.gz");
        job.Engine.Program = container =>
        {
            container.Write("model/model.json", "{}");
            container.Write("output/data/a.txt", "a");
            Directory.CreateDirectory(Path.Combine(obstacle, "a folder, where the object goes"));
            container.EndAfter(Second, 0);
        };

        job.Run();

        job.State.Status.ShouldBe("Failed");
        job.State.FailureReason!.ShouldStartWith("ClientError: Artifact upload failed: ");
        job.State.FailureReason!.ShouldContain($"The results are kept in {job.Folder.Hosts}. Fix: ");
        job.State.FailureReason!.ShouldEndWith("local-sagemaker retry-upload --training-job-name digits-1");
        Directory.GetFiles(job.Folder.Hosts, "model.json", SearchOption.AllDirectories).ShouldHaveSingleItem();
        Directory.GetFiles(job.Folder.Hosts, "a.csv", SearchOption.AllDirectories).ShouldBeEmpty();
        Should.Throw<IOException>(() => UploadAgain.Run(job.Folder, job.Time, job.Warnings.Add));
        job.State.Status.ShouldBe("Failed");

        Directory.Delete(obstacle, recursive: true);
        Directory.Move(job.Folder.Hosts, job.Folder.Hosts + ".away");
        Should.Throw<ServiceException>(() => UploadAgain.Run(job.Folder, job.Time, job.Warnings.Add)).Message.ShouldContain("no longer in");
        Directory.Move(job.Folder.Hosts + ".away", job.Folder.Hosts);
        UploadAgain.Run(job.Folder, job.Time, job.Warnings.Add);

        job.State.Status.ShouldBe("Completed");
        job.State.FailureReason.ShouldBeNull();
        job.State.ModelArtifacts.ShouldBe("s3://out/jobs/digits-1/output/model.tar.gz");
        File.Exists(obstacle).ShouldBeTrue();
        Directory.GetFiles(job.Folder.Hosts, "model.json", SearchOption.AllDirectories).ShouldBeEmpty();
        Should.Throw<ServiceException>(() => UploadAgain.Run(job.Folder, job.Time, job.Warnings.Add)).Message.ShouldContain("keeps no results");
    }

    [Fact]
    public void Run_NothingUnderThePrefix_FailsWithAClientError()
    {
        using var job = new SimulatedJob();
        File.Delete(job.S3("data/train/a.csv"));

        job.Run().State.FailureReason.ShouldBe("ClientError: Data download failed: channel train: no objects under s3://data/train/; expected at least one whose key begins so");
        job.Engine.Started.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true, "TERM")]
    [InlineData(false, "TERM KILL")]
    public void Stop_SendsTermAndAfterTheGraceKill(bool obeys, string signals)
    {
        using var job = new SimulatedJob();
        job.Create();
        job.Engine.Program = container =>
        {
            if (obeys) container.OnTerminate = () => container.EndAfter(5 * Second, 0);
            container.Write("model/model.json", "{}");
            container.After(10 * Second, () => job.Jobs.Stop(SimulatedJob.Name));
        };

        job.Run();

        job.Statuses.ShouldBe(["Starting", "Downloading", "Training", "Stopping", "Uploading", "Stopped"]);
        job.State.Status.ShouldBe("Stopped");
        job.State.ModelArtifacts.ShouldNotBeNull();
        string.Join(' ', job.Engine.Started.Single().Signals).ShouldBe(signals);
        var stopping = job.State.Transitions[3];
        (stopping.EndTime!.Value - stopping.StartTime).TotalSeconds.ShouldBe(obeys ? 5 : 120, 1);
    }

    [Fact]
    public void Run_LongerThanMaxRuntime_IsStopped()
    {
        using var job = new SimulatedJob();
        job.Request.With("StoppingCondition.MaxRuntimeInSeconds", "60");
        job.Engine.Program = container => container.OnTerminate = () => container.End(143);

        job.Run();

        (job.State.Status, job.State.SecondaryStatus, job.State.FailureReason).ShouldBe(("Stopped", "MaxRuntimeExceeded", null));
        job.Description.GetProperty("TrainingTimeInSeconds").GetInt32().ShouldBeInRange(60, 61);
    }

    [Fact]
    public void SpotInterruptions_StartANewContainerWithTheCheckpointsThatWereThere()
    {
        using var job = new SimulatedJob();
        job.Options = job.Options with { SpotInterruptions = "at=5s,8s,wait=30s" };
        job.Engine.Program = container =>
        {
            var found = Path.Combine(container.Plan.MlFolder, "checkpoints", "step");
            container.Write("output/data/found", File.Exists(found) ? File.ReadAllText(found) : "nothing");
            container.Print($"found {File.ReadAllText(Path.Combine(container.Plan.MlFolder, "output/data/found"))}");
            container.Write("checkpoints/step", $"of attempt {job.Engine.Started.Count}");
            container.Write("model/half", "");
            if (job.Engine.Started.Count == 1) container.OnTerminate = () => container.End(0);
            if (job.Engine.Started.Count == 3)
            {
                File.Exists(Path.Combine(container.Plan.MlFolder, "model", "other")).ShouldBeFalse();
                container.EndAfter(Second, 0);
            }
        };

        job.Run();

        job.Statuses.ShouldBe(
        [
            "Starting", "Downloading", "Training", "Interrupted", "Starting", "Downloading", "Training", "Interrupted", "Starting", "Downloading", "Training", "Uploading", "Completed",
        ]);
        string.Join(' ', job.Engine.Started[0].Signals).ShouldBe("TERM");
        string.Join(' ', job.Engine.Started[1].Signals).ShouldBe("TERM KILL");
        Directory.GetFiles(job.Folder.Logs).Order().Select(File.ReadAllText).Select(log => log.Trim().Split(' ', 2)[1])
            .ShouldBe(["found nothing", "found of attempt 1", "found of attempt 2"]);
        File.ReadAllText(job.S3("out/checkpoints/step")).ShouldBe("of attempt 3");
        (job.State.Transitions[4].StartTime - job.State.Transitions[3].StartTime).TotalSeconds.ShouldBe(30, 1);
    }

    [Fact]
    public void SpotInterruption_WithoutGrace_LosesWhatWasNotTakenUpYet()
    {
        using var job = new SimulatedJob();
        job.Options = job.Options with { SpotInterruptions = "at=5s", SpotGraceSeconds = 0, CheckpointIntervalSeconds = 3600 };
        job.Engine.Program = container =>
        {
            if (job.Engine.Started.Count == 1) container.Write("checkpoints/step", "1");
            else container.EndAfter(Second, File.Exists(Path.Combine(container.Plan.MlFolder, "checkpoints", "step")) ? 1 : 0);
        };

        job.Run().State.Status.ShouldBe("Completed");
        job.Engine.Started[0].Signals.ShouldBe(["KILL"]);
    }

    [Fact]
    public void SpotJob_ThatWaitsLongerThanMaxWait_IsStopped()
    {
        using var job = new SimulatedJob();
        job.Request.With("StoppingCondition", "{\"MaxRuntimeInSeconds\":60,\"MaxWaitTimeInSeconds\":100}");
        job.Options = job.Options with { SpotInterruptions = "at=5s,wait=3600s" };
        job.Engine.Program = container => container.OnTerminate = () => container.End(0);

        job.Run();

        (job.State.Status, job.State.SecondaryStatus).ShouldBe(("Stopped", "MaxWaitTimeExceeded"));
        (job.State.TrainingEndTime!.Value - job.State.CreationTime).TotalSeconds.ShouldBe(100, 1);
        job.Engine.Started.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("at=1s,2s", "Completed", 3)]
    [InlineData("at=1s,2s,3s", "Failed", 3)]
    public void InternalErrors_AreRetriedAsOftenAsTheRetryStrategySays(string schedule, string status, int attempts)
    {
        using var job = new SimulatedJob();
        job.Options = job.Options with { InternalErrors = schedule };

        job.Run();

        job.State.Status.ShouldBe(status);
        job.Engine.Started.Count.ShouldBe(attempts);
        if (status == "Failed") job.State.FailureReason!.ShouldStartWith("InternalServerError: ");
    }

    [Fact]
    public void OneHostFails_EndsTheOthersAndNamesIts()
    {
        using var job = new SimulatedJob();
        job.Request.With("ResourceConfig.InstanceCount", "3");
        job.Engine.Program = container =>
        {
            if (container.Plan.Host == "algo-1") container.EndAfter(Second, 0);
            if (container.Plan.Host == "algo-2") container.Write("output/failure", "no memory");
            if (container.Plan.Host == "algo-2") container.EndAfter(5 * Second, 137);
            container.OnTerminate = () => container.End(143);
        };

        job.Run();

        job.State.FailureReason.ShouldBe("AlgorithmError: no memory, exit code: 137");
        job.Engine.Started.Select(container => string.Join(' ', container.Signals)).ShouldBe(["", "", "TERM"]);
    }

    [Fact]
    public void ModelsOfAllHosts_BecomeOneArchive()
    {
        using var job = new SimulatedJob();
        job.Request.With("ResourceConfig.InstanceCount", "2").With("OutputDataConfig.CompressionType", "\"NONE\"");
        job.Engine.Program = container =>
        {
            container.Write($"model/{container.Plan.Host}", "");
            container.Write("model/same", container.Plan.Host);
            container.EndAfter(Second, 0);
        };

        job.Run().State.ModelArtifacts.ShouldBe("s3://out/jobs/digits-1/output/model/");
        Directory.GetFiles(job.S3("out/jobs/digits-1/output/model")).Select(Path.GetFileName).Order().ShouldBe(["algo-1", "algo-2", "same"]);
        File.ReadAllText(job.S3("out/jobs/digits-1/output/model/same")).ShouldBe("algo-2");
    }

    [Theory]
    [InlineData("Training")]
    [InlineData("Uploading")]
    [InlineData("Stopping")]
    public void Run_AfterAnotherRunnerWasKilled_GoesOnWhereItWas(string killedIn)
    {
        using var job = new SimulatedJob();
        job.Create();
        job.Engine.Program = container =>
        {
            container.Write("model/a", "");
            container.EndAfter(10 * Second, 0);
        };
        var now = job.Time.GetUtcNow();
        var state = (job.State with { Attempts = 1, AttemptStartTime = now, TrainingStartTime = now }).To("Training", "", now);
        if (killedIn == "Uploading") state = (state with { Outcome = JobOutcome.Completed }).To("Uploading", "", now);
        if (killedIn == "Stopping") state = (state with { Status = "Stopping" }).To("Stopping", "", now);
        job.Folder.Write(state);
        Directory.CreateDirectory(Path.Combine(job.Folder.Host("algo-1"), "ml", "model"));
        File.WriteAllText(Path.Combine(job.Folder.Host("algo-1"), "ml", "model", "a"), "");
        using (job.Folder.TryLock()) job.Folder.Sign(now + (30 * Second));

        job.Run();

        job.Engine.Leftovers.ShouldBe(2, "at the start, and at the end");
        job.Engine.Started.Count.ShouldBe(killedIn == "Training" ? 1 : 0);
        job.State.Status.ShouldBe(killedIn == "Stopping" ? "Stopped" : "Completed");
        job.State.ModelArtifacts.ShouldNotBeNull();
        job.State.EarlierAttempts.TotalSeconds.ShouldBe(killedIn == "Training" ? 40 : 30, 1);
    }
}
