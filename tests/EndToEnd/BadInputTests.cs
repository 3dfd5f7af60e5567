using System.Diagnostics;
using System.Text;

namespace EndToEnd;

/// <summary>Whatever is wrong is told in the failure file and the log, with the place, and no model is left.</summary>
public sealed class BadInputTests
{
    private const string Good = "a,1,2\nb,3,4\na,5,6\nb,7,8\n";

    private static void Refused(Job job, params string[] says) => Refused(1, job, says);

    private static void Refused(int expectedExitCode, Job job, params string[] says)
    {
        var (exitCode, lines, errors) = job.Run("train");
        var log = string.Join('\n', lines) + errors;
        exitCode.ShouldBe(expectedExitCode, ProgramLog.Excerpt([log]));
        foreach (var words in says)
        {
            job.Failure.ShouldContain(words);
            log.ShouldContain(words);
        }
        job.Failure.Length.ShouldBeInRange(1, 1_024);
        if (Directory.Exists(job.PathOf("model")))
            Directory.GetFileSystemEntries(job.PathOf("model")).ShouldBeEmpty();
    }

    [Fact]
    public void MissingChannel()
    {
        using var job = new Job().Channel("validation", Good);
        Refused(job, "train", "validation");
    }

    [Fact]
    public void EmptyChannel()
    {
        using var job = new Job().DeclareChannel("train");
        Refused(job, "channel train", "found no rows");
    }

    [Fact]
    public void RaggedRow()
    {
        using var job = new Job().Channel("train", "a,1,2\nb,3\na,5,6\n");
        Refused(job, "data.csv", "row 2");
    }

    [Fact]
    public void TextInANumericColumn()
    {
        using var job = new Job().Channel("train", "a,1,2\nb,3,four\n");
        Refused(job, "data.csv", "row 2", "column 3", "four");
    }

    [Fact]
    public void HeaderLine()
    {
        using var job = new Job().Channel("train", "label,width,height\na,1,2\nb,3,4\n");
        Refused(job, "data.csv", "row 1", "header");
    }

    [Fact]
    public void MoreClassesInValidationThanInTraining()
    {
        using var job = new Job().Channel("train", Good).Channel("validation", "a,1,2\nc,3,4\n");
        Refused(job, "channel validation", "row 2", "column 1", "\"c\"");
    }

    [Fact]
    public void SingleClass()
    {
        using var job = new Job().Channel("train", "a,1,2\na,3,4\n");
        Refused(job, "single class, \"a\"");
    }

    [Fact]
    public void LabelThatIsNoNumber()
    {
        using var job = new Job().Channel("train", "1,1,2\nNaN,3,4\n");
        job.Hyperparameters(("task", "regression"));
        Refused(job, "row 2", "column 1", "label");
    }

    [Fact]
    public void LabelColumnOutOfRange()
    {
        using var job = new Job().Channel("train", Good);
        job.Hyperparameters(("label_column", "7"));
        Refused(job, "label", "found 3 columns", "7");
    }

    [Fact]
    public void InvalidUtf8()
    {
        using var job = new Job().Channel("train", [(byte)'a', (byte)',', (byte)'1', (byte)'\n', 0xFF, 0xFE, (byte)',', (byte)'2', (byte)'\n']);
        Refused(job, "row 2", "column 1", "UTF-8");
    }

    [Fact]
    public void TenGigabyteLine_FailsQuicklyWithoutTakingMemory()
    {
        using var job = new Job().Channel("train", Good);
        using (var file = File.OpenWrite(job.PathOf("input", "data", "train", "huge.csv")))
        {
            // digits as far as the reader may get, then a hole
            var digits = new byte[1 << 20];
            Array.Fill(digits, (byte)'1');
            for (var megabytes = 0; megabytes < 70; megabytes++)
                file.Write(digits);
            file.SetLength(10L << 30);
        }
        var start = Stopwatch.GetTimestamp();
        Refused(job, "huge.csv", "row 1");
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void MalformedJson()
    {
        using var job = new Job().Channel("train", Good).Config("hyperparameters.json", "{\n  \"epochs\": \"3\",\n  oops\n}");
        Refused(job, "hyperparameters.json", "line 3");
    }

    [Fact]
    public void NegativeEpochsAndATypingError_AreToldTogether()
    {
        using var job = new Job().Channel("train", Good);
        job.Hyperparameters(("epochs", "-1"), ("learning_rat", "0.1"));
        Refused(job, "hyperparameter epochs: found \"-1\"", "learning_rat", "learning_rate");
    }

    [Fact]
    public void HyperparameterGivenTwiceByAlias()
    {
        using var job = new Job().Channel("train", Good);
        job.Hyperparameters(("lr", "0.1"), ("learning_rate", "0.2"));
        Refused(job, "learning_rate", "lr");
    }

    [Fact]
    public void FilesWhereAPipeIsDeclared_FailInsteadOfWaiting()
    {
        using var job = new Job().Channel("train", Encoding.UTF8.GetBytes(Good), mode: "Pipe");
        Refused(job, "channel train: found the directory", "expected pipes (train_0", "set TrainingInputMode to File or FastFile");
    }

    [Fact]
    public void PipeAmongFiles_FailsInsteadOfWaiting()
    {
        using var job = new Job().Channel("train", Good);
        using (var made = Process.Start("mkfifo", [job.PathOf("input", "data", "train", "z")]))
            made.WaitForExit();
        Refused(job, "channel train, file z", "FIFO");
    }

    [Fact]
    public void ModelFolderThatCannotBeWritten()
    {
        using var job = new Job().Channel("train", Good);
        File.WriteAllText(job.PathOf("model"), "a file is in the way");
        Refused(5, job, job.PathOf("model"));
    }

    /// <summary>Full at the weights, or at the description that follows them.</summary>
    [Theory]
    [InlineData("16k", "[4000]")]
    [InlineData("8k", "[300]")]
    public void FullDisk(string size, string hiddenLayers)
    {
        using var job = new Job().Channel("train", Good);
        job.Hyperparameters(("epochs", "1"), ("hidden_layers", hiddenLayers), ("threads", "1"));
        Directory.CreateDirectory(job.PathOf("model"));
        if (!Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", job.PathOf("model")))
            Assert.Skip("mounting a small disk needs root");
        try
        {
            Refused(5, job, "No space left on device");
        }
        finally
        {
            Run("umount", job.PathOf("model"));
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
