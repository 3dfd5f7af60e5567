using System.Diagnostics;
using System.Text;

namespace EndToEnd;

/// <summary>The command <c>torch</c>, and what is said where Torch can't be loaded.</summary>
public sealed class TorchTests : IDisposable
{
    private const string Bridge = "libLibTorchSharp.so";

    private readonly string _folder = Directory.CreateTempSubdirectory("torch-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Torch_ProvesThatItComputes()
    {
        var (exitCode, output, errors) = Run(Repository.Program, "torch");

        exitCode.ShouldBe(0, errors);
        output.ShouldMatch(@"^TorchSharp 0\.\d+\.\d+, libtorch 2\.\d+\.\d+ in /");
        output.ShouldMatch(@"BLAS: \w+, CPU: \w+, threads: \d+");
        output.ShouldContain("deterministic=true: available, fused optimizers on a GPU: available");
        output.ShouldContain("device cpu: computes");
    }

    [Fact]
    public void MissingLibrary_IsNamed()
    {
        var program = Copy(leaveOut: "libc10.so");

        ShouldFail(program, "libc10.so", "cannot open shared object file");
    }

    [Fact]
    public void MissingBridge_IsNamed() => ShouldFail(Copy(leaveOut: Bridge), $"{Bridge} is missing", "scripts/setup.sh");

    [Fact]
    public void VersionThatTheCppLibraryLacks_ListedOnly_IsNamedWithTheWayOut()
    {
        var program = Copy(ofCppVersion: ("GLIBCXX_3.4.32", "GLIBCXX_9.4.32"));

        ShouldFail(program, "_ZSt21ios_base_library_initv (GLIBCXX_9.4.32)", "libstdc++.so.6", "Ubuntu 24.04", "run scripts/setup.sh");
    }

    [Fact]
    public void VersionThatTheCppLibraryLacks_Used_IsNamedWithoutAdaptation()
    {
        var program = Copy(ofCppVersion: ("GLIBCXX_3.4.21", "GLIBCXX_9.4.21"));

        ShouldFail(program, "(GLIBCXX_9.4.21)").ShouldNotContain("setup.sh");
        var (exitCode, _, errors) = Run(program, "torch", "--adapt", Path.Combine(_folder, "adapted.so"));
        exitCode.ShouldBe(1);
        errors.ShouldContain("(GLIBCXX_9.4.21), which this system's libstdc++.so.6 lacks");
        File.Exists(Path.Combine(_folder, "adapted.so")).ShouldBeFalse();
    }

    [Fact]
    public void Adapted_ItLoads()
    {
        var program = Copy(ofCppVersion: ("GLIBCXX_3.4.32", "GLIBCXX_9.4.32"));
        var adapted = Path.Combine(_folder, "adapted", Bridge);

        var (exitCode, output, errors) = Run(program, "torch", "--adapt", adapted);

        exitCode.ShouldBe(0, errors);
        output.ShouldContain("GLIBCXX_9.4.32");
        File.Copy(adapted, Path.Combine(Path.GetDirectoryName(program)!, Bridge), overwrite: true);
        Run(program, "torch").ExitCode.ShouldBe(0);
    }

    [Fact]
    public void TrainingWithoutTorch_IsAFailureWithoutATrace()
    {
        using var job = new Job().Channel("train", "1,2\n0,3\n1,4\n0,5\n");
        job.Variable("TORCH_HOME", "/nowhere");

        var (exitCode, lines, errors) = job.Run("train");

        exitCode.ShouldBe(1);
        job.Failure.ShouldStartWith("environment variable TORCH_HOME: found \"/nowhere\", expected a folder with libc10.so, libtorch_cpu.so, libtorch.so");
        string.Join('\n', lines).ShouldNotContain("   at ");
        errors.ShouldBeEmpty();
        job.Run("validate").Lines.ShouldContain(line => line.Contains("environment variable TORCH_HOME"));
    }

    [Fact]
    public void TorchHome_IsLoadedInPlaceOfTheProgramsOwn()
    {
        // the names that a distribution gives them would not be found beside the program
        var home = Directory.CreateDirectory(Path.Combine(_folder, "torch", "lib")).FullName;
        foreach (var library in Directory.GetFiles(Repository.ProgramFolder, "lib*.so*").Where(file => Path.GetFileName(file) != Bridge))
            File.CreateSymbolicLink(Path.Combine(home, Path.GetFileName(library)), library);

        var (exitCode, output, errors) = Run(Copy(leaveOut: "libtorch_cpu.so"), "TORCH_HOME", _folder, "torch");

        exitCode.ShouldBe(0, errors);
        output.ShouldContain($" in {home}\n");
        output.ShouldContain("device cpu: computes");
    }

    private static string ShouldFail(string program, params string[] parts)
    {
        var (exitCode, output, errors) = Run(program, "torch");
        exitCode.ShouldBe(1, output);
        output.ShouldBeEmpty();
        errors.ShouldStartWith("libtorch can't be loaded: ");
        errors.TrimEnd().Split('\n').Length.ShouldBe(1, errors);
        foreach (var part in parts)
            errors.ShouldContain(part);
        return errors;
    }

    /// <summary>The program in a folder of its own, without a library, or with one that needs another version of the C++ library.</summary>
    private string Copy(string? leaveOut = null, (string Old, string New)? ofCppVersion = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "program")).FullName;
        foreach (var file in Directory.GetFiles(Repository.ProgramFolder).Where(file => Path.GetFileName(file) != leaveOut))
        {
            var copy = Path.Combine(folder, Path.GetFileName(file));
            if (Path.GetFileName(file) is "libtorch_cpu.so")
                File.CreateSymbolicLink(copy, file);
            else
                File.Copy(file, copy);
        }
        if (ofCppVersion is { } version)
        {
            var bytes = File.ReadAllBytes(Path.Combine(folder, Bridge));
            Replace(bytes, version.Old, version.New);
            File.WriteAllBytes(Path.Combine(folder, Bridge), bytes);
        }
        return Path.Combine(folder, Path.GetFileName(Repository.Program));
    }

    /// <summary>Renames a version where the library says that it needs it; the dynamic linker compares its hash first, which must fit.</summary>
    private static void Replace(byte[] bytes, string old, string replacement)
    {
        var at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(old + "\0"));
        at.ShouldBeGreaterThan(0);
        Encoding.ASCII.GetBytes(replacement).CopyTo(bytes, at);
        var hash = bytes.AsSpan().IndexOf(BitConverter.GetBytes(Hash(old)));
        hash.ShouldBeGreaterThan(0);
        BitConverter.GetBytes(Hash(replacement)).CopyTo(bytes, hash);
        // an adapted library has the reference marked as optional (vna_flags follows the hash)
        bytes[hash + 4] = 0;
    }

    /// <summary>The System V ABI's hash of a name.</summary>
    private static uint Hash(string name)
    {
        uint hash = 0;
        foreach (var character in name)
        {
            hash = (hash << 4) + character;
            var high = hash & 0xf000_0000;
            hash = (hash ^ (high >> 24)) & ~high;
        }
        return hash;
    }

    private static (int ExitCode, string Output, string Errors) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (arguments[0] == "TORCH_HOME")
        {
            start.Environment["TORCH_HOME"] = arguments[1];
            arguments = arguments[2..];
        }
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        process.WaitForExit(TimeSpan.FromMinutes(1)).ShouldBeTrue();
        return (process.ExitCode, output.Result, errors.Result);
    }
}
