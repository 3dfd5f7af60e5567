using System.Text;

namespace EndToEnd;

/// <summary>Rows that do not fit into memory: streamed anew for each pass in Pipe mode, from a cache file otherwise.</summary>
public sealed class StreamTests
{
    private static readonly byte[] Train = Digits("train");
    private static readonly byte[] Validation = Digits("validation");

    [Fact]
    public void RowsThatDoNotFit_AreStreamedForEachEpoch()
    {
        using var job = Piped(("epochs", "3"), ("memory_budget", "0"));
        using var train = new PipeFeeder(job, "train", Train);
        using var validation = new PipeFeeder(job, "validation", Validation);
        var (exitCode, lines, errors) = job.Run("train");
        exitCode.ShouldBe(0, errors + job.Failure);
        lines.ShouldContain(line => line.EndsWith("channel train: 1197 rows, 64 features, 10 classes, streamed anew for each pass"));
        Measured(lines, "validation:accuracy").Max().ShouldBeGreaterThan(0.8);
        train.Passes.ShouldBe(1 + 3, "one to measure the rows, one for each epoch");
        validation.Passes.ShouldBe(1 + 3);
    }

    [Fact]
    public void StreamsOfThreeContentTypes_GiveTheSameModel()
    {
        var expected = Streamed(Train, "text/csv");
        Streamed(JsonLines(Train), "application/jsonlines").ShouldBe(expected);
        Streamed(LibSvm(Train), "text/libsvm").ShouldBe(expected);
    }

    [Fact]
    public void ShuffleBuffer_ChangesTheOrderAndSoTheModel() =>
        Streamed(Train, "text/csv", ("shuffle_buffer", "0")).ShouldNotBe(Streamed(Train, "text/csv"));

    [Fact]
    public void StatisticsOfAnEarlierJob_SpareTheFirstPass()
    {
        using var first = Piped(("epochs", "2"), ("memory_budget", "0"));
        using (new PipeFeeder(first, "train", Train))
        using (new PipeFeeder(first, "validation", Validation))
            first.Run("train").ExitCode.ShouldBe(0, first.Failure);

        using var second = Piped(("epochs", "2"));
        second.Config("inputdataconfig.json", """
            {"train":{"TrainingInputMode":"Pipe","ContentType":"text/csv"},"validation":{"TrainingInputMode":"Pipe","ContentType":"text/csv"},
             "statistics":{"TrainingInputMode":"File","ContentType":"application/json"}}
            """);
        Directory.CreateDirectory(second.PathOf("input", "data", "statistics"));
        File.Copy(first.PathOf("output", "data", "statistics.json"), second.PathOf("input", "data", "statistics", "statistics.json"));
        using var train = new PipeFeeder(second, "train", Train);
        using (new PipeFeeder(second, "validation", Validation))
            second.Run("train").ExitCode.ShouldBe(0, second.Failure);
        train.Passes.ShouldBe(2, "no pass to measure");
        Model(second).ShouldBe(Model(first));
    }

    [Fact]
    public void StatisticsOfAJobThatHeldRowsOut_CountAllRows()
    {
        using var first = new Job().Channel("train", Train).Hyperparameters(("epochs", "1"), ("threads", "1"));
        first.Run("train").ExitCode.ShouldBe(0, first.Failure);

        using var second = Piped(("epochs", "2"));
        second.Config("inputdataconfig.json", """
            {"train":{"TrainingInputMode":"Pipe","ContentType":"text/csv"}, "statistics":{"TrainingInputMode":"File","ContentType":"application/json"}}
            """);
        Directory.CreateDirectory(second.PathOf("input", "data", "statistics"));
        File.Copy(first.PathOf("output", "data", "statistics.json"), second.PathOf("input", "data", "statistics", "statistics.json"));
        using (new PipeFeeder(second, "train", Train))
            second.Run("train").ExitCode.ShouldBe(0, second.Failure);
    }

    [Fact]
    public void RowsThatChangeBetweenPasses_AreADataError()
    {
        using var job = Piped(("epochs", "3"), ("memory_budget", "0"));
        var shorter = Train[..(Array.LastIndexOf(Train, (byte)'\n', Train.Length - 2) + 1)];
        using (new PipeFeeder(job, "train", pass => pass < 2 ? Train : shorter))
        using (new PipeFeeder(job, "validation", Validation))
            job.Run("train").ExitCode.ShouldBe(1);
        job.Failure.ShouldContain("channel train: found 1196 rows in the stream of epoch 2, expected 1197 as before");
    }

    [Theory]
    [InlineData("0,1,2\n1,2,3\n0,4,5\n", "found more rows in the stream of epoch 2")]
    [InlineData("0,1,2\n", "found 1 rows in the stream of epoch 2")]
    [InlineData("0,1,2,3\n1,2,3,4\n", "expected 3")]
    [InlineData("0,1\n1,2\n", "expected 3")]
    [InlineData("0,1,2\n7,2,3\n", "7")]
    [InlineData("", "found")]
    public void StreamThatChangesBetweenPasses_IsADataErrorOfItsChannel(string second, string found)
    {
        using var job = new Job();
        job.Config("inputdataconfig.json", """{"train":{"TrainingInputMode":"Pipe","ContentType":"text/csv"}}""");
        job.Hyperparameters(("epochs", "2"), ("threads", "1"), ("memory_budget", "0"), ("validation_fraction", "0"));
        using (new PipeFeeder(job, "train", pass => Encoding.UTF8.GetBytes(pass < 2 ? "0,1,2\n1,2,3\n" : second)))
            job.Run("train").ExitCode.ShouldBe(1, job.Failure);
        job.Failure.ShouldStartWith("channel train");
        job.Failure.ShouldContain(found);
    }

    [Fact]
    public void PipeThatNeverComes_FailsAfterThePipeTimeout()
    {
        using var job = Piped(("pipe_timeout", "1"));
        Directory.CreateDirectory(job.PathOf("input", "data"));
        job.Run("train").ExitCode.ShouldBe(1);
        job.Failure.ShouldContain("channel train, epoch 0");
    }

    [Fact]
    public void StopWhileAStreamStalls_SavesTheModelAtOnce()
    {
        using var job = Piped(("epochs", "100"), ("memory_budget", "0"));
        job.Config("inputdataconfig.json", """{"train":{"TrainingInputMode":"Pipe","ContentType":"text/csv"}}""");
        using var released = new ManualResetEventSlim();
        using var train = new PipeFeeder(job, "train", pass =>
        {
            if (pass == 3)
                released.Wait();
            return Train;
        });
        var (exitCode, lines, after) = RunningJob.SignalAt(job.Start("train"), line => line.StartsWith("epoch=2 ", StringComparison.Ordinal), RunningJob.Terminate);
        released.Set();
        exitCode.ShouldBe(0, ProgramLog.Excerpt(lines));
        after.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        lines.ShouldContain(line => line.Contains("stopped on request after 20 steps, best was epoch 2"));
        Model(job).ShouldNotBeEmpty();
    }

    [Fact]
    public void ObjectiveOfRowsThatCantBeHeldOut_IsAMistake()
    {
        using var job = Piped(("memory_budget", "0"), ("objective_metric", "validation:accuracy"));
        job.Config("inputdataconfig.json", """{"train":{"TrainingInputMode":"Pipe","ContentType":"text/csv"}}""");
        using (new PipeFeeder(job, "train", Train))
            job.Run("train").ExitCode.ShouldBe(1);
        job.Failure.ShouldContain("give a validation channel");
    }

    [Fact]
    public void FilesThatDoNotFit_TrainFromACacheToTheSameModel()
    {
        using var temporary = new Job();
        using var inMemory = new Job().Sample("digits").Hyperparameters(("epochs", "3"), ("threads", "1"));
        inMemory.Run("train").ExitCode.ShouldBe(0, inMemory.Failure);
        using var cached = new Job().Sample("digits").Hyperparameters(("epochs", "3"), ("threads", "1"), ("memory_budget", "100KB")).Variable("TMPDIR", temporary.Folder);
        var (exitCode, lines, _) = cached.Run("train");
        exitCode.ShouldBe(0, cached.Failure);
        lines.ShouldContain(line => line.Contains("channel train: its rows do not fit into the 100 KB that memory_budget leaves"));
        Model(cached).ShouldBe(Model(inMemory));
        Report(cached).ShouldBe(Report(inMemory));

        cached.Run("train").Lines.ShouldContain(line => line.Contains("they were not decoded again"));
        Model(cached).ShouldBe(Model(inMemory));
    }

    [Fact]
    public void NumberOfClasses_IsAskedOfTheRows()
    {
        using var job = new Job().Sample("digits").Hyperparameters(("epochs", "1"), ("num_classes", "12"));
        job.Run("train").Lines.ShouldContain(line => line.Contains("channel train has no rows of 2 classes (10, 11)"));
        job.Json("model", "model.json").GetProperty("classes").GetArrayLength().ShouldBe(12);
        job.Hyperparameters(("num_classes", "9"));
        job.Run("train").ExitCode.ShouldBe(1);
        job.Failure.ShouldContain("found the class \"9\"");
    }

    private static Job Piped(params (string, string)[] hyperparameters) => new Job()
        .Config("inputdataconfig.json", """{"train":{"TrainingInputMode":"Pipe","ContentType":"text/csv"},"validation":{"TrainingInputMode":"Pipe","ContentType":"text/csv"}}""")
        .Hyperparameters([("threads", "1"), .. hyperparameters]);

    private static string Streamed(byte[] rows, string contentType, params (string, string)[] more)
    {
        using var job = Piped([("epochs", "2"), ("memory_budget", "0"), ("feature_dim", "64"), .. more]);
        job.Config("inputdataconfig.json", $$"""
            {"train": {"TrainingInputMode": "Pipe", "ContentType": "{{contentType}}"}, "validation": {"TrainingInputMode": "File", "ContentType": "text/csv"} }
            """);
        Directory.CreateDirectory(job.PathOf("input", "data", "validation"));
        File.WriteAllBytes(job.PathOf("input", "data", "validation", "rows.csv"), Validation);
        using (new PipeFeeder(job, "train", rows))
            job.Run("train").ExitCode.ShouldBe(0, job.Failure);
        return Model(job);
    }

    private static byte[] Digits(string channel) => File.ReadAllBytes(Repository.File("tests", "SampleData", "digits", channel, "digits.csv"));

    private static IEnumerable<string[]> Cells(byte[] csv) =>
        Encoding.UTF8.GetString(csv).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(','));

    private static byte[] JsonLines(byte[] csv) => Encoding.UTF8.GetBytes(string.Concat(
        Cells(csv).Select(cells => $$"""{"label":{{cells[0]}},"features":[{{string.Join(',', cells[1..])}}] }""" + "\n")));

    private static byte[] LibSvm(byte[] csv) => Encoding.UTF8.GetBytes(string.Concat(
        Cells(csv).Select(cells => $"{cells[0]} {string.Join(' ', cells[1..].Select((cell, index) => $"{index}:{cell}"))}\n")));

    private static IEnumerable<double> Measured(string[] lines, string metric) => lines
        .Where(line => line.StartsWith("epoch=", StringComparison.Ordinal) && line.Contains($" {metric}=", StringComparison.Ordinal))
        .Select(line => double.Parse(line.Split('=')[^1], System.Globalization.CultureInfo.InvariantCulture));

    private static string Model(Job job) => Convert.ToHexString(File.ReadAllBytes(job.PathOf("model", "model.safetensors")));

    private static string Report(Job job) => File.ReadAllText(job.PathOf("output", "data", "evaluation.json"));
}
