using TrainingContainer.LocalSageMaker.Reports;
using TrainingContainer.LocalSageMaker.State;
using TrainingContainer.LocalSageMaker.Tests.Jobs;

namespace TrainingContainer.LocalSageMaker.Tests.Reports;

/// <summary>From the folders of jobs to what a report says.</summary>
public sealed class JobReportTests
{
    [Fact]
    public void TrainingJob_TellsTheRequestsFacts()
    {
        using var job = new SimulatedJob();
        job.Engine.Program = container =>
        {
            container.Write("model/weights", "1");
            container.EndAfter(TimeSpan.FromSeconds(1), 0);
        };
        job.Run();

        var content = TrainingReport.Content(job.Folder, job.Time.GetUtcNow());

        (content.Name, content.Kind, content.Status, content.Objective).ShouldBe((SimulatedJob.Name, "Training job", "Completed", null));
        var facts = content.Facts.ToDictionary(fact => fact.Name, fact => fact.Value);
        facts["Instances"].ShouldBe("1 × ml.m5.xlarge");
        facts["Market"].ShouldBe("Spot");
        facts["Image"].ShouldBe("training-container");
        facts["Channel train"].ShouldBe("s3://data/train/ (File)");
        facts["Checkpoints"].ShouldBe("s3://out/checkpoints/");
        facts["Model"].ShouldBe("s3://out/jobs/digits-1/output/model.tar.gz");
        facts["Time limit"].ShouldBe("1 h, 2 h with waiting");
        facts["ARN"].ShouldBe(job.State.Arn);
        facts["Ended"].ShouldEndWith(" UTC");
    }

    [Fact]
    public void TuningJob_HasItsJobsItsAxesAndItsBestJob()
    {
        using var tuning = new SimulatedTuning { Outcome = number => number == 2 ? JobOutcome.Failed("AlgorithmError: no") : JobOutcome.Completed };
        tuning.Request.With("HyperParameterTuningJobConfig.TrainingJobEarlyStoppingType", "\"Auto\"");
        tuning.Run();
        // the first ended by itself before it was stopped; the last was written down, and its tuning job was killed before it created it
        tuning.Folder.Write(tuning.State with { Jobs = [.. tuning.State.Jobs.Select((job, number) => job with { IsStoppedEarly = number is 0 or 4 }), new TunedJob("tune-007", new Dictionary<string, string>())] });

        var content = TuningReport.Content(tuning.Folder, tuning.Home, tuning.Time.GetUtcNow());

        (content.Name, content.Kind, content.Status, content.FailureReason).ShouldBe(("tune", "Hyperparameter tuning job", "Completed", null));
        content.Objective.ShouldBe(new ReportObjective("validation:loss", ObjectiveType.Minimize));
        content.Parameters.Select(parameter => (parameter.Name, parameter.Scale)).ShouldBe([("learning_rate", ReportScale.Logarithmic), ("optimizer", ReportScale.Category)]);
        content.Jobs.Select(job => job.Name).ShouldBe(tuning.State.Jobs.Take(6).Select(job => job.Name));
        content.Jobs.Select(job => job.IsEarlyStopped).ShouldBe([false, false, false, false, true, false]);
        (content.Jobs[2].FinalObjective, content.Jobs[2].FailureReason).ShouldBe((null, "AlgorithmError: no"));
        content.Best!.Name.ShouldBe(tuning.Description.GetProperty("BestTrainingJob").GetProperty("TrainingJobName").GetString());
        foreach (var (job, tuned) in content.Jobs.Zip(tuning.State.Jobs)) job.HyperParameters["learning_rate"].ShouldBe(tuned.HyperParameters["learning_rate"]);
        var facts = content.Facts.ToDictionary(fact => fact.Name, fact => fact.Value);
        facts["Objective"].ShouldBe("Minimize validation:loss");
        facts["Strategy"].ShouldBe("Random");
        facts["Limits"].ShouldBe("6 jobs, 2 at a time");
        facts["Early stopping"].ShouldBe("Auto");
        facts["Other hyperparameters"].ShouldBe("epochs=9");
        facts["Random seed"].ShouldBe("7");
    }

    [Fact]
    public void TuningJobOfSeveralDefinitions_TellsWhichOfThemEachJobHas()
    {
        using var tuning = new SimulatedTuning().Several().Run();

        var content = TuningReport.Content(tuning.Folder, tuning.Home, tuning.Time.GetUtcNow());

        content.Parameters.Select(parameter => (parameter.Name, parameter.Scale, parameter.IsDefinition)).ShouldBe(
            [("definition", ReportScale.Category, true), ("learning_rate", ReportScale.Logarithmic, false), ("beta1", ReportScale.Linear, false)]);
        (content.Parameters[1].Min, content.Parameters[1].Max).ShouldBe((0.0001, 1));
        content.Jobs.Select(job => job.Definition).ShouldBe(["sgd", "adam", "sgd", "adam", "sgd", "adam"]);
        content.Jobs.Select(job => content.Parameters[2].ValueOf(job) is null).ShouldBe([true, false, true, false, true, false]);
        content.Best!.Name.ShouldBe(tuning.Description.GetProperty("BestTrainingJob").GetProperty("TrainingJobName").GetString());
        var facts = content.Facts.ToDictionary(fact => fact.Name, fact => fact.Value);
        facts["Other hyperparameters of sgd"].ShouldBe("epochs=9, optimizer=sgd");
        facts["Other hyperparameters of adam"].ShouldBe("epochs=9, optimizer=adam");
        new ReportSections(content, 0).All.Markup.ShouldContain("<th class=\"number\">definition</th>");
    }

    [Fact]
    public void FailedTuningJob_SaysWhy()
    {
        using var tuning = new SimulatedTuning().Create();
        tuning.Folder.Write(tuning.State with { Status = "Failed", FailureReason = "<no> objective" });
        var content = TuningReport.Content(tuning.Folder, tuning.Home, tuning.Time.GetUtcNow());
        (content.Status, content.FailureReason, content.Jobs.Count).ShouldBe(("Failed", "<no> objective", 0));
        new ReportSections(content, 0).All.Markup.ShouldContain("<h3>tune</h3><pre>&lt;no&gt; objective</pre>");
    }
}
