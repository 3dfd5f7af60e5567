namespace TrainingContainer.SageMaker.Tests;

public class HyperparameterCatalogTests
{
    private static readonly IntegerHyperparameter Epochs = new("epochs", 10, 1, 100_000)
    {
        Aliases = ["num_epochs", "n_epochs"], Help = "How often the training rows are seen.",
    };

    private static readonly IntegerHyperparameter BatchSize = new("batch_size", 64, 1, 65_536) { Tunable = true, UsedWhen = "model=cnn" };

    private static readonly ContinuousHyperparameter LearningRate = new("learning_rate", 0.001, 0, 10, minExclusive: true)
    {
        Aliases = ["lr"], Tunable = true, Help = "Step size | first of all.",
    };

    private static readonly CategoricalHyperparameter<Schedule> LearningRateSchedule = new("schedule", Schedule.Cosine);
    private static readonly FreeTextHyperparameter Note = new("note", "");
    private static readonly HyperparameterCatalog Catalog = new([Epochs, BatchSize, LearningRate, LearningRateSchedule, Note]);
    private readonly List<Mistake> _mistakes = [];

    internal enum Schedule
    {
        None,
        Cosine,
    }

    [Fact]
    public void Read_Nothing_GivesDefaults()
    {
        var values = Read();
        _mistakes.ShouldBeEmpty();
        values.Get(Epochs).ShouldBe(10);
        values.Get(LearningRate).ShouldBe(0.001);
        values.IsGiven(Epochs).ShouldBeFalse();
        values.TuningObjectiveMetric.ShouldBeNull();
        values.Reserved.ShouldBeEmpty();
    }

    [Fact]
    public void Read_GivenValues_ByNameAndByAlias()
    {
        var values = Read(("num_epochs", "20"), ("lr", "\"1e-05\""));
        _mistakes.ShouldBeEmpty();
        values.Get(Epochs).ShouldBe(20);
        values.Get(LearningRate).ShouldBe(1e-05);
        values.IsGiven(Epochs).ShouldBeTrue();
        values.IsGiven(BatchSize).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\"\"")]
    [InlineData("None")]
    [InlineData("null")]
    [InlineData("\"None\"")]
    public void Read_NoValue_MeansTheDefault(string raw)
    {
        var values = Read(("epochs", raw), ("note", raw));
        _mistakes.ShouldBeEmpty();
        values.Get(Epochs).ShouldBe(10);
        values.Get(Note).ShouldBe("");
        values.IsGiven(Epochs).ShouldBeFalse();
    }

    [Theory]
    [InlineData("None", Schedule.None)]
    [InlineData("none", Schedule.None)]
    [InlineData("null", Schedule.Cosine)]
    internal void Read_None_IsTheChoiceWhereThereIsOne(string raw, Schedule schedule)
    {
        Read(("schedule", raw)).Get(LearningRateSchedule).ShouldBe(schedule);
        _mistakes.ShouldBeEmpty();
    }

    [Fact]
    public void Read_ValueOutOfRange_SaysFoundExpectedAndFix()
    {
        var values = Read(("learning_rate", "-1"));
        _mistakes.ShouldHaveSingleItem().ToString().ShouldBe(
            "hyperparameter learning_rate: found \"-1\", expected a number above 0 and at most 10. Fix: leave it out to use the default 0.001");
        values.Get(LearningRate).ShouldBe(0.001);
        values.IsGiven(LearningRate).ShouldBeFalse();
    }

    [Fact]
    public void Read_MisspelledChoice_ProposesTheRightOne()
    {
        Read(("schedule", "cosin"));
        _mistakes.ShouldHaveSingleItem().Fix.ShouldBe("did you mean cosine?");
    }

    [Fact]
    public void Read_LongWrongValue_IsShortened()
    {
        Read(("epochs", new string('x', 2500)));
        _mistakes.ShouldHaveSingleItem().ToString().Length.ShouldBeLessThan(220);
    }

    [Theory]
    [InlineData("batch-size")]
    [InlineData("batchSize")]
    [InlineData("BATCH_SIZE")]
    [InlineData("batchsize")]
    [InlineData("bathc_size")]
    public void Read_UnknownName_ProposesTheDeclaredOne(string name)
    {
        Read((name, "32"));
        var mistake = _mistakes.ShouldHaveSingleItem();
        mistake.Where.ShouldBe($"hyperparameter {name}");
        mistake.What.ShouldBe("found \"32\", expected no hyperparameter of this name");
        mistake.Fix.ShouldBe("did you mean batch_size?");
    }

    [Fact]
    public void Read_NameUnlikeAnyOther_IsToBeRemoved()
    {
        Read(("gpu_temperature", "32"));
        _mistakes.ShouldHaveSingleItem().Fix.ShouldBe("remove it");
    }

    [Theory]
    [InlineData("epochs", "num_epochs", "5", "6")]
    [InlineData("epochs", "num_epochs", "5", "5")]
    [InlineData("num_epochs", "n_epochs", "5", "6")]
    public void Read_SameHyperparameterByTwoNames_NamesBothAndTheirValues(string first, string second, string firstValue, string secondValue)
    {
        var values = Read((first, firstValue), (second, secondValue));
        _mistakes.ShouldHaveSingleItem().ToString().ShouldBe(
            $"hyperparameter epochs: found {first}=\"{firstValue}\" and {second}=\"{secondValue}\", "
            + "expected one of these names only, as they mean the same. Fix: keep epochs, remove the other");
        values.Get(Epochs).ShouldBe(10);
    }

    [Fact]
    public void Read_SecondNameWithoutValue_IsNoMistake()
    {
        Read(("epochs", "5"), ("num_epochs", "None")).Get(Epochs).ShouldBe(5);
        _mistakes.ShouldBeEmpty();
    }

    [Fact]
    public void Read_CollectsEveryMistake()
    {
        Read(("epochs", "0"), ("batch_size", "many"), ("learning_rate", "NaN"), ("bogus", "1"), ("another", "2"));
        _mistakes.Select(mistake => mistake.Where).ShouldBe(
        [
            "hyperparameter epochs", "hyperparameter batch_size", "hyperparameter learning_rate", "hyperparameter another", "hyperparameter bogus",
        ]);
    }

    [Fact]
    public void Read_TuningObjective_IsRemembered()
    {
        Read(("_tuning_objective_metric", "validation:accuracy")).TuningObjectiveMetric.ShouldBe("validation:accuracy");
        _mistakes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("sagemaker_program", "\"train.py\"", "train.py")]
    [InlineData("sagemaker_container_log_level", "20", "20")]
    [InlineData("sagemaker_mpi_enabled", "true", "true")]
    [InlineData("sagemaker_something_new", "x", "x")]
    [InlineData("_kfold", "5", "5")]
    [InlineData("save_model_on_termination", "true", "true")]
    [InlineData("default_user_module_name", "\"m\"", "m")]
    [InlineData("mp_parameters", "{}", "{}")]
    public void Read_NamesOfTheServiceAndItsSdk_AreAccepted(string name, string raw, string decoded)
    {
        var values = Read((name, raw));
        _mistakes.ShouldBeEmpty();
        values.Reserved[name].ShouldBe(decoded);
        values.Canonical.ContainsKey(name).ShouldBeFalse();
    }

    [Fact]
    public void Constructor_SameNameTwice_IsRefused() =>
        Should.Throw<ArgumentException>(() => new HyperparameterCatalog([Epochs, new BooleanHyperparameter("n_epochs", true)])).Message.ShouldContain("n_epochs");

    [Fact]
    public void Constructor_DefaultThatItsOwnRuleRefuses_IsRefused() =>
        Should.Throw<ArgumentException>(() => new HyperparameterCatalog([new FreeTextHyperparameter("a", "b") { Validate = _ => "something else" }]));

    [Fact]
    public void Get_OfAForeignDeclaration_IsRefused() =>
        Should.Throw<ArgumentException>(() => Read().Get(new IntegerHyperparameter("epochs", 1, 1, 2))).Message.ShouldContain("epochs");

    [Fact]
    public void ToMarkdown_IsAGitHubTable() => Catalog.ToMarkdown().ShouldBe(
        """
        | name | type | range | default | tunable | what it does |
        | --- | --- | --- | --- | --- | --- |
        | `epochs`, `num_epochs`, `n_epochs` | Integer | 1 to 100000 | `10` | no | How often the training rows are seen. |
        | `batch_size` | Integer | 1 to 65536 | `64` | yes | Used when `model=cnn`. |
        | `learning_rate`, `lr` | Continuous | above 0, at most 10 | `0.001` | yes | Step size \| first of all. |
        | `schedule` | Categorical | none, cosine | `cosine` | no |  |
        | `note` | FreeText | any text |  | no |  |

        """);

    private HyperparameterValues Read(params (string Name, string Value)[] raw) =>
        Catalog.Read(raw.ToDictionary(entry => entry.Name, entry => entry.Value), _mistakes);
}
