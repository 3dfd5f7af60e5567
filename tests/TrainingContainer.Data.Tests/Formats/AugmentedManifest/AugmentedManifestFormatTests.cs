using System.Text;

namespace TrainingContainer.Data.Tests;

public sealed class AugmentedManifestFormatTests
{
    private static readonly AugmentedManifestFormat VectorAndLabel = new(["vector", "class"]);

    [Fact]
    public void Decode_VectorAndLabel_PairsTheRecords()
    {
        List<ReadRow> rows = FormatReading.Rows(VectorAndLabel, Stream("[1,2]", "0", "[3,null]", "1"));
        rows.Select(row => row.Features).ShouldBe([[1, 2], [3, float.NaN]]);
        rows.Select(row => row.Label).ShouldBe(["0", "1"]);
    }

    [Theory]
    [InlineData("cat", "cat")]
    [InlineData("\"cat\"", "cat")]
    [InlineData(" 7 ", "7")]
    public void Decode_Label_IsANameWithOrWithoutQuotes(string text, string expected) =>
        FormatReading.Rows(VectorAndLabel, Stream("[1]", text)).ShouldHaveSingleItem().Label.ShouldBe(expected);

    [Fact]
    public void Decode_LabelsAreNumbers_AreParsed() =>
        FormatReading.Rows(VectorAndLabel, Stream("[1]", "2.5"), new RecordOptions { LabelKind = LabelKind.Number }).ShouldHaveSingleItem().Label.ShouldBe(2.5);

    [Fact]
    public void Decode_MoreAttributes_TakesTheReferenceAndTheFirstThatIsNoMetadata()
    {
        var format = new AugmentedManifestFormat(["class-metadata", "class", "source-ref", "other"]);
        ReadRow row = FormatReading.Rows(format, Stream("{}", "dog", "[5,6]", "x")).ShouldHaveSingleItem();
        row.Features.ShouldBe([5, 6]);
        row.Label.ShouldBe("dog");
    }

    [Fact]
    public void Decode_NamedAttributes_AreTaken()
    {
        var format = new AugmentedManifestFormat(["a-ref", "b", "c"], "b", "c");
        ReadRow row = FormatReading.Rows(format, Stream("ignored", "[1]", "2")).ShouldHaveSingleItem();
        (row.Features[0], row.Label).ShouldBe((1f, "2"));
    }

    [Fact]
    public void Decode_OneAttribute_IsFeaturesWithoutLabel()
    {
        var format = new AugmentedManifestFormat(["vector"]);
        FormatReading.Rows(format, Stream("[1]", "[2]"), new RecordOptions { LabelKind = LabelKind.None }).Count.ShouldBe(2);
        FormatReading.Fault(format, Stream("[1]")).ShouldContain("found no label");
    }

    [Fact]
    public void Decode_WrongAttributes_AreNamed()
    {
        FormatReading.Fault(VectorAndLabel, Stream("1", "[1]")).ShouldContain("attribute vector: found \"1\", expected a JPEG");
        FormatReading.Fault(VectorAndLabel, Stream("[1]", "0", "1", "[1]")).ShouldContain("attribute vector: found \"1\", expected a JPEG or PNG image or a JSON array of numbers.");
        FormatReading.Fault(VectorAndLabel, Stream("[1]", "[2]")).ShouldContain("attribute class: found \"[2]\", expected one number or name.");
        FormatReading.Fault(VectorAndLabel, Stream("[1]", "null")).ShouldContain("attribute class: found no label");
        FormatReading.Fault(VectorAndLabel, Stream("[1]", "1", "[1,2]", "1")).ShouldStartWith("byte 24: attribute vector: found 2 features, expected 1.");
    }

    [Fact]
    public void Decode_EndWithinARow_SaysWhichAttributesAreThere() =>
        FormatReading.Fault(VectorAndLabel, Stream("[1]", "1", "[1]")).ShouldStartWith("byte 24: found the end of the data after 1 of a row's 2 records");

    [Fact]
    public void Decode_ImageWithoutAShape_AsksForIt() =>
        FormatReading.Fault(VectorAndLabel, RecordIoBytes.Whole([[0xFF, 0xD8, 0xFF, 0xE0], [(byte)'1']])).ShouldContain("found images but no input shape");

    [Fact]
    public void Make_WrongNames_AreRefused()
    {
        Should.Throw<ArgumentException>(() => new AugmentedManifestFormat([])).Message.ShouldContain("Found 0 attribute names, expected 1 to 16.");
        Should.Throw<ArgumentException>(() => new AugmentedManifestFormat([.. Enumerable.Range(0, 17).Select(i => $"{i}")])).Message.ShouldContain("Found 17");
        Should.Throw<ArgumentException>(() => new AugmentedManifestFormat(["a", "b"], "c")).Message.ShouldContain("Found the attribute \"c\", expected one of a, b");
    }

    [Fact]
    public void Decode_ManyRows_AllocatesNothing()
    {
        FormatReading.AllocatedBy(VectorAndLabel.Decoder(new RecordOptions(), 2), Stream("[1,2.5]", "\"cat\""), 2, 1000).ShouldBe(0);
        byte[] image = RecordIoBytes.Whole([ImageFiles.Read("wide.jpg"), "1"u8.ToArray()]);
        var options = new RecordOptions { ImageShape = new ImageShape(3, 4, 4) };
        FormatReading.AllocatedBy(new AugmentedManifestFormat(["source-ref", "class"]).Decoder(options, 48), image, 48, 200).ShouldBe(0);
    }

    private static byte[] Stream(params string[] payloads) => RecordIoBytes.Whole(payloads.Select(Encoding.UTF8.GetBytes));
}
