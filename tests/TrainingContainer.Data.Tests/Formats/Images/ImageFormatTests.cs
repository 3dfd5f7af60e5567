using System.Text;

namespace TrainingContainer.Data.Tests;

public sealed class ImageFormatTests
{
    private static readonly RecordOptions Small = new() { ImageShape = new ImageShape(3, 4, 4) };

    [Fact]
    public void Decode_PackedImages_HaveTheLabelOfTheirHeader()
    {
        byte[] stream = RecordIoBytes.Whole([ImageFiles.Pack(ImageFiles.Read("wide.jpg"), 0, 3), ImageFiles.Pack(ImageFiles.Read("wide.png"), 1, 0, 4)]);
        List<ReadRow> rows = FormatReading.Rows(new ImageRecordFormat(), stream, Small);
        rows.Select(row => row.Label).ShouldBe([3.0, 4.0]);
        rows[0].Features.Length.ShouldBe(48);
        rows[0].Features.Zip(rows[1].Features, (jpeg, png) => Math.Abs(jpeg - png)).Max().ShouldBeLessThan(12);
    }

    [Fact]
    public void Decode_PackedImageThatDmlcHasCut_IsJoined()
    {
        // the magic number as label: dmlc's writer cuts there
        byte[] record = ImageFiles.Pack(ImageFiles.Read("wide.png"), 1, 0, BitConverter.UInt32BitsToSingle(RecordIo.Magic));
        byte[] cut = RecordIoBytes.Dmlc(record);
        cut.Length.ShouldBeGreaterThan(RecordIoBytes.Whole(record).Length);
        FormatReading.Rows(new ImageRecordFormat(), cut, Small).ShouldHaveSingleItem().Label.ShouldBe((double)BitConverter.UInt32BitsToSingle(RecordIo.Magic));
    }

    [Fact]
    public void Decode_SeveralLabels_AreRefusedUnlessNoneIsWanted()
    {
        byte[] stream = RecordIoBytes.Whole(ImageFiles.Pack(ImageFiles.Read("wide.png"), 2, 0, 4, 5));
        FormatReading.Fault(new ImageRecordFormat(), stream, Small).ShouldContain("found 2 labels, expected one.");
        FormatReading.Rows(new ImageRecordFormat(), stream, Small with { LabelKind = LabelKind.None }).ShouldHaveSingleItem().Label.ShouldBeNull();
    }

    [Fact]
    public void Decode_WrongPackedImages_SayWhy()
    {
        FormatReading.Fault(new ImageRecordFormat(), RecordIoBytes.Whole(new byte[23]), Small).ShouldContain("found 23 bytes, expected the 24 bytes of MXNet's image header");
        FormatReading.Fault(new ImageRecordFormat(), RecordIoBytes.Whole(ImageFiles.Pack([1, 2, 3], 1, 0)), Small).ShouldContain("found 27 bytes, expected the 24 bytes");
        FormatReading.Fault(new ImageRecordFormat(), RecordIoBytes.Whole(ImageFiles.Pack([], 0, float.NaN)), Small).ShouldContain("found the label NaN");
        FormatReading.Fault(new ImageRecordFormat(), RecordIoBytes.Whole(ImageFiles.Pack([], 0, 1)), Small).ShouldContain("found nothing, expected a JPEG or PNG image.");
    }

    [Fact]
    public void Inspect_NoShape_AsksForIt()
    {
        FormatReading.Fault(new ImageRecordFormat(), RecordIoBytes.Whole(new byte[40])).ShouldContain("found images but no input shape");
        FormatReading.Fault(new ImageFormat(), ImageFiles.Read("wide.png")).ShouldContain("found images but no input shape");
        FormatReading.Fault(new ImageFormat(), ImageFiles.Read("wide.png"), Small, featureCount: 47).ShouldContain("found 48 features, expected 47.");
    }

    [Theory]
    [InlineData("cat/1.png")]
    [InlineData("cat/3.png")]
    public void Read_EmptyFile_IsNotPassedOver(string name)
    {
        using var channel = new ChannelDirectory();
        channel.Write("cat/2.png", ImageFiles.Read("wide.png"));
        channel.Write(name, "");
        var options = new RecordChannelOptions { ChannelName = "test", Records = Small with { LabelKind = LabelKind.None } };
        Should.Throw<DataException>(() => RecordChannel.Read(channel.Path, new ImageFormat(), options, TestContext.Current.CancellationToken)).Message
            .ShouldContain($"channel test, file {name}, record 1, byte offset 0: found nothing, expected a JPEG or PNG image.");
    }

    [Theory]
    [InlineData("cat/1.png", "cat")]
    [InlineData("größe 2/more/1.png", "größe 2")]
    public void Decode_FileInAFolder_HasTheFolderAsClass(string file, string label) =>
        FormatReading.Rows(new ImageFormat(), ImageFiles.Read("wide.png"), Small, file: file).ShouldHaveSingleItem().Label.ShouldBe(label);

    [Fact]
    public void Decode_FolderThatIsANumber_IsANumberToPredict() =>
        FormatReading.Rows(new ImageFormat(), ImageFiles.Read("wide.png"), Small with { LabelKind = LabelKind.Number }, file: "2.5/1.png").ShouldHaveSingleItem().Label.ShouldBe(2.5);

    [Fact]
    public void Decode_FileInNoFolder_AsksForOne()
    {
        FormatReading.Fault(new ImageFormat(), ImageFiles.Read("wide.png"), Small, file: "1.png").ShouldContain("found an image that lies in no folder");
        FormatReading.Fault(new ImageFormat(), ImageFiles.Read("wide.png"), Small).ShouldContain("found an image without a file name (Pipe mode)");
        FormatReading.Rows(new ImageFormat(), ImageFiles.Read("wide.png"), Small with { LabelKind = LabelKind.None }).ShouldHaveSingleItem().Label.ShouldBeNull();
    }

    [Fact]
    public void Decode_FileOfAList_HasTheListsLabel()
    {
        ImageList list = ImageList.Parse("5\t2\ta/1.png\r\n\n6\t3.000000\t./b 2.png\n"u8, "train_lst", "train.lst");
        list.Count.ShouldBe(2);
        RecordOptions options = Small with { ImageList = list };
        FormatReading.Rows(new ImageFormat(), ImageFiles.Read("wide.png"), options, file: "a/1.png").ShouldHaveSingleItem().Label.ShouldBe(2.0);
        FormatReading.Rows(new ImageFormat(), ImageFiles.Read("wide.png"), options, file: "b 2.png").ShouldHaveSingleItem().Label.ShouldBe(3.0);
        FormatReading.Fault(new ImageFormat(), ImageFiles.Read("wide.png"), options, file: "c.png").ShouldContain("found the image c.png, which is not in the .lst file");
    }

    [Theory]
    [InlineData("1\t2\ta.png\n3 4 b.png\n", "channel train_lst, file train.lst, row 2: found \"3 4 b.png\", expected an index, a label and a path")]
    [InlineData("1\ta.png\n", "row 1: found")]
    [InlineData("1\tx\ta.png\n", "row 1: found the label \"x\", expected one number.")]
    [InlineData("1\t2\t3\ta.png\n", "row 1: found the label \"2\t3\"")]
    [InlineData("1\t2\ta.png\n1\t3\ta.png", "row 2: found the image \"a.png\" again with another label")]
    public void Parse_WrongList_NamesTheRow(string text, string expected) =>
        Should.Throw<DataException>(() => ImageList.Parse(Encoding.UTF8.GetBytes(text), "train_lst", "train.lst")).Message.ShouldContain(expected.Replace('\t', '\uFFFD'));

    [Fact]
    public void Decode_ManyFiles_AllocatesNothing()
    {
        IRecordDecoder decoder = new ImageFormat().Decoder(Small, 48);
        decoder.Enter("cat/1.png");
        FormatReading.AllocatedBy(decoder, ImageFiles.Read("wide.jpg"), 48, 200).ShouldBe(0);
        decoder = new ImageRecordFormat().Decoder(Small, 48);
        FormatReading.AllocatedBy(decoder, RecordIoBytes.Whole(ImageFiles.Pack(ImageFiles.Read("wide.jpg"), 0, 1)), 48, 200).ShouldBe(0);
    }

    [Fact]
    public void Decode_ImagesOfAnAugmentedManifest_ArePairedWithTheirLabels()
    {
        byte[] stream = RecordIoBytes.Whole([ImageFiles.Read("wide.jpg"), "1"u8.ToArray(), ImageFiles.Read("gray.png"), "0"u8.ToArray()]);
        List<ReadRow> rows = FormatReading.Rows(new AugmentedManifestFormat(["source-ref", "class"]), stream, Small);
        rows.Select(row => row.Label).ShouldBe(["1", "0"]);
        rows[1].Features[..16].ShouldBe(rows[1].Features[16..32], "gray has three equal channels");
    }
}
