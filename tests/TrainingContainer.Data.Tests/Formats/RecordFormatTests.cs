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
    public void For_Parquet_IsNotThereAndTheRefusalSaysWhatToDo()
    {
        RecordFormat.For(ParquetFormat.MediaType, NoParameters).ShouldBeNull();
        ParquetFormat.Refusal.ShouldContain("found the content type application/x-parquet, expected one that is read here");
        ParquetFormat.Refusal.ShouldContain("to_csv(");
        foreach (string mediaType in (string[])["text/csv", "text/libsvm", "application/jsonlines", "application/x-recordio-protobuf", "application/x-recordio", "application/x-image"])
        {
            ParquetFormat.Refusal.ShouldContain(mediaType);
        }
    }
}
