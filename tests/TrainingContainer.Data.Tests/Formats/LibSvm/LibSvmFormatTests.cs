using System.Text;

namespace TrainingContainer.Data.Tests;

public sealed class LibSvmFormatTests
{
    private static readonly LibSvmFormat Format = new();
    private static readonly RecordOptions WithoutLabel = new() { LabelKind = LabelKind.None };

    [Fact]
    public void Decode_Row_PutsValuesAtTheirIndexAndZerosElsewhere()
    {
        ReadRow row = FormatReading.Row(Format, "+1 0:1.5 3:-2e1 4:nan", featureCount: 6);
        row.Features.ShouldBe([1.5f, 0, 0, -20, float.NaN, 0]);
        row.Label.ShouldBe(1.0);
    }

    [Theory]
    [InlineData("2.5 1:1")]
    [InlineData("2.5\t1:1 \r")]
    [InlineData("  2.5 1:1 # a comment 7:7")]
    [InlineData("2.5 qid:3 1:1#comment")]
    public void Decode_Row_TakesSpacesCommentsAndQueryIds(string row)
    {
        ReadRow found = FormatReading.Row(Format, row, featureCount: 2);
        found.Features.ShouldBe([0, 1]);
        found.Label.ShouldBe(2.5);
    }

    [Fact]
    public void Decode_Lines_SkipsBlankAndCommentLines() =>
        FormatReading.Rows(Format, "# made by hand\n\n1 0:1\n # more\n2 0:2\n"u8.ToArray()).Select(row => row.Label).ShouldBe([1.0, 2.0]);

    [Fact]
    public void Decode_RowWithoutFeatures_IsAllZero() => FormatReading.Row(Format, "1", featureCount: 2).Features.ShouldBe([0, 0]);

    [Fact]
    public void Decode_LabelsAreNotWanted_MayBeThereOrNot()
    {
        FormatReading.Row(Format, "7 0:1", WithoutLabel).Features.ShouldBe([1]);
        FormatReading.Row(Format, "0:1", WithoutLabel).Features.ShouldBe([1]);
        FormatReading.Row(Format, "qid:1 0:1", WithoutLabel).Features.ShouldBe([1]);
    }

    [Theory]
    [InlineData("cat 0:1", "found \"cat\", expected a number as label.")]
    [InlineData("1,2 0:1", "found \"1,2\", expected a number as label.")]
    [InlineData("0:1", "found \"0:1\", expected a label.")]
    [InlineData("nan 0:1", "found no label")]
    [InlineData("inf 0:1", "expected a number as label")]
    [InlineData("1 x:1", "found \"x:1\", expected index:value with a whole index.")]
    [InlineData("1 -1:1", "expected index:value with a whole index.")]
    [InlineData("1 +1:1", "expected index:value with a whole index.")]
    [InlineData("1 :1", "expected index:value with a whole index.")]
    [InlineData("1 1", "found \"1\", expected index:value with a whole index.")]
    [InlineData("1 1.5:1", "expected index:value with a whole index.")]
    [InlineData("1 99999999999:1", "expected index:value with a whole index.")]
    [InlineData("1 0:1 qid:3 1:1", "found \"qid:3\", expected index:value")]
    [InlineData("1 0:", "found \"0:\", expected index:value with a value.")]
    [InlineData("1 0:x", "found \"0:x\", expected index:value with a number as value.")]
    [InlineData("1 0:1:2", "expected index:value with a number as value.")]
    [InlineData("1 0:1e39", "feature 0 (from 0): found an infinite number")]
    [InlineData("1 1:1 0:1", "found the index 0 after 1, expected ascending indexes.")]
    [InlineData("1 1:1 1:2", "found the index 1 after 1, expected ascending indexes.")]
    [InlineData("1 2:1", "found the index 2, expected 0 to 1. Fix: set feature_dim to the largest index of all channels plus 1")]
    [InlineData("1 4194304:1", "found the index 4194304, expected 0 to 4194303.")]
    public void Decode_WrongRow_SaysWhy(string row, string expected) => FormatReading.Fault(Format, row, featureCount: 2).ShouldContain(expected);

    [Fact]
    public void Inspect_NoFeatureCount_TakesTheFirstRowsLargestIndex()
    {
        FormatReading.Row(Format, "1 0:1 9:1").Features.Length.ShouldBe(10);
        FormatReading.Row(Format, "1").Features.ShouldBe([0]);
        Format.IsWidthOfAll.ShouldBeTrue();
    }

    [Theory]
    [InlineData("1 0:1 41:2 # 7:1", 42)]
    [InlineData("1 qid:500 3:1", 4)]
    [InlineData("3", 0)]
    [InlineData("", 0)]
    public void WidthOf_Row_IsItsLargestIndexPlus1(string row, int expected)
    {
        LibSvmFormat.WidthOf(Encoding.UTF8.GetBytes(row), out int width).ShouldBeNull();
        width.ShouldBe(expected);
    }

    [Fact]
    public void Decode_ManyRows_AllocatesNothing() =>
        FormatReading.AllocatedBy(Format.Decoder(new RecordOptions(), 9), "1 qid:2 0:1 3:2.5e-3 8:12345678901 # x"u8.ToArray(), 9, 1000).ShouldBe(0);
}
