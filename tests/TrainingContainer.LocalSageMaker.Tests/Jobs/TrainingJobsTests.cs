using TrainingContainer.LocalSageMaker.Commands;
using TrainingContainer.LocalSageMaker.Jobs;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.State;

namespace TrainingContainer.LocalSageMaker.Tests.Jobs;

public sealed class TrainingJobsTests
{
    [Fact]
    public void Create_NameInUse_IsRefusedAndTheFirstJobStays()
    {
        using var job = new SimulatedJob();
        job.Create();
        var state = job.State;

        Should.Throw<ServiceException>(() => job.Create()).Code.ShouldBe("ResourceInUse");

        job.State.CreationTime.ShouldBe(state.CreationTime);
        Directory.GetDirectories(Path.GetDirectoryName(job.Folder.Path)!).ShouldBe([job.Folder.Path]);
    }

    [Fact]
    public void Find_RunnerGone_StartsAnother_AndNoneWhileOneLives()
    {
        using var job = new SimulatedJob();
        job.Create();
        var started = new List<string>();
        var jobs = new TrainingJobs(job.Home, folder => started.Add(folder.Name), job.Time);

        using (job.Folder.TryLock()) jobs.Find(SimulatedJob.Name);
        started.ShouldBeEmpty();
        jobs.Find(SimulatedJob.Name);
        jobs.Find(SimulatedJob.Name);
        started.ShouldBe([SimulatedJob.Name], "the one that was started a moment ago has not taken its lock yet");
    }

    /// <summary>A look from a shell without credentials started a runner without them, which failed the job for good.</summary>
    [Fact]
    public void Find_CredentialsOfTheJobAreMissing_LeavesItAsItIsAndSaysSoOnce()
    {
        using var job = new SimulatedJob();
        job.Options = job.Options with { CredentialVariables = ["AWS_PROFILE_THAT_NOBODY_HAS"] };
        job.Create();
        var notices = new List<string>();
        var jobs = new TrainingJobs(job.Home, _ => throw new InvalidOperationException(), job.Time, notices.Add);

        jobs.Find(SimulatedJob.Name);
        jobs.Find(SimulatedJob.Name);
        jobs.All().ShouldHaveSingleItem();

        notices.ShouldHaveSingleItem().ShouldContain("in a shell that sets AWS_PROFILE_THAT_NOBODY_HAS");
    }

    /// <summary>On a full disk no runner can write a state down, and whoever waited for the job waited for ever.</summary>
    [Fact]
    public async Task Find_RunnersEndWithoutAStep_GivesUpAfterTen_AndBeginsAnewAfterAStep()
    {
        using var job = new SimulatedJob();
        job.Create();
        var started = 0;
        var jobs = new TrainingJobs(job.Home, _ => started++, job.Time);
        async Task Look()
        {
            jobs.Find(SimulatedJob.Name);
            await Task.Delay(TimeSpan.FromSeconds(6), job.Time);
        }

        for (var i = 0; i < 10; i++) await Look();
        started.ShouldBe(10);
        (await Should.ThrowAsync<IOException>(Look)).Message.ShouldStartWith($"10 runners of {SimulatedJob.Name} ended one after another without a step. {job.Folder.RunnerLog} tells why");

        job.Folder.Write(job.State);
        await Look();
        started.ShouldBe(11);
    }

    [Fact]
    public void Find_JobThatIsOver_StartsNothing()
    {
        using var job = new SimulatedJob();
        job.Run();
        new TrainingJobs(job.Home, _ => throw new InvalidOperationException(), job.Time).All().ShouldHaveSingleItem();

        Should.Throw<ServiceException>(() => job.Jobs.Stop(SimulatedJob.Name)).Message.ShouldContain("Completed");
        Should.Throw<ServiceException>(() => job.Jobs.Find("nobody")).Code.ShouldBe("ValidationException");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Create_SpotInterruptionsOfAJobThatIsNotSpot_IsNoticed(bool isSpot)
    {
        using var job = new SimulatedJob();
        job.Request.With("EnableManagedSpotTraining", isSpot ? "true" : "false");
        if (!isSpot) job.Request.With("StoppingCondition.MaxWaitTimeInSeconds", null);
        job.Options = job.Options with { SpotInterruptions = "at=2s" };
        var findings = new RequestFindings();

        job.Jobs.Create(job.Request.Json, job.Options, findings);

        findings.Notices.Any(notice => notice.Contains("--spot-interruptions")).ShouldBe(!isSpot);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"Arn\":\"of another version\"}")]
    public void StateThatIsDamaged_IsNamedAndHidesNoOtherJob(string state)
    {
        using var job = new SimulatedJob();
        job.Run();
        var other = job.Home.TrainingJob("damaged");
        Directory.CreateDirectory(other.Path);
        File.Copy(Path.Combine(job.Folder.Path, "request.json"), Path.Combine(other.Path, "request.json"));
        File.WriteAllText(Path.Combine(other.Path, "state.json"), state);

        Should.Throw<IOException>(() => job.Jobs.Find("damaged")).Message.ShouldContain($"{other.Path}/state.json is damaged, or of another version of this program");
        JobOptions.Summaries(job.Jobs.All(), TrainingJobDescription.Summary).ShouldHaveSingleItem()["TrainingJobName"]!.GetValue<string>().ShouldBe(SimulatedJob.Name);
    }

    // a folder in the lock's place is refused with UnauthorizedAccessException, as a file of another user is
    [Fact]
    public void JobWhoseLockMayNotBeOpened_IsLookedAtAndNotRevived()
    {
        using var job = new SimulatedJob();
        job.Create();
        Directory.CreateDirectory(Path.Combine(job.Folder.Path, "runner.lock"));

        new TrainingJobs(job.Home, _ => throw new InvalidOperationException(), job.Time).Find(SimulatedJob.Name).ReadState().Status.ShouldBe(JobStatus.InProgress);
    }

    [Fact]
    public void StopAndInterrupt_AskedForByManyAtOnce_AreTakenFromAll()
    {
        using var job = new SimulatedJob();
        job.Create();

        Parallel.For(0, 400, _ =>
        {
            job.Folder.RequestStop();
            job.Folder.RequestInterruption();
        });

        (job.Folder.IsStopRequested, job.Folder.IsInterruptionRequested).ShouldBe((true, true));
    }

    [Fact]
    public async Task WaitAsync_TellsEachChangeAndTheEnd()
    {
        using var job = new SimulatedJob();
        job.Run();
        var seen = new List<string>();

        (await job.Jobs.WaitAsync(SimulatedJob.Name, state => seen.Add(state.SecondaryStatus), TestContext.Current.CancellationToken)).Status.ShouldBe(JobStatus.Completed);
        seen.ShouldBe(["Completed"]);
    }

    [Fact]
    public void Create_WrongSchedule_IsRefusedBeforeAnythingIsWritten()
    {
        using var job = new SimulatedJob();
        job.Options = job.Options with { SpotInterruptions = "often" };

        Should.Throw<SageMaker.JobInputException>(() => job.Jobs.Create(job.Request.Json, job.Options, new RequestFindings()));
        job.Folder.Exists.ShouldBeFalse();
    }
}
