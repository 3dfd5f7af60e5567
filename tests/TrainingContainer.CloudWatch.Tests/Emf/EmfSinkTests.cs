namespace TrainingContainer.CloudWatch.Tests.Emf;

public sealed class EmfSinkTests
{
    [Fact]
    public void EachLine_IsOneCall()
    {
        using var output = new Calls();
        new EmfSink(output, Samples.Destination, _ => { }).Write(Samples.OneEach(150));
        output.Texts.Count.ShouldBe(2);
        output.Texts.ShouldAllBe(text => text.EndsWith("}\n", StringComparison.Ordinal));
        output.Flushes.ShouldBe(2);
    }

    [Fact]
    public void AClosedOutput_IsToldOnce()
    {
        var warnings = new List<string>();
        using var output = new Calls { Failure = new IOException("Broken pipe") };
        var sink = new EmfSink(output, Samples.Destination, warnings.Add);
        for (var i = 0; i < 3; i++)
            sink.Write(Samples.OneEach(1));
        sink.Close();
        warnings.ShouldHaveSingleItem().ShouldContain("Broken pipe");
        output.Texts.ShouldHaveSingleItem();
    }

    private sealed class Calls : StringWriter
    {
        public Exception? Failure { get; init; }

        public List<string> Texts { get; } = [];

        public int Flushes { get; private set; }

        public override void Write(string? value)
        {
            Texts.Add(value!);
            if (Failure is not null)
                throw Failure;
        }

        public override void Flush() => Flushes++;
    }
}
