namespace TrainingContainer.Data.Tests;

public sealed class RecordFormatTests
{
    private static readonly Dictionary<string, string> NoParameters = [];

    [Theory]
    [InlineData("text/csv", typeof(CsvFormat))]
    [InlineData("text/libsvm", typeof(LibSvmFormat))]
    [InlineData("text/x-libsvm", typeof(LibSvmFormat))]
    [InlineData("application/jsonlines", typeof(JsonLinesFormat))]
    [InlineData("application/x-jsonlines", typeof(JsonLinesFormat))]
    [InlineData("application/x-recordio-protobuf", typeof(ProtobufFormat))]
    [InlineData("application/x-recordio", typeof(ImageRecordFormat))]
    [InlineData("application/x-image", typeof(ImageFormat))]
    [InlineData("image/jpeg", typeof(ImageFormat))]
    [InlineData("image/png", typeof(ImageFormat))]
    public void For_KnownContentType_GivesItsFormat(string mediaType, Type format) => RecordFormat.For(mediaType, NoParameters).ShouldBeOfType(format);

    [Theory]
    [InlineData("text/csv")]
    [InlineData("text/libsvm")]
    [InlineData("application/jsonlines")]
    [InlineData("application/x-recordio-protobuf")]
    [InlineData("application/x-recordio")]
    [InlineData("application/x-image")]
    public void MediaType_Format_IsTheContentTypeThatGivesIt(string mediaType) => RecordFormat.For(mediaType, NoParameters)!.MediaType.ShouldBe(mediaType);

    [Fact]
    public void For_Parquet_IsNotThereAndTheAdviceSaysWhatToDo()
    {
        RecordFormat.For(ParquetFormat.MediaType, NoParameters).ShouldBeNull();
        ParquetFormat.Advice.ShouldContain("to_csv(");
    }
}
