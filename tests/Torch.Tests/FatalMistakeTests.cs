using TorchSharp;
using static TorchSharp.torch;

namespace Torch.Tests;

/// <summary>
/// Calls of TorchSharp that let no C++ exception through: a mistake in their arguments ends the process, where PyTorch raises an
/// exception. Each fails here once a version of TorchSharp throws. Of these only matmul is of use in a model: NativeTermination of the
/// program tells what was wrong. The script of FusedKernels is a constant that a test runs, and the program does not call the others.
/// </summary>
public sealed class FatalMistakeTests
{
    private const int Abort = 128 + 6;
    private const int SegmentationFault = 128 + 11;

    private static readonly Dictionary<string, (int ExitCode, string Text, Action Run)> Table = new()
    {
        ["tensor.matmul of shapes that do not fit"] =
            (Abort, "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", () => ones(2, 3).matmul(ones(2, 3))),
        ["torch.matmul of shapes that do not fit"] =
            (Abort, "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", () => matmul(ones(2, 3), ones(2, 3))),
        ["state of a generator that is none"] = (Abort, "RNG state must be a torch.ByteTensor", () => set_rng_state(ones(3))),
        ["number too large for its type"] =
            (Abort, "value cannot be converted to type int without overflow", () => ((Scalar)(1L << 40)).ToInt32()),
        ["script that does not compile"] = (Abort, "", () => jit.compile("def f(x):\n  return y\n")),
        ["function that a script lacks"] = (SegmentationFault, "", () => jit.compile("def f(x):\n  return x\n").invoke("g", ones(1))),
    };

    public static TheoryData<string> Mistakes => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Mistake_EndsTheProcess(string mistake)
    {
        var (exitCode, errors) = ChildProcess.Run($"{typeof(FatalMistakeTests).FullName}.{nameof(MakeMistake)}", mistake);

        exitCode.ShouldBe(Table[mistake].ExitCode, errors);
        errors.ShouldContain(Table[mistake].Text);
    }

    /// <summary>What the child does; it ends well if the mistake becomes an exception.</summary>
    [Fact(Explicit = true)]
    public void MakeMistake() => Should.Throw<Exception>(Table[ChildProcess.Mistake].Run);
}
