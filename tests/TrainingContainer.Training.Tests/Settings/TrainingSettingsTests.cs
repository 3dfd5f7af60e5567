using TrainingContainer.Data;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training.Tests;

public sealed class TrainingSettingsTests
{
    private static (TrainingSettings Settings, List<Mistake> Mistakes) Read(params (string Name, string Value)[] raw)
    {
        var mistakes = new List<Mistake>();
        var values = TrainingHyperparameters.Catalog.Read(raw.ToDictionary(pair => pair.Name, pair => pair.Value), mistakes);
        return (TrainingSettings.From(values, mistakes), mistakes);
    }

    private static string Refused(params (string Name, string Value)[] raw) => Read(raw).Mistakes.ShouldHaveSingleItem().ToString();

    [Fact]
    public void NothingGiven_IsAnMlpForClassification()
    {
        var (settings, mistakes) = Read();
        mistakes.ShouldBeEmpty();
        settings.Task.ShouldBe(TaskKind.Classification);
        settings.Model.HiddenLayers.ShouldBe([128L]);
        settings.Loss.Kind.ShouldBe(LossKind.CrossEntropy);
        settings.Optimizer.Kind.ShouldBe(OptimizerKind.Adam);
        settings.Threads.ShouldBeNull();
        settings.ObjectiveMetric.ShouldBeNull();
        settings.Data.ShouldBe(new DataSettings(0, 0.1, SplitMethod.Random, 128, null));
        settings.FineTuning.ShouldBe(new FineTuningSettings(false, FrozenLayers.None));
        settings.Optimizer.LayerLearningRateDecay.ShouldBe(1);
        settings.Checkpoints.ShouldBe(new CheckpointSettings(CheckpointInterval.Auto, 3, ResumePreference.Auto, ResumeDataCheck.Refuse));
        settings.CloudWatch.ShouldBe(new CloudWatchSettings(CloudWatchOutput.Off, "TrainingContainer", TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Everything_IsReadIntoItsPlace()
    {
        var (settings, mistakes) = Read(
            ("task", "regression"), ("model", "cnn"), ("input_shape", "[1, 8, 8]"), ("convolution_channels", "[4]"), ("kernel_size", "5"),
            ("hidden_layers", "[]"), ("activation", "gelu"), ("dropout", "0.1"), ("batch_norm", "True"), ("loss", "huber"), ("huber_delta", "2"),
            ("optimizer", "sgd"), ("lr", "1e-2"), ("momentum", "0.9"), ("nesterov", "true"), ("weight_decay", "1e-4"), ("l1", "1e-5"),
            ("gradient_clip_norm", "1"), ("schedule", "cosine"), ("warmup_steps", "5"), ("final_learning_rate_fraction", "0.1"), ("epochs", "3"),
            ("batch_size", "\"16\""), ("early_stopping_patience", "2"), ("early_stopping_min_delta", "0.01"), ("objective_metric", "validation:mae:best"),
            ("validation_fraction", "0.2"), ("split", "chronological"), ("label_column", "-1"), ("seed", "9"), ("threads", "2"), ("device", "cpu"),
            ("checkpoint_interval", "15m"), ("checkpoints_to_keep", "5"), ("resume", "require"), ("resume_data_check", "accept"),
            ("new_head", "True"), ("freeze_layers", "[0, 3]"), ("layer_decay", "0.5"));
        mistakes.ShouldBeEmpty();
        settings.Model.ShouldBeEquivalentTo(new ModelSettings(ModelKind.Cnn, settings.Model.HiddenLayers, ActivationKind.Gelu, 0.1, true, settings.Model.InputShape, settings.Model.ConvolutionChannels, 5));
        settings.Loss.ShouldBe(new LossSettings(LossKind.Huber, 2, 2, ClassWeights.None, 0));
        settings.Optimizer.ShouldBe(new OptimizerSettings(OptimizerKind.Sgd, 0.01, 0.9, true, 0.9, 0.999, 1e-8, 0.99, 1e-4, 1e-5, 1) { LayerLearningRateDecay = 0.5 });
        settings.FineTuning.NewHead.ShouldBeTrue();
        settings.FineTuning.Frozen.Names.ShouldBe(["0", "3"]);
        settings.Schedule.ShouldBe(new ScheduleSettings(ScheduleKind.Cosine, 5, 10, 0.9, 0.1));
        settings.Data.ShouldBe(new DataSettings(-1, 0.2, SplitMethod.Chronological, 16, 1));
        settings.EarlyStopping.ShouldBe(new EarlyStoppingSettings(2, 0.01));
        settings.Checkpoints.ShouldBe(new CheckpointSettings(new(CheckpointUnit.Seconds, 900), 5, ResumePreference.Require, ResumeDataCheck.Accept));
        (settings.Epochs, settings.Seed, settings.Threads, settings.Device, settings.ObjectiveMetric)
            .ShouldBe((3, 9, 2, DevicePreference.Cpu, "validation:mae"));
    }

    [Theory]
    [InlineData("mlp", "auto", null)]
    [InlineData("mlp", "channel", 3)]
    [InlineData("cnn", "auto", 3)]
    [InlineData("cnn", "feature", null)]
    public void Standardization_FollowsTheModelUnlessGiven(string model, string standardization, int? channels) =>
        Read(("model", model), ("standardization", standardization), ("input_shape", "[3, 8, 8]")).Settings.Data.StandardizedChannels.ShouldBe(channels);

    [Fact]
    public void TuningObjective_ChoosesTheModel() =>
        Read(("_tuning_objective_metric", "validation:f1:best")).Settings.ObjectiveMetric.ShouldBe("validation:f1");

    [Fact]
    public void TuningObjectiveOfAnotherName_IsLeftToUsWithAWarning()
    {
        var (settings, mistakes) = Read(("_tuning_objective_metric", "val_acc"));
        mistakes.ShouldBeEmpty();
        settings.ObjectiveMetric.ShouldBeNull();
        settings.Warnings.ShouldHaveSingleItem().ShouldContain("val_acc is none of our metrics");
    }

    [Theory]
    [InlineData("test:loss")]
    [InlineData("train:samples_per_second")]
    public void TuningObjectiveThatCannotChooseAModel_IsNotSaidToBeForeign(string name)
    {
        var (settings, mistakes) = Read(("_tuning_objective_metric", name));
        mistakes.ShouldBeEmpty();
        settings.ObjectiveMetric.ShouldBeNull();
        settings.Warnings.ShouldHaveSingleItem().ShouldContain($"{name} can't choose a model");
    }

    [Theory]
    [InlineData("auto", null)]
    [InlineData("3", 3)]
    [InlineData(" 1 ", 1)]
    public void Threads_AreMeasuredOrGiven(string text, int? given) => Read(("threads", text)).Settings.Threads.ShouldBe(given);

    [Fact]
    public void Threads_ThePairOfEarlierVersions_IsRefusedWithTheNewForm() =>
        Refused(("threads", "1/2")).ShouldContain("found \"1/2\", expected auto, or one whole number from 1 to 1024: libtorch and its matrix library share one pool");

    [Theory]
    [InlineData("0")]
    [InlineData("1025")]
    [InlineData("-1")]
    [InlineData("1/x")]
    public void Threads_Nonsense_IsRefused(string text) => Refused(("threads", text)).ShouldContain("hyperparameter threads");

    [Theory]
    [InlineData("checkpoint_interval", "30", "a whole number from 1 to 1000000000 with its unit as in 30s, 15m, 500ba (batches) or 1ep (epochs)")]
    [InlineData("checkpoints_to_keep", "1", "from 2 to 1000")]
    [InlineData("resume", "always", "auto, require, never")]
    [InlineData("resume_data_check", "ignore", "refuse, accept")]
    public void Checkpoints_Nonsense_IsRefused(string name, string value, string says) =>
        Refused((name, value)).ShouldSatisfyAllConditions(text => text.ShouldContain($"hyperparameter {name}"), text => text.ShouldContain(says));

    [Fact]
    public void OnlyWhatAltersNoResult_MayChangeOnResume() =>
        TrainingHyperparameters.Catalog.Declarations.Where(declaration => declaration.MayChangeOnResume).Select(declaration => declaration.Name).ShouldBe(
        [
            "epochs", "early_stopping_patience", "memory_budget", "pipe_timeout", "threads", "device",
            "checkpoint_interval", "checkpoints_to_keep", "resume", "resume_data_check", "checkpoint_s3_uri", "output_s3_uri",
            "cloudwatch_metrics", "cloudwatch_namespace", "cloudwatch_period",
        ]);

    [Theory]
    [InlineData("loss", "mse", "for regression")]
    [InlineData("nesterov", "true", "")]
    [InlineData("objective_metric", "validation:rmse", "expected one of")]
    public void RuleBroken_NamesTheHyperparameter(string name, string value, string says)
    {
        var given = name == "nesterov" ? new[] { (name, value), ("optimizer", "sgd") } : [(name, value)];
        var text = Refused(given);
        text.ShouldContain($"hyperparameter {name}");
        text.ShouldContain(says);
    }

    [Fact]
    public void RegressionWithClassSettings_NamesEachOfThem()
    {
        var mistakes = Read(
            ("task", "regression"), ("loss", "focal"), ("class_weights", "balanced"), ("label_smoothing", "0.1"), ("split", "stratified")).Mistakes;
        string.Join("\n", mistakes).ShouldSatisfyAllConditions(
            text => text.ShouldContain("hyperparameter loss"),
            text => text.ShouldContain("hyperparameter class_weights"),
            text => text.ShouldContain("hyperparameter label_smoothing"),
            text => text.ShouldContain("hyperparameter split"));
    }

    [Fact]
    public void FocalWithSmoothing_IsRefused() => Refused(("loss", "focal"), ("label_smoothing", "0.1")).ShouldContain("label_smoothing");

    [Theory]
    [InlineData("kernel_size", "4", "odd")]
    [InlineData("convolution_channels", "[]", "empty")]
    [InlineData("convolution_channels", "[2, 2, 2, 2]", "at most 3 blocks")]
    [InlineData("input_shape", "[8, 8]", "[1, 28, 28]")]
    public void ImpossibleConvolutions_AreRefused(string name, string value, string says)
    {
        var raw = new Dictionary<string, string> { ["model"] = "cnn", ["input_shape"] = "[1, 8, 8]", [name] = value };
        Refused([.. raw.Select(pair => (pair.Key, pair.Value))]).ShouldContain(says);
    }

    [Fact]
    public void ManyMistakes_AreAllReported() =>
        Read(("epochs", "-3"), ("learning_rat", "0.1"), ("dropout", "1"), ("threads", "many"), ("activation", "rellu")).Mistakes.Count.ShouldBe(5);

    [Fact]
    public void HyperparameterWithoutEffect_IsNamed()
    {
        Read(("momentum", "0.9"), ("optimizer", "adam"), ("kernel_size", "5"), ("beta1", "0.8")).Settings.Warnings.ShouldBe(
        [
            "hyperparameter kernel_size changes nothing here: it belongs to model=cnn",
            "hyperparameter momentum changes nothing here: it belongs to optimizer=sgd or rmsprop",
        ]);
        Read(("focal_gamma", "3")).Settings.Warnings.ShouldHaveSingleItem().ShouldContain("loss=focal");
        Read(("momentum", "0.9"), ("optimizer", "rmsprop")).Settings.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Declarations_AreExplainedAndFitTheApi()
    {
        var declarations = TrainingHyperparameters.Catalog.Declarations;
        declarations.Count.ShouldBeLessThanOrEqualTo(100);
        declarations.ShouldAllBe(declaration => declaration.Help.EndsWith('.') && declaration.Name.Length <= 256);
    }
}
