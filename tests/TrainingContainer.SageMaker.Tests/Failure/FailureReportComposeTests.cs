using System.Reflection;

namespace TrainingContainer.SageMaker.Tests;

public class FailureReportComposeTests
{
    [Fact]
    public void OneMistake_IsTheWholeReason()
    {
        var mistake = new Mistake("hyperparameter lr", "found \"-1\", expected a number above 0", "leave it out");
        FailureReport.Compose(new JobInputException([mistake])).ShouldBe(mistake.ToString());
    }

    [Fact]
    public void SeveralMistakes_AreNumbered()
    {
        var text = FailureReport.Compose(new JobInputException([new("a", "found 1"), new("b", "found 2")]));
        text.ShouldBe("2 mistakes: (1) a: found 1 (2) b: found 2");
    }

    [Theory]
    [InlineData(50, 60)]
    [InlineData(3, 600)]
    [InlineData(2, 3000)]
    [InlineData(100, 9)]
    [InlineData(12, 76)]
    [InlineData(12, 77)]
    [InlineData(12, 78)]
    public void MoreMistakesThanFit_AreCounted(int count, int length)
    {
        var mistakes = Enumerable.Range(0, count).Select(i => new Mistake($"m{i}", new string('x', length))).ToList();
        var text = FailureReport.Compose(new JobInputException(mistakes));
        text.Length.ShouldBeLessThanOrEqualTo(1024);
        text.ShouldStartWith($"{count} mistakes: (1) m0: x");
        var shown = mistakes.Count(mistake => text.Contains($" {mistake.Where}:"));
        if (shown < count) text.ShouldEndWith($" … and {count - shown} more");
        else text.ShouldNotContain("more");
    }

    private static string Listed(params int[] lengths) =>
        FailureReport.Compose(new JobInputException([.. lengths.Select(length => new Mistake("m", new string('x', length)))]));

    // "2 mistakes:", then " (1) m: " and " (2) m: " before the texts
    [Theory]
    [InlineData(500, 497, "x")]
    [InlineData(500, 498, "x … and 1 more")]
    [InlineData(992, 500, "x … and 1 more")]
    [InlineData(993, 500, "x… … and 1 more")]
    [InlineData(1005, 500, "x… … and 1 more")]
    [InlineData(3000, 500, "x… … and 1 more")]
    public void TwoMistakes_FillTheTextToItsLastCharacter(int first, int second, string end)
    {
        var text = Listed(first, second);
        text.ShouldEndWith(end);
        text.Length.ShouldBeLessThanOrEqualTo(1024);
        if (text.EndsWith("more", StringComparison.Ordinal)) text.ShouldContain("2 mistakes: (1) m: x");
        else text.ShouldNotContain("…");
    }

    [Fact]
    public void MistakesThatAreCounted_LeaveNoRoomUnused()
    {
        var text = Listed([800, 183, .. Enumerable.Repeat(100, 9)]);
        text.ShouldEndWith("x … and 9 more");
        text.Length.ShouldBe(1024);
    }

    [Fact]
    public void OneEndlessMistake_IsCut()
    {
        var text = FailureReport.Compose(new JobInputException([new("a", new string('x', 5000))]));
        text.Length.ShouldBe(1024);
        text.ShouldEndWith("x…");
    }

    [Fact]
    public void DiskFull_IsExplained()
    {
        var text = FailureReport.Compose(new IOException("No space left on device : '/opt/ml/model/weights'", 28));
        text.ShouldBe("No space left on device : '/opt/ml/model/weights'. Fix: give the job a larger VolumeSizeInGB, or write less");
    }

    [Fact]
    public void RealDiskFull_IsExplained()
    {
        const string FullDevice = "/dev/full";
        Assert.SkipUnless(File.Exists(FullDevice), $"There is no {FullDevice} on this machine.");
        var exception = Should.Throw<IOException>(() => File.WriteAllText(FullDevice, "x"));
        FailureReport.Compose(exception).ShouldStartWith("No space left on device");
        FailureReport.Compose(exception).ShouldContain("VolumeSizeInGB");
    }

    [Fact]
    public void DiskFull_InOtherWords_IsExplained() =>
        FailureReport.Compose(new IOException("could not write", 28)).ShouldStartWith("No space left on device: could not write. Fix: ");

    [Fact]
    public void DiskFull_DeepInside_ComesFirst()
    {
        var exception = new InvalidOperationException("writing the checkpoint of step 7", new AggregateException(new IOException("disk", 28)));
        FailureReport.Compose(exception).ShouldStartWith("No space left on device: disk. Fix: ");
        FailureReport.Compose(exception).ShouldEndWith(" | while: writing the checkpoint of step 7");
    }

    [Fact]
    public void PermissionError_NamesPathAndUserAndBothWaysOut()
    {
        var text = FailureReport.Compose(new UnauthorizedAccessException("Access to the path '/no/such/place' is denied.", new IOException("Permission denied")));
        text.ShouldStartWith("No permission: ");
        text.ShouldMatch("as user [0-9]+|by user [0-9]+");
        text.ShouldMatch("Fix: .*root.*, or give .*chown.* or .*chmod");
        text.ShouldNotContain("Permission denied", Case.Sensitive, "the message around it says as well");
    }

    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB", "Out of GPU memory: CUDA out of memory")]
    [InlineData("CUDA error: out of memory", "Out of GPU memory: CUDA error: out of memory")]
    public void OutOfGpuMemory_IsExplained(string message, string start) =>
        FailureReport.Compose(new InvalidOperationException(message)).ShouldStartWith(start);

    [Fact]
    public void OutOfMemory_IsExplained() => FailureReport.Compose(new OutOfMemoryException("Array too large.")).ShouldStartWith("Out of memory on the host: Array too large. Fix: ");

    [Fact]
    public void ReadOnlyFileSystem_IsExplained() => FailureReport.Compose(new IOException("cannot write", 30)).ShouldStartWith("Read-only file system: cannot write. Fix: mount it to be written as well, or write under ");

    [Fact]
    public void Wrappers_AreUnwrapped()
    {
        var cause = new JobInputException([new("channel train", "found no directory")]);
        var wrapped = new AggregateException(new TargetInvocationException(new TypeInitializationException("Settings", cause)));
        FailureReport.Compose(wrapped).ShouldBe("channel train: found no directory");
    }

    [Fact]
    public void ForeignException_NamesItsTypeFirst() =>
        FailureReport.Compose(new InvalidOperationException("Sequence contains no elements")).ShouldBe("InvalidOperationException: Sequence contains no elements");

    [Fact]
    public void InnerException_IsTheCause_AndTheOuterOneTheContext() =>
        FailureReport.Compose(new InvalidOperationException("loading the model", new FormatException("bad header")))
            .ShouldBe("FormatException: bad header | while: loading the model");

    [Fact]
    public void ContextThatRepeatsTheCause_IsLeftOut() =>
        FailureReport.Compose(new InvalidOperationException("bad header", new FormatException("bad header"))).ShouldBe("FormatException: bad header");

    [Fact]
    public void StackTrace_AndControlCharacters_AreLeftOut()
    {
        try
        {
            throw new InvalidOperationException("first\r\nsecond\tthird\u001b[31m\0");
        }
        catch (InvalidOperationException exception)
        {
            FailureReport.Compose(exception).ShouldBe("InvalidOperationException: first  second third [31m");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void LongMessage_IsCutBetweenCharacters(int shift)
    {
        var text = FailureReport.Compose(new JobInputException([new("a", new string('x', shift) + string.Concat(Enumerable.Repeat("\ud83d\ude00", 600)))]));
        text.Length.ShouldBeInRange(1023, 1024);
        text.ShouldEndWith("\ud83d\ude00…");
    }

    [Fact]
    public void DeepChain_IsBounded()
    {
        Exception exception = new FormatException("root");
        for (var i = 0; i < 100; i++) exception = new InvalidOperationException($"level {i} {new string('y', 100)}", exception);
        FailureReport.Compose(exception).Length.ShouldBeLessThanOrEqualTo(1024);
    }

    [Fact]
    public void ExceptionsThatThrowThemselves_AreStillReported()
    {
        FailureReport.Compose(new BrokenException()).ShouldBe("BrokenException");
        FailureReport.Compose(new MutedException()).ShouldBe("MutedException");
        FailureReport.Compose(null!).ShouldStartWith("An unknown failure (its message could not be read: ");
        FailureReport.Compose(new AggregateException()).ShouldBe("AggregateException: One or more errors occurred.");
    }

    [Fact]
    public void ExceptionOfThisContainer_SpeaksForItself()
    {
        FailureReport.Compose(new OwnException("the model has no layers")).ShouldBe("the model has no layers");
        FailureReport.Compose(new OwnException("")).ShouldBe("OwnException");
    }

    [Fact]
    public void MeaningWithoutAMessage_StandsAlone() =>
        FailureReport.Compose(new UnauthorizedAccessException("")).ShouldMatch("^No permission: this program runs as user [0-9]+( \\(.+\\))?\\. Fix: ");

    [Fact]
    public void KnownExceptionAroundAnUnknownOne_ComesFirst() =>
        FailureReport.Compose(new UnauthorizedAccessException("/opt/ml/model", new FormatException("bad mode")))
            .ShouldMatch("^No permission: /opt/ml/model; this program runs as user .* | while: bad mode$");

    [Fact]
    public void ExceptionThatTheClassifierKnows_IsTheCause()
    {
        var classifier = new FailureClassifier(new Dictionary<Type, FailureKind> { [typeof(ArithmeticException)] = FailureKind.DataError });
        FailureReport.Compose(new ArithmeticException("row 3", new FormatException("bad cell")), classifier).ShouldBe("ArithmeticException: row 3 | while: bad cell");
    }

    [Fact]
    public void NativeStackOfLibtorch_IsLeftOut()
    {
        var native = new System.Runtime.InteropServices.ExternalException("shapes cannot be multiplied (2x3 and 4x2)\nException raised from meta at /pytorch/LinearAlgebra.cpp:204\nframe #0: c10");
        FailureReport.Compose(native).ShouldBe("ExternalException: shapes cannot be multiplied (2x3 and 4x2)");
        FailureReport.Compose(new System.Runtime.InteropServices.ExternalException("can't do that. Error code 7\nframe #0: c10::ThrowEnforceNotMet"))
            .ShouldBe("ExternalException: can't do that. Error code 7");
        FailureReport.Compose(new InvalidOperationException("step 7", native)).ShouldBe("ExternalException: shapes cannot be multiplied (2x3 and 4x2) | while: step 7");
    }

    private sealed class OwnException(string message) : Exception(message);

    private sealed class MutedException : Exception
    {
        public override string Message => null!;
    }

    private sealed class BrokenException : Exception
    {
        public override string Message => throw new InvalidOperationException("broken");
    }
}
