namespace EndToEnd;

/// <summary>What is wrong with a model of one's own is told before training starts.</summary>
public sealed class CustomModelFaultTests
{
    private static readonly string Faulty = Repository.File("artifacts", "bin", "FaultyModel", "release", "FaultyModel.dll");

    private static Job Digits(params (string, string)[] hyperparameters)
    {
        var job = new Job().Sample("digits");
        job.Hyperparameters([("threads", "1"), .. hyperparameters]);
        Directory.CreateDirectory(job.PathOf("code"));
        return job;
    }

    private static Job WithFault(string fault)
    {
        var job = Digits(("sagemaker_program", "FaultyModel.dll"));
        File.Copy(Faulty, job.PathOf("code", "FaultyModel.dll"));
        File.WriteAllText(job.PathOf("code", "fault.txt"), fault);
        return job;
    }

    private static void Fails(Job job, params string[] expected)
    {
        var (exitCode, lines, errors) = job.Run("train");
        exitCode.ShouldBe(1, ProgramLog.Excerpt(lines, errors));
        foreach (var text in expected)
            job.Failure.ShouldContain(text);
        job.Failure.ShouldContain("Fix: ");
        lines.ShouldNotContain(line => line.StartsWith("epoch=", StringComparison.Ordinal));
        if (Directory.Exists(job.PathOf("model")))
            Directory.GetFiles(job.PathOf("model")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("constructor", "its code threw InvalidOperationException: constructing went wrong")]
    [InlineData("build", "its code threw NotSupportedException: building went wrong")]
    [InlineData("forward", "its code threw ArithmeticException: the forward pass went wrong")]
    [InlineData("null", "Build returned null")]
    [InlineData("no name", "Name is empty")]
    [InlineData("null hyperparameters", "Hyperparameters is null")]
    [InlineData("built-in hyperparameter", "it declares the hyperparameters lr, which are built in")]
    [InlineData("reserved hyperparameter", "it declares the hyperparameters sagemaker_blocks")]
    [InlineData("unregistered", "call RegisterComponents()")]
    [InlineData("frozen", "requires_grad=false")]
    [InlineData("float64", "parameter weight is Float64, expected Float32")]
    [InlineData("shape", "forward made [20] of [2, 64], expected [2, 10]")]
    [InlineData("detached", "depend on no parameter")]
    [InlineData("outputs of float64", "made Float64")]
    [InlineData("null outputs", "forward returned null")]
    [InlineData("linear of another width", "its code threw ExternalException: mat1 and mat2 shapes cannot be multiplied (2x64 and 2x2) (at ")]
    [InlineData("matmul of another width", "its code threw NativeException: mat1 and mat2 shapes cannot be multiplied (2x64 and 2x2) (at FaultyModel.FaultyNetwork.forward(Tensor input)")]
    public void Fault_IsNamed(string fault, string expected)
    {
        using var job = WithFault(fault);
        Fails(job, "FaultyModel.dll: ", expected);
    }

    [Fact]
    public void MistakeOfATrainingStep_ThatEndsTheProcess_IsToldWithItsPlace()
    {
        using var job = WithFault("matmul of other rows");
        job.Run("train").ExitCode.ShouldBe(6);
        job.Failure.ShouldStartWith("mat1 and mat2 shapes cannot be multiplied (128x64 and 2x2) (at FaultyModel.FaultyNetwork.forward(Tensor input)");
        job.Failure.ShouldNotContain("frame #");
    }

    /// <summary>Was saved with exit code 0: the loss of an epoch says nothing of its last step.</summary>
    [Fact]
    public void WeightThatIsNoNumberAfterTheLastStep_IsNotSaved()
    {
        using var job = WithFault("weight that is no number after a step");
        job.Hyperparameters(("threads", "1"), ("sagemaker_program", "FaultyModel.dll"), ("epochs", "1"), ("batch_size", "100000"));
        var (exitCode, lines, errors) = job.Run("train");
        exitCode.ShouldBe(1, ProgramLog.Excerpt(lines, errors));
        job.Failure.ShouldStartWith("training diverged: zero holds NaN or infinity in epoch 1");
        Directory.GetFiles(job.PathOf("model")).ShouldBeEmpty();
        lines.ShouldNotContain(line => line.StartsWith("epoch=", StringComparison.Ordinal));
    }

    [Fact]
    public void MemoryThatATrainingStepLacks_IsToldAsThatEvenWhereItEndsTheProcess()
    {
        using var job = WithFault("matmul beyond memory");
        job.Run("train").ExitCode.ShouldBe(3);
        job.Failure.ShouldStartWith("Out of memory on the host: ");
        job.Failure.ShouldContain("(at FaultyModel.FaultyNetwork.forward(Tensor input)");
    }

    [Theory]
    [InlineData("shape", "forward made [20] of [2, 64], expected [2, 10]")]
    [InlineData("build", "building went wrong")]
    [InlineData("matmul of another width", "mat1 and mat2 shapes cannot be multiplied (2x64 and 2x2) (at FaultyModel.FaultyNetwork.forward")]
    public void Validate_NamesTheFaultToo(string fault, string expected)
    {
        using var job = WithFault(fault);
        var (exitCode, lines, errors) = job.Run("validate");
        exitCode.ShouldBe(1);
        (string.Join('\n', lines) + errors).ShouldContain(expected);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("not contiguous")]
    [InlineData("partly frozen")]
    public void UnusualButSoundModel_IsTrained(string fault)
    {
        using var job = WithFault(fault);
        var (exitCode, lines, errors) = job.Run("train");
        exitCode.ShouldBe(0, ProgramLog.Excerpt(lines, errors));
    }

    [Theory]
    [InlineData("train.py", "this container runs no Python")]
    [InlineData("../code/FaultyModel.dll", "expected a file name without a path")]
    [InlineData("/etc/FaultyModel.dll", "expected a file name without a path")]
    [InlineData("faultymodel.dll", "found FaultyModel.dll in")]
    public void ProgramThatIsNoFileNameOfAnAssembly_IsRefused(string program, string expected)
    {
        using var job = Digits(("sagemaker_program", program));
        File.Copy(Faulty, job.PathOf("code", "FaultyModel.dll"));
        Fails(job, "hyperparameter sagemaker_program: ", expected);
    }

    [Theory]
    [InlineData("s3://bucket/code", "expected s3://BUCKET/KEY.tar.gz")]
    [InlineData("/opt/ml/input/data/code/sourcedir.tar.gz", "no other code is fetched or unpacked")]
    [InlineData("code", "expected an absolute path")]
    [InlineData("/opt/ml/nowhere", "found no such folder in")]
    public void FolderThatIsNone_IsRefused(string folder, string expected)
    {
        using var job = Digits(("sagemaker_program", "FaultyModel.dll"), ("sagemaker_submit_directory", folder));
        Fails(job, expected);
    }

    [Fact]
    public void MissingAssembly_IsToldTogetherWithOtherMistakesButNotWithNamesItWouldDeclare()
    {
        using var job = Digits(("sagemaker_program", "Mine.dll"), ("epochs", "-1"), ("blocks", "3"));
        Fails(job, "2 mistakes", "hyperparameter sagemaker_program: found no .dll in", "hyperparameter epochs");
        job.Failure.ShouldNotContain("blocks");
    }

    [Fact]
    public void LinkOutOfTheFolder_IsNotFollowed()
    {
        using var job = Digits(("sagemaker_program", "FaultyModel.dll"));
        File.CreateSymbolicLink(job.PathOf("code", "FaultyModel.dll"), Faulty);
        Fails(job, "found a link to ", "copy the assembly into the folder");
    }

    [Fact]
    public void FileThatIsNoAssembly_IsRefused()
    {
        using var job = Digits(("sagemaker_program", "Mine.dll"));
        File.WriteAllText(job.PathOf("code", "Mine.dll"), "not an assembly");
        Fails(job, "expected a .NET assembly");
    }

    [Fact]
    public void AssemblyWithoutAModel_IsRefused()
    {
        using var job = Digits(("sagemaker_program", "Mine.dll"));
        File.Copy(typeof(TrainingContainer.Data.KeyedRandom).Assembly.Location, job.PathOf("code", "Mine.dll"));
        Fails(job, "Mine.dll: found no class that implements ICustomModel");
    }

    [Fact]
    public void HugeFile_IsRefusedUnread()
    {
        using var job = Digits(("sagemaker_program", "Mine.dll"));
        using (var file = File.Create(job.PathOf("code", "Mine.dll")))
            file.SetLength((256L << 20) + 1);
        Fails(job, "expected at most 268435456");
    }
}
