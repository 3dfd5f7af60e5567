namespace TrainingContainer.Data;

/// <summary>
/// <c>application/x-parquet</c>, which cannot be read: no well-kept reader for .NET could be taken in (Parquet.Net, ParquetSharp and Apache.Arrow are
/// not in every package feed that this project builds from). The refusal says what to do instead.
/// </summary>
public static class ParquetFormat
{
    /// <summary>The content type.</summary>
    public const string MediaType = "application/x-parquet";

    /// <summary>What is said of a channel of this content type, after its place.</summary>
    public const string Refusal =
        "found the content type application/x-parquet, expected one that is read here (text/csv, application/x-recordio-protobuf, application/jsonlines, text/libsvm, "
        + "application/x-recordio, application/x-image). Fix: convert the files, for example to CSV with pandas: "
        + "pandas.read_parquet(\"x.parquet\").to_csv(\"x.csv\", header=False, index=False), the label as first column.";
}
