using System.Text;

namespace TrainingContainer.Data.Tests;

public sealed class JsonLinesFormatTests
{
    private static readonly JsonLinesFormat Format = new();
    private static readonly RecordOptions WithoutLabel = new() { LabelKind = LabelKind.None };
    private static readonly RecordOptions Numbers = new() { LabelKind = LabelKind.Number };

    [Fact]
    public void Decode_Array_HasTheLabelFirst()
    {
        ReadRow row = FormatReading.Row(Format, "[3, 1.5, null, -2e3]");
        row.Features.ShouldBe([1.5f, float.NaN, -2000]);
        row.Label.ShouldBe(3.0);
    }

    [Theory]
    [InlineData(0, 1.0, new float[] { 2, 3 })]
    [InlineData(1, 2.0, new float[] { 1, 3 })]
    [InlineData(-1, 3.0, new float[] { 1, 2 })]
    [InlineData(-3, 1.0, new float[] { 2, 3 })]
    public void Decode_Array_HasTheLabelWhereTheColumnSays(int column, double label, float[] features)
    {
        ReadRow row = FormatReading.Row(Format, "[1,2,3]", new RecordOptions { LabelColumn = column });
        row.Features.ShouldBe(features);
        row.Label.ShouldBe(label);
    }

    [Fact]
    public void Decode_ArrayWithoutLabels_IsFeaturesOnly() => FormatReading.Row(Format, "[1,2]", WithoutLabel).Features.ShouldBe([1, 2]);

    [Theory]
    [InlineData("""{"features": [1.5, 2], "label": 7}""")]
    [InlineData("""{"label": 7, "more": {"features": [1]}, "features": [1.5, 2]}""")]
    [InlineData("""{"data": {"features": {"values": [1.5, 2]}, "label": 7}}""")]
    [InlineData("""{"data": {"features": {"values": [1.5, 2]}}, "label": 7}""")]
    [InlineData("""{"features": {"values": [1.5, 2], "shape": [2, 1]}, "label": 7, "data": 5}""")]
    [InlineData("""{"\u0066eatures": [1.5, 2], "label": 7}""")]
    public void Decode_Object_HasFeaturesAndLabelInAnyOrder(string line)
    {
        ReadRow row = FormatReading.Row(Format, line);
        row.Features.ShouldBe([1.5f, 2]);
        row.Label.ShouldBe(7.0);
    }

    [Theory]
    [InlineData("""{"features": {"keys": [3, 1], "shape": [5], "values": [8, 9]}}""")]
    [InlineData("""{"data": {"features": {"values": [8, 9], "keys": [3, 1], "shape": [1, 5]}}}""")]
    public void Decode_SparseObject_FillsUpWithZeros(string line) => FormatReading.Row(Format, line, WithoutLabel).Features.ShouldBe([0, 9, 0, 8, 0]);

    [Theory]
    [InlineData("\"cat\"", "cat")]
    [InlineData("\"1\"", "1")]
    [InlineData("\"\\u00fcn\\n\\\"\"", "ün\n\"")]
    public void Decode_LabelThatIsText_IsAName(string label, string name) =>
        FormatReading.Row(Format, $$"""{"features": [1], "label": {{label}}}""").Label.ShouldBe(name);

    [Fact]
    public void Decode_LabelThatIsText_IsANumberToPredictWhenItIsOne()
    {
        FormatReading.Row(Format, """{"features": [1], "label": "2.5"}""", Numbers).Label.ShouldBe(2.5);
        FormatReading.Fault(Format, """{"features": [1], "label": "cat"}""", Numbers).ShouldContain("found the label \"cat\", expected a number.");
    }

    [Fact]
    public void Decode_Lines_SkipsBlankOnesAndTheByteOrderMark()
    {
        byte[] text = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("[1,2]\r\n\n  \n[3,4]\n\n[5,6]")];
        FormatReading.Rows(Format, text).Select(row => ((double)row.Label!, row.Features[0])).ShouldBe([(1, 2), (3, 4), (5, 6)]);
    }

    [Theory]
    [InlineData("""{"features": [1]}""", "found no label, expected one in every record.")]
    [InlineData("""{"features": [1], "label": null}""", "found no label")]
    [InlineData("""{"features": [1], "label": ""}""", "found no label")]
    [InlineData("""{"features": [1], "label": [1]}""", "label: found an array, expected a finite number or a name.")]
    [InlineData("""{"features": [1], "label": true}""", "label: found true, expected")]
    [InlineData("""{"features": [1], "label": 1e999}""", "label: found 1e999, expected a finite number")]
    [InlineData("""{"label": 1}""", "line: found an object without \"features\", expected features.")]
    [InlineData("""{"features": [1], "features": [2], "label": 1}""", "found \"features\" twice")]
    [InlineData("""{"features": [1], "label": 2, "label": 1}""", "found \"label\" twice")]
    [InlineData("""{"features": {}, "label": 1}""", "found an object without \"values\"")]
    [InlineData("""{"features": {"values": 1}, "label": 1}""", "values: found 1, expected an array of numbers.")]
    [InlineData("""{"features": 5, "label": 1}""", "features: found 5, expected an array of numbers.")]
    [InlineData("""{"features": {"values": [1], "keys": [0]}, "label": 1}""", "found keys but no shape")]
    [InlineData("""{"features": {"values": [1], "keys": [0, 1], "shape": [3]}, "label": 1}""", "found 2 keys and 1 values")]
    [InlineData("""{"features": {"values": [1], "keys": [3], "shape": [3]}, "label": 1}""", "found the key 3, expected 0 to 2.")]
    [InlineData("""{"features": {"values": [1], "keys": [-1], "shape": [3]}, "label": 1}""", "keys: found -1, expected whole numbers from 0.")]
    [InlineData("""{"features": {"values": [1], "shape": [3]}, "label": 1}""", "found 1 values and a shape of 3")]
    [InlineData("""{"features": {"values": [1], "keys": [0], "shape": [1e3]}, "label": 1}""", "shape: found 1e3, expected whole numbers")]
    [InlineData("""{"features": [1, "a"], "label": 1}""", "feature 1 (from 0): found \"a\", expected a number or null.")]
    [InlineData("""{"features": [1, [2]], "label": 1}""", "feature 1 (from 0): found an array")]
    [InlineData("""{"features": [1e39], "label": 1}""", "feature 0 (from 0): found an infinite number")]
    [InlineData("""{"features": [], "label": 1}""", "found no features, expected at least one.")]
    [InlineData("[1]", "found no features, expected at least one.")]
    [InlineData("[1, NaN]", "found text at offset 4 of the line that is no valid JSON")]
    [InlineData("[1, 2] [3, 4]", "found text at offset 7 of the line that is no valid JSON")]
    [InlineData("[1, 2", "that is no valid JSON")]
    [InlineData("1,2,3", "line: found 1, expected an array or an object.")]
    [InlineData("5", "line: found 5, expected an array or an object.")]
    [InlineData("\"x\"", "line: found \"x\", expected an array or an object.")]
    [InlineData("""{"features": [1], "label": "\ud800"}""", "found a JSON string that is no Unicode")]
    public void Decode_WrongLine_SaysWhy(string line, string expected) => FormatReading.Fault(Format, line).ShouldContain(expected);

    [Theory]
    [InlineData("[1,2,3]\n[1,2]", "byte 8: found 1 feature, expected 2.")]
    [InlineData("[1,2,3]\n[1,2,3,4,5]", "byte 8: found 4 features, expected 2.")]
    [InlineData("[1,2,3]\n{\"features\":[1,2,3,4,5],\"label\":1}", "byte 8: found 5 features, expected 2.")]
    [InlineData("[1,2,3]\n{\"features\":[1],\"label\":1}", "byte 8: found 1 feature, expected 2.")]
    [InlineData("[1,2,3]\n{\"features\":{\"values\":[1],\"keys\":[0],\"shape\":[9]},\"label\":1}", "byte 8: found 9 features, expected 2.")]
    public void Decode_WidthThatChanges_IsRefusedAtThatLine(string lines, string expected) => FormatReading.Fault(Format, lines).ShouldStartWith(expected);

    [Fact]
    public void Inspect_AnotherWidthThanExpected_IsRefused() => FormatReading.Fault(Format, "[1,2,3]", featureCount: 5).ShouldContain("found 2 features, expected 5.");

    [Theory]
    [InlineData("[1,2,3.5,null]")]
    [InlineData("""{"features":{"keys":[2],"shape":[3],"values":[1]},"label":"a name that is not so short"}""")]
    public void Decode_ManyLines_AllocatesNothing(string line) =>
        FormatReading.AllocatedBy(Format.Decoder(new RecordOptions(), 3), Encoding.UTF8.GetBytes(line), 3, 1000).ShouldBe(0);
}
