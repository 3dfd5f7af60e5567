namespace TrainingContainer.SageMaker.Tests;

public class RedactingWriterTests
{
    private static string Written(Action<TextWriter> write)
    {
        var inner = new StringWriter();
        using (var writer = new RedactingWriter(inner, Redactor.Patterns)) write(writer);
        return inner.ToString();
    }

    [Fact]
    public void SecretWrittenInPieces_IsReplaced() =>
        Written(writer =>
        {
            writer.Write("key AKIAIOSF");
            writer.Write('O');
            writer.Write("DNN7EXAMPLE".ToCharArray(), 0, 11);
            writer.Write(" end\nnext");
        }).ShouldBe("key <redacted> end\nnext");

    [Fact]
    public void Line_IsPassedOnAtOnce_AndTheRestAtTheEnd()
    {
        var inner = new StringWriter();
        using var writer = new RedactingWriter(inner, Redactor.Patterns);
        writer.Write("one\ntwo\nthr");
        inner.ToString().ShouldBe("one\ntwo\n");
        writer.Write((string?)null);
        writer.Dispose();
        inner.ToString().ShouldBe("one\ntwo\nthr");
    }

    [Fact]
    public void LineThatEndsInTheNextPiece_IsPassedOnWithIt()
    {
        var inner = new StringWriter();
        using var writer = new RedactingWriter(inner, Redactor.Patterns);
        writer.Write("one");
        writer.Write("\n");
        inner.ToString().ShouldBe("one\n");
    }

    [Fact]
    public void Line_IsFlushed_SoThatAKilledProcessLeavesItInTheLog()
    {
        using var bytes = new MemoryStream();
        using var inner = new StreamWriter(bytes);
        using var writer = new RedactingWriter(inner, Redactor.Patterns);
        writer.Write("one\n");
        bytes.Length.ShouldBe(4);
    }

    [Fact]
    public void WhereNothingWasWritten_NothingIsFlushed()
    {
        using var inner = new FlushCounter();
        new RedactingWriter(inner, Redactor.Patterns).Dispose();
        inner.Flushes.ShouldBe(0);
    }

    [Fact]
    public void LineOfTheGreatestLength_StillWaitsForItsEnd()
    {
        var inner = new StringWriter();
        using var writer = new RedactingWriter(inner, Redactor.Patterns);
        writer.Write(new string('x', 1 << 20));
        inner.ToString().ShouldBe("");
        writer.Write('x');
        inner.ToString().Length.ShouldBe((1 << 20) + 1);
    }

    private sealed class FlushCounter : StringWriter
    {
        public int Flushes { get; private set; }

        public override void Flush() => Flushes++;
    }

    [Fact]
    public void LineWithoutEnd_DoesNotTakeAllMemory()
    {
        var inner = new StringWriter();
        using var writer = new RedactingWriter(inner, Redactor.Patterns);
        writer.Write(new string('x', (1 << 20) + 1));
        inner.ToString().Length.ShouldBe((1 << 20) + 1);
        writer.Encoding.ShouldBe(inner.Encoding);
    }
}
